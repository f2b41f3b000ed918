import type { Message } from '../../../shared/model/message.ts';

/** Longest text of a message that is searched, in characters; nothing that a person sends is longer. */
const textLimit = 1_000_000;

/** What is searched and shown of a stored message. */
export interface SearchedText {
  /** Without markdown's marks. */
  readonly text: string;
  /** Names of its files. */
  readonly files: string;
}

/** Reads a message's stored parts; of parts that this version does not know nothing is searched. */
export function searchedText(storedParts: string): SearchedText {
  const parts = JSON.parse(storedParts) as Partial<Message['parts'][number]>[];
  const texts = parts.flatMap((part) => (part.type === 'text' && typeof part.text === 'string' ? [part.text] : []));
  const files = parts.flatMap((part) =>
    part.type === 'file' && typeof part.filename === 'string' ? [part.filename] : [],
  );
  return { text: plainText(texts.join('\n\n').slice(0, textLimit)), files: files.join('\n') };
}

/**
 * The words of a markdown text without its marks. It needs no exact reading: a mark that stays is only seen.
 * SECURITY: no expression here may go back over what it has read; a model's answer could hold the process up with it.
 */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll(/^ {0,3}(?:`{3,}|~{3,}).*$/gm, '')
    .replaceAll(/!?\[([^[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*\)/g, '$1')
    .replaceAll(/^ {0,3}(?:#{1,6} |>|[-*+] |\d{1,9}[.)] )/gm, '')
    .replaceAll(/^[|: \t-]+$/gm, '')
    .replaceAll(/\*\*+|~~+|`+|(?<=\s|^)\*(?=\S)|(?<=\S)\*(?=\s|$|[.,;:!?])/g, '')
    .replaceAll('|', ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
