import remend from 'remend';

/** What is longer is left as it is: mending reads all of it with each step. */
const longestMended = 8000;

/**
 * The end of a growing text with its open emphasis, code and links closed for the moment, so that no mark is shown that
 * the next word makes go away.
 */
export function calmSource(source: string): string {
  if (source.length > longestMended) return source;
  return remend(source, {
    linkMode: 'text-only',
    images: true,
    katex: false,
    htmlTags: false,
    comparisonOperators: false,
    singleTilde: false,
  });
}
