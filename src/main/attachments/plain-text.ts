/** A text that has been told from binary data, and the name of its encoding. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
}

/** Reads bytes as text by their mark, as UTF-8, or as Windows' western code page; undefined where they are no text. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const encoding = markedEncoding(bytes) ?? (isUtf8(bytes) ? 'utf-8' : (declaredEncoding(bytes) ?? 'windows-1252'));
  const text = new TextDecoder(encoding).decode(bytes);
  return isReadable(text) ? { text, encoding } : undefined;
}

function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What a web page or an XML document says about itself. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 2048));
  const label = /<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=\s*["']?([\w-]{2,40})/i.exec(head)?.[1];
  try {
    return label === undefined ? undefined : new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** SECURITY: control characters are the mark of binary data, and of what a terminal or a log would act on. */
function isReadable(text: string): boolean {
  if (text.includes('\u0000')) return false;
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const controls = text.slice(0, 65_536).match(/[\u0001-\u0008\u000E-\u001A\u001C-\u001F\uFFFD]/g)?.length ?? 0;
  return controls <= Math.min(text.length, 65_536) / 200;
}
