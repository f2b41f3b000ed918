import type { Database } from 'better-sqlite3-multiple-ciphers';
import { type SearchedText, searchedText } from './plain-text.ts';
import { indexParts, indexWords } from './terms.ts';

/** Gives a database the functions that its triggers call to keep the search in step. */
export function addSearchFunctions(database: Database): void {
  const options = { deterministic: true };
  // The triggers ask several times in a row about one message.
  let last: { readonly parts: string; readonly read: SearchedText } | undefined;
  const read = (parts: string): SearchedText => {
    if (last?.parts !== parts) last = { parts, read: searchedText(parts) };
    return last.read;
  };
  database.function('index_words', options, (text: unknown) => indexWords(String(text)));
  database.function('index_parts', options, (text: unknown) => indexParts(String(text)));
  database.function('message_text', options, (parts: unknown) => read(String(parts)).text);
  database.function('message_files', options, (parts: unknown) => read(String(parts)).files);
}
