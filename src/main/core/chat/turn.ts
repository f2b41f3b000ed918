import type { UIMessageChunk } from 'ai';
import type { TurnChunk } from '../../../shared/ipc/contract.ts';
import type { StreamListener, Unsubscribe } from '../../../shared/ipc/define.ts';
import { canJoin } from './delta-joiner.ts';

/** Why a turn was ended before its answer was. */
export type StopReason = 'stopped' | 'interrupted';

/**
 * One run of the model as windows see it: what has come so far, and what is still coming. A window that joins late, or
 * again, is told everything from the first chunk.
 */
export class Turn {
  /** Also the id of the answer. */
  readonly id: string;
  readonly conversationId: string;
  readonly #controller = new AbortController();
  readonly #chunks: UIMessageChunk[] = [];
  readonly #listeners = new Map<StreamListener<TurnChunk>, number>();
  readonly #end = Promise.withResolvers<void>();
  #ended = false;

  constructor(id: string, conversationId: string) {
    this.id = id;
    this.conversationId = conversationId;
  }

  /** Resolves when everything has been told; never rejects. */
  get done(): Promise<void> {
    return this.#end.promise;
  }

  /** Aborted by `stop`, with a StopReason for its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether everything has been told. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Asks the run to end; it ends by itself, with its answer kept. */
  stop(reason: StopReason): void {
    this.#controller.abort(reason);
  }

  /** Tells every follower. */
  publish(chunk: UIMessageChunk): void {
    const last = this.#chunks.at(-1);
    // The replay needs no more pieces than the answer has parts.
    if (last !== undefined && 'delta' in last && 'delta' in chunk && canJoin(last, chunk)) {
      this.#chunks[this.#chunks.length - 1] = { ...last, delta: `${last.delta}${chunk.delta}` } as UIMessageChunk;
    } else {
      this.#chunks.push(chunk);
    }
    for (const [listener, sequence] of this.#listeners) {
      this.#listeners.set(listener, sequence + 1);
      listener.item({ sequence, chunk });
    }
  }

  /** Ends every follower's stream. */
  end(): void {
    this.#ended = true;
    const listeners = [...this.#listeners.keys()];
    this.#listeners.clear();
    for (const listener of listeners) listener.end({});
    this.#end.resolve();
  }

  /** Replays from the first chunk and goes on live. */
  follow(listener: StreamListener<TurnChunk>): Unsubscribe {
    for (const [sequence, chunk] of this.#chunks.entries()) listener.item({ sequence, chunk });
    if (this.#ended) {
      listener.end({});
      return () => {};
    }
    this.#listeners.set(listener, this.#chunks.length);
    return () => this.#listeners.delete(listener);
  }
}

/** Ends turns and resolves when their answers are kept. */
export async function stopAll(turns: readonly Turn[], reason: StopReason): Promise<void> {
  for (const turn of turns) turn.stop(reason);
  await Promise.all(turns.map(({ done }) => done));
}
