/** One measured number and what it is held against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The peer or floor of the same run. */
  readonly against: string;
  /** Ours divided by the other's; lower is better unless the name says otherwise. */
  readonly ratio: number;
}

/** Makes a figure out of two samples that were taken in turns, so that a noisy moment meets both. */
export function compare(name: string, ours: readonly number[], floor: readonly number[], against: string): Figure {
  const [value, other] = [median(ours), median(floor)];
  console.log(
    `${name}: ${format(ours)} ms, ${against}: ${format(floor)} ms (median, min to max of ${ours.length}), ` +
      `ratio ${(value / other).toFixed(2)}`,
  );
  return { name, value: round(value), unit: 'ms', against, ratio: round(value / other) };
}

/** Makes a figure out of two numbers that come out the same each time. */
export function divide(figure: Omit<Figure, 'ratio'> & { readonly other: number }): Figure {
  const { name, value, unit, against, other } = figure;
  return { name, value: round(value), unit, against, ratio: round(value / other) };
}

/** Prints a figure for programs: one line of JSON. */
export function printFigure(figure: Figure): void {
  console.log(JSON.stringify(figure));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function format(values: readonly number[]): string {
  return `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)})`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
