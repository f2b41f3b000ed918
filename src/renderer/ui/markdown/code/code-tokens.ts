/** What a word of code is, as far as it is told by a colour. */
export type CodeKind =
  | 'plain'
  | 'keyword'
  | 'string'
  | 'number'
  | 'comment'
  | 'name'
  | 'type'
  | 'meta'
  | 'added'
  | 'removed';

/** A stretch of code of one kind. */
export type CodeToken = readonly [kind: CodeKind, text: string];

/** So many lines are one element: what is settled of a long block is not laid out again. */
const linesOfPiece = 40;

/** Code in pieces of some lines each, in their colours as far as those are known. */
export function codePieces(code: string, known: readonly CodeToken[]): readonly (readonly CodeToken[])[] {
  const length = known.reduce((sum, [, text]) => sum + text.length, 0);
  const tokens = length === code.length ? known : [...known, ['plain', code.slice(length)] as const];
  const pieces: CodeToken[][] = [[]];
  let lines = 0;
  for (const [kind, text] of tokens) {
    for (const line of text.split(/(?<=\n)/)) {
      if (lines === linesOfPiece) {
        pieces.push([]);
        lines = 0;
      }
      const piece = pieces.at(-1);
      const last = piece?.at(-1);
      if (last?.[0] === kind) piece?.splice(-1, 1, [kind, last[1] + line]);
      else if (line !== '') piece?.push([kind, line]);
      if (line.endsWith('\n')) lines += 1;
    }
  }
  return pieces;
}

/** Whether two pieces are the same to see. */
export function isSamePiece(one: readonly CodeToken[], other: readonly CodeToken[]): boolean {
  return (
    one.length === other.length &&
    one.every(([kind, text], index) => other[index]?.[0] === kind && other[index][1] === text)
  );
}

const endings: Readonly<Record<string, string>> = {
  bash: 'sh',
  c: 'c',
  cpp: 'cpp',
  csharp: 'cs',
  css: 'css',
  csv: 'csv',
  dockerfile: 'dockerfile',
  go: 'go',
  html: 'html',
  java: 'java',
  javascript: 'js',
  js: 'js',
  json: 'json',
  jsx: 'jsx',
  markdown: 'md',
  mermaid: 'mmd',
  php: 'php',
  powershell: 'ps1',
  ps1: 'ps1',
  python: 'py',
  py: 'py',
  ruby: 'rb',
  rust: 'rs',
  sh: 'sh',
  sql: 'sql',
  svg: 'svg',
  toml: 'toml',
  ts: 'ts',
  tsx: 'tsx',
  typescript: 'ts',
  xml: 'xml',
  yaml: 'yaml',
  yml: 'yml',
};

/** The ending of a file with code of a language; `txt` where none is known. */
export function fileEnding(language: string): string {
  const name = language.toLowerCase();
  return Object.hasOwn(endings, name) ? (endings[name] ?? 'txt') : 'txt';
}
