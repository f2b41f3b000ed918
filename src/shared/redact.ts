const redacted = '[redacted]';

/** More than any card has; what is beyond is not copied. */
const limit = 20_000;

/** Parameters of sign-in that are secrets, or lead to one. */
const parameters =
  '(?:code|user_?code|device_code|state|session_?state|nonce|assertion|client_?info|sig|signature|password|passwd|pwd|[\\w-]{0,20}(?:token|secret|api[-_]?key|subscription[-_]key))';

/** Those of them that are no ordinary words, so that `name: value` in a sentence is told as well. */
const secrets = '(?:password|passwd|pwd|[\\w-]{0,20}(?:token|secret|api[-_]?key|subscription[-_]key))';

// Each quantifier that could go over the same text twice has an upper bound: a hostile text costs no more than it must.
const patterns: readonly (readonly [RegExp, string])[] = [
  // A header's whole line.
  [/\b(authorization|cookie|set-cookie)(["']?[ \t]{0,5}[:=]).*/gi, `$1$2 ${redacted}`],
  [/\b(bearer|d?pop)\s{1,5}[^\s"',;]{4,}/gi, `$1 ${redacted}`],
  [/\b(basic|negotiate|ntlm)\s{1,5}[\w+/=-]{16,}/gi, `$1 ${redacted}`],
  // JWT and JWE, whole or cut; "eyJ" is how a JSON object begins in base64url.
  [/eyJ[\w-]{8,}(?:\.[\w-]*)*/g, redacted],
  // A form, JSON, a sentence.
  [new RegExp(`((?:\\b|%3f|%26|%23)${parameters}(?:=|%3d))[^\\s"'&;]+`, 'gi'), `$1${redacted}`],
  [new RegExp(`(["']${parameters}["']\\s{0,5}:\\s{0,5}["'])[^"']+`, 'gi'), `$1${redacted}`],
  [new RegExp(`\\b(${secrets}["']?\\s{0,5}:\\s{0,5}["']?)[^\\s"',;}]+`, 'gi'), `$1${redacted}`],
  [/\b(?:sk|pk|rk|ghp|gho|xox[a-z]|pat)[-_][\w-]{8,}/gi, redacted],
  [/\b[0-9a-f]{32,}\b/gi, redacted],
  // Mail addresses and user principal names, those of guests (#EXT#) and encoded ones too.
  [/[^\s<>"'(),;:=/?&@]{1,128}(?:@|%40)[^\s<>"'(),;:=/?&@]{1,255}/gi, redacted],
];

/** Query or fragment of an address. */
const query = /[?#][^\s"'<>]*/g;
const secretInQuery = new RegExp(`[?#&;]${parameters}(?:=|%3d)`, 'i');

/** A long run without spaces: a key, a code, a path, a name. */
const longRun = /[\w+/~.-]{40,}={0,2}/g;

const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g;

/**
 * SECURITY: takes out of a text what must not reach a clipboard, a mail or a log: tokens, keys, codes, queries that hold
 * one, mail addresses. Ids of requests (GUIDs) and names of codes stay, since a help desk finds errors by them.
 */
export function redact(text: string): string {
  // SECURITY: characters that nobody sees could split a secret, or make a copied text look like another one.
  const plain = shortened(text).replace(invisible, '').replace(control, ' ');
  const withoutQueries = plain.replace(query, (part) => (secretInQuery.test(part) ? redacted : part));
  return patterns
    .reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutQueries)
    .replace(longRun, (run) => (isOpaque(run) ? redacted : run))
    .toWellFormed();
}

/** The same on one line and short: a line break in a value could forge another detail. */
export function redactLine(value: string | number): string {
  return redact(String(value).replace(/\s+/g, ' ')).slice(0, 300).toWellFormed();
}

/** SECURITY: cut between words, since half a token is not told by its form any more. */
function shortened(text: string): string {
  if (text.length <= limit) return text;
  const start = text.slice(0, limit);
  return `${start.slice(0, Math.max(start.lastIndexOf(' '), start.lastIndexOf('\n')) + 1)}[…]`;
}

/** Keys and codes mix digits and letters of both cases, names and paths seldom do over 40 characters. */
function isOpaque(run: string): boolean {
  const parts = /[+=]/.test(run) ? [run] : run.split(/[./]/);
  return parts.some((part) => part.length >= 40 && /\d/.test(part) && /[A-Z]/.test(part) && /[a-z]/.test(part));
}
