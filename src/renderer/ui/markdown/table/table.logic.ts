import type { Tokens } from 'marked';
import { plainText } from '../markdown.logic.ts';

/** By which column the rows are ordered, and how; undefined as they were written. */
export type TableOrder = { readonly column: number; readonly direction: 'ascending' | 'descending' } | undefined;

/** The order after a click on a column: up, down, as written. */
export function nextOrder(order: TableOrder, column: number): TableOrder {
  if (order?.column !== column) return { column, direction: 'ascending' };
  return order.direction === 'ascending' ? { column, direction: 'descending' } : undefined;
}

type Rows = Tokens.Table['rows'];

/** The rows in an order: numbers by their value, words as the language has them, empty cells last. */
export function orderedRows(rows: Rows, order: TableOrder): Rows {
  if (order === undefined) return rows;
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const sign = order.direction === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => ({ row, text: cellText(row[order.column]) }));
  return keyed
    .toSorted((one, other) => {
      if (one.text === '' || other.text === '') return Number(one.text === '') - Number(other.text === '');
      const [a, b] = [numberOf(one.text), numberOf(other.text)];
      return sign * (a !== undefined && b !== undefined ? a - b : compare(one.text, other.text));
    })
    .map(({ row }) => row);
}

/** `1,234.50`, `-3 %`, `$5`: what a model writes for a number. */
function numberOf(text: string): number | undefined {
  const written = text.replaceAll(/[\s,%$€£¥]/g, '').replace('−', '-');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(written) ? Number(written) : undefined;
}

/** A table as CSV, as RFC 4180 has it. */
export function tableCsv({ header, rows }: Pick<Tokens.Table, 'header' | 'rows'>): string {
  return [header, ...rows].map((row) => row.map((cell) => csvField(cellText(cell))).join(',')).join('\r\n');
}

/** SECURITY: what a spreadsheet would take for a formula is text there, too. */
function csvField(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && numberOf(text) === undefined;
  const field = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** What a cell says, without its marks. */
export function cellText(cell: Tokens.TableCell | undefined): string {
  return cell === undefined ? '' : plainText(cell.tokens).trim();
}
