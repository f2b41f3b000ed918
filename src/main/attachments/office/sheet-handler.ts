import type { ReadLimits } from '../limits.ts';
import type { Attributes, XmlHandler } from '../xml.ts';
import { formatNumber, type NumberFormat } from './number-format.ts';

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly strings: readonly string[];
  readonly formats: readonly NumberFormat[];
  readonly isFrom1904: boolean;
  readonly limits: ReadLimits;
}

/** Collects the rows of a sheet; rows and columns without a word are left out at the edges, and empty rows everywhere. */
export class SheetHandler implements XmlHandler {
  readonly rows: string[][] = [];
  readonly #context: SheetContext;
  #row: string[] = [];
  #column = 0;
  #cell: { readonly type: string; readonly style: number } | undefined;
  #value = '';
  #isValue = false;
  #characters = 0;
  #isCut = false;

  constructor(context: SheetContext) {
    this.#context = context;
  }

  get isFull(): boolean {
    return this.#characters > this.#context.limits.characters;
  }

  /** Whether cells beyond the last column that is taken were left out. */
  get isCut(): boolean {
    return this.#isCut;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'row':
        this.#row = [];
        this.#column = 0;
        return;
      case 'c':
        this.#cell = { type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0) };
        this.#column = columnOf(attributes['r'] ?? '') ?? this.#column + 1;
        this.#value = '';
        return;
      case 'v':
      case 't':
        this.#isValue = this.#cell !== undefined;
        return;
      default:
    }
  }

  text(data: string): void {
    if (this.#isValue) this.#value += data;
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.#isValue = false;
        return;
      case 'c':
        return this.#endCell();
      case 'row':
        if (this.#row.length > 0) this.rows.push(this.#row);
        this.#characters += this.#row.length * 3;
        return;
      default:
    }
  }

  #endCell(): void {
    const cell = this.#cell;
    this.#cell = undefined;
    if (cell === undefined) return;
    const text = this.#textOf(cell);
    if (text === '') return;
    if (this.#column > this.#context.limits.columns) {
      this.#isCut = true;
      return;
    }
    while (this.#row.length < this.#column) this.#row.push('');
    this.#row[this.#column - 1] = text;
    this.#characters += text.length;
  }

  #textOf({ type, style }: { readonly type: string; readonly style: number }): string {
    const { strings, formats, isFrom1904 } = this.#context;
    switch (type) {
      case 's':
        return strings[Number(this.#value)] ?? '';
      case 'b':
        return this.#value === '1' ? 'TRUE' : 'FALSE';
      case 'n':
        return formatNumber(this.#value, formats[style] ?? 'number', isFrom1904);
      default:
        return this.#value;
    }
  }
}

/** The column of a cell from its name, 1 for `A7`; undefined where it has none. */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((column, letter) => column * 26 + (letter.codePointAt(0) ?? 0) - 64, 0);
}
