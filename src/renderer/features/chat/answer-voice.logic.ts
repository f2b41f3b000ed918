/** What is read aloud at once: a few sentences, which a person can follow. */
const batchLength = 400;
/** How fast screen readers speak at their usual setting, about. */
const charactersPerSecond = 15;
const shortestPause = 2_000;

/** Sentences that are told at once. */
export interface VoiceBatch {
  readonly text: string;
  /** How far the answer has been told with it, in UTF-16 units of what is spoken of it. */
  readonly to: number;
}

/** What is spoken of an answer in markdown: its words, without the signs that are there for the eye. */
export function spokenText(markdown: string): string {
  return markdown
    .replaceAll(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[^\n]*$|(?![\s\S]))/gm, 'Code.\n')
    .replaceAll(/^\s*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$/gm, '')
    .replaceAll(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replaceAll(/^[\s>]*(?:#{1,6}|[-*+]|\d+[.)])\s+/gm, '')
    .replaceAll(/\*\*|__|[*`]/g, '')
    .replaceAll(/^[^\S\n]*\|[^\S\n]*|[^\S\n]*\|[^\S\n]*$/gm, '')
    .replaceAll(/[^\S\n]*\|[^\S\n]*/g, ', ')
    .replaceAll(/\s*\n\s*/g, '\n');
}

/** The next whole sentences of a growing text; undefined where none has come since. */
export function nextBatch(spoken: string, from: number): VoiceBatch | undefined {
  const rest = spoken.slice(from);
  let length = 0;
  for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(rest)) {
    // The last one may go on; one alone is told however long it is.
    const isWhole = index + segment.length < rest.length;
    if (!isWhole || (length > 0 && index + segment.length > batchLength)) break;
    length = index + segment.length;
  }
  const text = rest.slice(0, length).trim();
  return text === '' ? undefined : { text, to: from + length };
}

/** What is told of an answer's end besides that it has ended: what is left, unless a person has to read it anyway. */
export function lastWords(spoken: string, from: number): string {
  const rest = spoken.slice(from).trim();
  return rest.length > batchLength ? '' : rest;
}

/** How long to be quiet after a batch, in milliseconds: about as long as it takes to speak it. */
export function pauseAfter(batch: VoiceBatch | undefined): number {
  return Math.max(shortestPause, ((batch?.text.length ?? 0) / charactersPerSecond) * 1_000);
}
