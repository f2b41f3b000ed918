import type { ToolCall } from './reply-format.ts';

/** The arguments of a call, as they go over the wire. */
export function argumentsText({ arguments: given }: ToolCall): string {
  return typeof given === 'string' ? given : JSON.stringify(given ?? {});
}

/** A text in a few pieces, as arguments and summaries arrive. */
export function inPieces(text: string): string[] {
  const size = Math.max(1, Math.ceil(text.length / 3));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}
