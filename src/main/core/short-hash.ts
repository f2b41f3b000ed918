import { createHash } from 'node:crypto';

/** 32 hexadecimal digits that stand for a text, whatever its case: fit for a file's name. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text.toLowerCase()).digest('hex').slice(0, 32);
}
