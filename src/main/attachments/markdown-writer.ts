/** Collects the text of a file up to a limit: blocks, with a blank line between them. */
export class MarkdownWriter {
  readonly #limit: number;
  readonly #pieces: string[] = [];
  #length = 0;
  #isFull = false;
  #isList = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether something had to be left out. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get text(): string {
    return this.#pieces.join('');
  }

  /** Marks that something was left out. */
  leaveOut(): void {
    this.#isFull = true;
  }

  /** A paragraph, or anything else that stands by itself. Blank ones are left out. */
  block(text: string): void {
    this.#write(text, '\n\n');
    this.#isList = false;
  }

  /** An item of a list, its marker included. */
  listItem(text: string): void {
    this.#write(text, this.#isList ? '\n' : '\n\n');
    this.#isList = true;
  }

  /** A heading of level 1 to 6. */
  heading(level: number, text: string): void {
    const line = singleLine(text);
    if (line !== '') this.block(`${'#'.repeat(Math.min(6, Math.max(1, level)))} ${line}`);
  }

  /** A table whose first row is its head. */
  table(rows: readonly (readonly string[])[]): void {
    const [head, ...others] = rows;
    if (head === undefined) return;
    const columns = rows.reduce((most, { length }) => Math.max(most, length), 0);
    const row = (cells: readonly string[]) =>
      `| ${Array.from({ length: columns }, (_, column) => tableCell(cells[column] ?? '')).join(' | ')} |`;
    const rule = `|${' --- |'.repeat(columns)}`;
    this.block([row(head), rule, ...others.map(row)].join('\n'));
  }

  #write(text: string, separator: string): void {
    const trimmed = text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
    if (trimmed === '' || this.#isFull) return;
    const piece = (this.#pieces.length === 0 ? '' : separator) + trimmed;
    const remaining = this.#limit - this.#length;
    if (piece.length > remaining) this.#isFull = true;
    // The limit may fall between the halves of a character.
    const kept = piece.slice(0, remaining).replace(/[\uD800-\uDBFF]$/, '');
    this.#pieces.push(kept);
    this.#length += kept.length;
  }
}

/** The text of a table's cell. */
function tableCell(text: string): string {
  return singleLine(text).replaceAll('|', '\\|');
}

/** All white space as single spaces. */
export function singleLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
