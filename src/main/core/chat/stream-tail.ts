import type { Fetch } from '../ports.ts';

/** Longer than the last event of any answer that a person would read; twice as much is kept at most. */
const keptBytes = 512 * 1024;

/**
 * Keeps the end of a stream of server-sent events: what the AI SDK drops from the last one is read there. Its own way, raw
 * chunks, costs half as much again for each delta (measured with ai 7.0.173), for what is looked at once in a while.
 */
export class StreamTail {
  #older: Uint8Array[] = [];
  #newer: Uint8Array[] = [];
  #newerBytes = 0;
  #isFollowing = false;

  /** The same fetch, of which the last good reply is kept. */
  follow(fetch: Fetch): Fetch {
    return async (input, init) => {
      const response = await fetch(input, init);
      if (!response.ok || response.body === null) return response;
      this.#isFollowing = true;
      const { status, statusText, headers } = response;
      const body = response.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform: (piece, controller) => {
            this.#keep(piece);
            controller.enqueue(piece);
          },
        }),
      );
      return new Response(body, { status, statusText, headers });
    };
  }

  /** Whether there was a good reply: the service has accepted the request. */
  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** The data of the events that were kept whole, oldest first. */
  events(): unknown[] {
    const text = Buffer.concat([...this.#older, ...this.#newer]).toString('utf8');
    return text.split('\n').flatMap((line) => (line.startsWith('data:') ? parse(line.slice(5)) : []));
  }

  #keep(piece: Uint8Array): void {
    if (this.#newerBytes > keptBytes) {
      this.#older = this.#newer;
      this.#newer = [];
      this.#newerBytes = 0;
    }
    this.#newer.push(piece);
    this.#newerBytes += piece.byteLength;
  }
}

/** What is cut, and `[DONE]`, is nothing. */
function parse(data: string): unknown[] {
  try {
    return [JSON.parse(data)];
  } catch {
    return [];
  }
}
