import { characterEntities } from 'character-entities';

/**
 * Replaces character references by their characters, once.
 * SECURITY: by a table, never by the DOM, so that no text is ever parsed as HTML.
 */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z][a-z0-9]{1,31});/gi, (reference) => {
    const name = reference.slice(1, -1);
    if (/^#x/i.test(name)) return character(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return character(Number.parseInt(name.slice(1), 10));
    return Object.hasOwn(characterEntities, name) ? (characterEntities[name] ?? reference) : reference;
  });
}

function character(codePoint: number): string {
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  return codePoint === 0 || codePoint > 0x10ffff || isSurrogate ? '\ufffd' : String.fromCodePoint(codePoint);
}
