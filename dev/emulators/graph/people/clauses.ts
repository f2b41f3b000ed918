import { badRequest } from '../graph-call.ts';

/** One comparison of `$search` or `$filter`. */
export interface Clause {
  readonly kind: 'search' | 'startswith' | 'eq';
  readonly property: string;
  readonly value: string;
}

/** Clauses of which all of one group have to hold: `a and b or c` is two groups. */
export type ClauseGroups = readonly (readonly Clause[])[];

const searchTerm = /^"([A-Za-z]+):((?:[^"\\]|\\.)*)"/;
const startsWith = /^startswith\(\s*([A-Za-z]+)\s*,\s*'((?:[^']|'')*)'\s*\)/i;
const equals = /^([A-Za-z]+)\s+eq\s+(?:'((?:[^']|'')*)'|(true|false))/i;

/**
 * Reads `$search` of a directory object. @throws GraphRefusal
 * Source: https://learn.microsoft.com/graph/search-query-parameter
 */
export function parseSearch(text: string, properties: readonly string[]): ClauseGroups {
  return parse(text, /^\s+(AND|OR)\s+/, (rest) => {
    const [whole, property = '', value = ''] = searchTerm.exec(rest) ?? [];
    if (whole === undefined)
      throw badRequest(
        `Syntax error: character is not valid at position ${text.length - rest.length} in '${text}'.`,
        'Request_BadRequest',
      );
    if (!properties.includes(property))
      throw badRequest(`Unrecognized query argument specified: '${property}'.`, 'Request_UnsupportedQuery');
    return { whole, clause: { kind: 'search', property, value: value.replaceAll(/\\(.)/g, '$1') } };
  });
}

/** Reads the part of `$filter` that needs no advanced query. @throws GraphRefusal */
export function parseFilter(text: string, properties: readonly string[]): ClauseGroups {
  return parse(text, /^\s+(and|or)\s+/i, (rest) => {
    const start = startsWith.exec(rest);
    const equal = start === null ? equals.exec(rest) : null;
    const [whole, property = '', quoted, literal = ''] = start ?? equal ?? [];
    if (whole === undefined) throw badRequest('Invalid filter clause', 'Request_BadRequest');
    if (!properties.includes(property)) {
      throw badRequest(
        `Unsupported or invalid query filter clause specified for property '${property}' of resource.`,
        'Request_UnsupportedQuery',
      );
    }
    const value = (quoted ?? literal).replaceAll("''", "'");
    return { whole, clause: { kind: start === null ? 'eq' : 'startswith', property, value } };
  });
}

function parse(
  text: string,
  joint: RegExp,
  take: (rest: string) => { readonly whole: string; readonly clause: Clause },
): ClauseGroups {
  const groups: Clause[][] = [[]];
  let rest = text.trim();
  for (;;) {
    const { whole, clause } = take(rest);
    groups.at(-1)?.push(clause);
    rest = rest.slice(whole.length);
    if (rest === '') return groups;
    const [word, operator = ''] = joint.exec(rest) ?? [];
    if (word === undefined) throw badRequest(`Syntax error in '${text}'.`, 'Request_BadRequest');
    if (operator.toLowerCase() === 'or') groups.push([]);
    rest = rest.slice(word.length);
  }
}

/** The words of a name that `$search` compares, folded: split at spaces, signs, digits and changes of case. */
export function tokensOf(text: string): readonly string[] {
  return text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .map(fold);
}

/** A property as the text that is compared; empty for what is none. */
export function comparable(value: unknown): string {
  return fold(typeof value === 'string' || typeof value === 'boolean' ? String(value) : '');
}

/** Without accents and case, as the directory compares. */
export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Whether a text with these words answers a search: each word that is looked for begins one of them. */
export function matchesTokens(words: readonly string[], looked: readonly string[]): boolean {
  return looked.length > 0 && looked.every((word) => words.some((candidate) => candidate.startsWith(word)));
}
