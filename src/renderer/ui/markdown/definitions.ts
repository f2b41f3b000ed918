import type { Definitions } from './answer-lexer.ts';

/** The labels that one of two states of a text defines and the other does not, or otherwise. */
export function changedLabels(before: Definitions, after: Definitions): readonly string[] {
  const labels = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...labels].filter((label) => {
    const [old, current] = [before[label], after[label]];
    return (
      old?.href !== current?.href || old?.title !== current?.title || (old === undefined) !== (current === undefined)
    );
  });
}

/** A text in the spelling in which labels are compared, to be searched for some; empty where it can use none. */
export function foldLabels(source: string): string {
  return source.includes('[') ? source.replaceAll(/\s+/g, ' ').toLowerCase().toUpperCase().toLowerCase() : '';
}
