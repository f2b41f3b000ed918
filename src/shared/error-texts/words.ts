/** What a card says: what happened, and what to do and who can do it. */
export interface ErrorText {
  readonly sentence: string;
  readonly action: string;
}

/** The safe particulars of an error. */
export type ErrorFields = Readonly<Record<string, string | number>>;

/** The text of an error, by its particulars. */
export type WriteErrorText = (fields: ErrorFields) => ErrorText;

/** A model by its name. */
export function model(deployment: string | number | undefined, otherwise = 'The model'): string {
  return deployment === undefined ? otherwise : `“${deployment}”`;
}

/** A server of tools by its name. */
export function toolServer(server: string | number | undefined): string {
  return server === undefined ? 'The tools’ server' : `The server of “${server}”`;
}

/** Where a policy comes from, as the end of a phrase. */
export function from(source: string | number | undefined): string {
  return source === undefined ? '' : ` from ${source}`;
}

/** A particular in brackets; nothing where there is none. */
export function bracketed(text: string | number | undefined): string {
  return text === undefined ? '' : ` (${text})`;
}

/** An HTTP status in brackets; nothing where there is none. */
export function httpStatus(status: string | number | undefined): string {
  return status === undefined ? '' : ` (HTTP ${status})`;
}

/** Seconds in the unit that a person would use, rounded up. */
export function duration(seconds: number): string {
  if (seconds < 90) return plural(Math.max(1, Math.ceil(seconds)), 'second');
  if (seconds < 90 * 60) return plural(Math.ceil(seconds / 60), 'minute');
  return plural(Math.ceil(seconds / 3600), 'hour');
}

/** So many of something, with its plural. */
export function plural(count: number, unit: string): string {
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}
