import { TextDecoder } from 'node:util';
import { Parser } from 'htmlparser2';
import { AppError } from '../../shared/errors.ts';
import type { ReadLimits } from './limits.ts';

/** Attributes as they are written, with their prefixes. */
export type Attributes = Readonly<Record<string, string>>;

/** What a document in XML is told to; names come without their prefixes, since every program chooses its own. */
export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(data: string): void;
  /** Whether enough has been read. */
  readonly isFull?: boolean;
}

/**
 * Reads a document piece by piece, so that it is never in memory as a whole.
 * @throws AppError `attachment-too-complex`, `attachment-unreadable`
 */
export async function parseXml(
  pieces: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  { depth: limit }: Pick<ReadLimits, 'depth'>,
): Promise<void> {
  let depth = 0;
  let elements = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        elements += 1;
        // SECURITY: what is nested without end makes the parser slow and its callers' memory grow.
        if (depth > limit) throw new AppError('attachment-too-complex', { fields: { reason: 'nested too deeply' } });
        handler.open?.(localName(name), attributes);
      },
      onclosetag(name) {
        depth -= 1;
        handler.close?.(localName(name));
      },
      ontext: (data) => handler.text?.(data),
      onprocessinginstruction(name) {
        // SECURITY: no entity is ever defined or fetched: documents of offices have no DTD.
        if (name.startsWith('!')) throw new AppError('attachment-too-complex', { fields: { reason: 'it has a DTD' } });
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  const decoder = new StreamDecoder();
  for await (const piece of pieces) {
    parser.write(decoder.decode(piece));
    if (handler.isFull === true) return;
  }
  parser.end(decoder.end());
  if (elements === 0) throw new AppError('attachment-unreadable', { fields: { reason: 'xml' } });
}

/** UTF-8, or UTF-16 where the first bytes say so: the encodings that every XML reader has to know. */
class StreamDecoder {
  #decoder: TextDecoder | undefined;

  decode(piece: Uint8Array): string {
    this.#decoder ??= new TextDecoder(encodingOf(piece));
    return this.#decoder.decode(piece, { stream: true });
  }

  end(): string {
    return this.#decoder?.decode() ?? '';
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** A name without its prefix. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** An attribute by its name, with or without a prefix. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  const plain = attributes[name];
  if (plain !== undefined) return plain;
  const key = Object.keys(attributes).find((each) => each.endsWith(`:${name}`));
  return key === undefined ? undefined : attributes[key];
}
