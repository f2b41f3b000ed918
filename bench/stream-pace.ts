/** How fast a model answers. */
export type Pace = 'paced' | 'flat-out';

/** Deltas a second, and in all. */
export const paces: Readonly<Record<Pace, { readonly perSecond: number; readonly count: number }>> = {
  paced: { perSecond: 2000, count: 5000 },
  'flat-out': { perSecond: Number.POSITIVE_INFINITY, count: 20_000 },
};

/** The answer's pieces: prose in short lines, as a model writes it. */
export function deltasOf(pace: Pace): string[] {
  return Array.from({ length: paces[pace].count }, (_, index) =>
    index % 20 === 19 ? `word${index}\n\n` : `word${index} `,
  );
}
