import type { Citation } from './reply-format.ts';

/** Where in a text the words of a citation stand, in characters as the service's Python counts them. */
export function stretchOf(citation: Extract<Citation, { kind: 'page' }>, text: string) {
  const { of: words = text } = citation;
  const start = Math.max(0, text.lastIndexOf(words));
  const count = (part: string) => Array.from(part).length;
  return { start_index: count(text.slice(0, start)), end_index: count(text.slice(0, start + words.length)) };
}
