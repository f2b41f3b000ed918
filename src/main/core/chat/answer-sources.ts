import type { UIMessageChunk } from 'ai';
import { z } from 'zod';
import { allowedExternalUrl } from '../../../shared/external-url.ts';
import type { MessagePart } from '../../../shared/model/message.ts';
import { type Citation, citationLimit, sourceLimit, type TextMetadata } from '../../../shared/model/source.ts';
import { plainLine } from '../../../shared/plain-line.ts';

const titleLimit = 200;

/** What the AI SDK passes on of the annotations of a text, under the name of its provider. */
const TextEnd = z.record(z.string(), z.object({ annotations: z.array(z.unknown()) }));
const Annotation = z.object({
  type: z.literal('url_citation'),
  url: z.string(),
  start_index: z.int().nonnegative(),
  end_index: z.int().nonnegative(),
});

type SourceChunk = Extract<UIMessageChunk, { type: 'source-url' | 'source-document' }>;

/**
 * The sources of one answer, over all of its streams: each is told once, so many at most.
 * SECURITY: titles and addresses come from pages that anybody may have written.
 */
export class AnswerSources {
  /** Ids by what the source is. */
  readonly #ids = new Map<string, string>();
  readonly #omitted = new Set<string>();

  /** @param parts what the answer has already */
  constructor(parts: readonly MessagePart[]) {
    for (const part of parts) {
      if (part.type === 'source-url') this.#ids.set(addressKey(part.url), part.sourceId);
      else if (part.type === 'source-document') this.#ids.set(titleKey(part.title), part.sourceId);
    }
  }

  /** How many were left out. */
  get omitted(): number {
    return this.#omitted.size;
  }

  /** A chunk of a stream as it is to be told; undefined where it tells nothing new. */
  see(chunk: UIMessageChunk): UIMessageChunk | undefined {
    switch (chunk.type) {
      case 'source-url':
      case 'source-document':
        return this.#toSource(chunk);
      case 'text-end': {
        const { id, providerMetadata } = chunk;
        const citations = this.#citations(providerMetadata);
        const kept: TextMetadata = { parley: { citations } };
        return { type: 'text-end', id, ...(citations.length === 0 ? {} : { providerMetadata: kept }) };
      }
      default:
        return chunk;
    }
  }

  #toSource(chunk: SourceChunk): SourceChunk | undefined {
    const address = chunk.type === 'source-url' ? webAddress(chunk.url) : undefined;
    const title = titleOf(chunk, address);
    const key = address === undefined ? titleKey(title) : addressKey(address);
    if (title === '' || this.#ids.has(key)) return undefined;
    if (this.#ids.size >= sourceLimit) {
      // Their number is told; a set that grows without end is not worth it.
      if (this.#omitted.size < 10_000) this.#omitted.add(key);
      return undefined;
    }
    const sourceId = `source-${this.#ids.size + 1}`;
    this.#ids.set(key, sourceId);
    if (address !== undefined) return { type: 'source-url', sourceId, url: address, title };
    const mediaType = chunk.type === 'source-document' ? plainLine(chunk.mediaType, 100) : 'text/plain';
    return { type: 'source-document', sourceId, mediaType, title };
  }

  #citations(providerMetadata: unknown): Citation[] {
    const { data = {} } = TextEnd.safeParse(providerMetadata);
    const annotations = Object.values(data).flatMap((each) => each.annotations.slice(0, citationLimit));
    return annotations.slice(0, citationLimit).flatMap((annotation) => {
      const cited = Annotation.safeParse(annotation).data;
      const address = cited === undefined ? undefined : webAddress(cited.url);
      const sourceId = address === undefined ? undefined : this.#ids.get(addressKey(address));
      if (cited === undefined || sourceId === undefined || cited.end_index < cited.start_index) return [];
      return [{ sourceId, start: cited.start_index, end: cited.end_index }];
    });
  }
}

/** A web address that may be opened, in the allow-list's spelling. */
function webAddress(url: string): string | undefined {
  const address = allowedExternalUrl(url);
  // The spelling is checked once more when it is opened, and can be longer than what was written.
  if (address === undefined || allowedExternalUrl(address) !== address) return undefined;
  return /^https?:/.test(address) ? address : undefined;
}

function titleOf(chunk: SourceChunk, address: string | undefined): string {
  const title = plainLine(chunk.title ?? '', titleLimit);
  if (title !== '') return title;
  const named = chunk.type === 'source-document' ? (chunk.filename ?? '') : (address ?? chunk.url);
  return plainLine(named, titleLimit);
}

function addressKey(address: string): string {
  return `address ${address}`;
}

function titleKey(title: string): string {
  return `title ${title}`;
}
