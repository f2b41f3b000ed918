/** Under what a footnote's label stands among the definitions of links; a link's own is never found there. */
export function footnoteTag(label: string): string {
  return `^${label.toLowerCase()}`;
}

const definition =
  /^ {0,3}\[\^([^\s\]]{1,40})\]:[ \t]*([^\n]*(?:\n(?![ \t]*\n| {0,3}(?:\[\^|[#>|<*+`~-]|\d+[.)]))[^\n]+)*(?:\n(?:[ \t]*\n)*(?: {4}|\t)[^\n]*)*)(?:\n|$)/;

/** A footnote's text, with what is indented below it. */
export interface FootnoteSource {
  readonly raw: string;
  readonly label: string;
  readonly text: string;
}

/** Reads `[^1]: text` at the beginning of a source. */
export function footnoteSource(source: string): FootnoteSource | undefined {
  const [raw, label, text] = definition.exec(source) ?? [];
  if (raw === undefined || label === undefined || text === undefined) return undefined;
  return { raw, label, text: text.replaceAll(/\n(?: {4}|\t)/g, '\n') };
}

/** Reads `[^1]` at the beginning of a source. */
export function footnoteMarkSource(source: string): Omit<FootnoteSource, 'text'> | undefined {
  const [raw, label] = /^\[\^([^\s\]]{1,40})\]/.exec(source) ?? [];
  return raw === undefined || label === undefined ? undefined : { raw, label };
}
