import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ChildProcess, Clock, Log, ProcessHost } from '../ports.ts';
import { untilAborted } from '../until-aborted.ts';
import { estimateTokens } from './token-estimate.ts';
import { CountReply } from './token-protocol.ts';

/** A book is counted in less, on a slow computer too. */
const deadlineMilliseconds = 5_000;
/** The process takes 80 MB for the vocabulary alone. */
const idleMilliseconds = 60_000;
const rememberedTexts = 5_000;
/** Characters that are hashed and posted at once: a few milliseconds, so that main stands still for no long branch. */
const batchCharacters = 250_000;

/** What a counter stands on. */
export interface TokenCounterOptions {
  readonly tokenHost: ProcessHost;
  readonly clock: Clock;
  readonly log: Log;
}

/** Counts the tokens of texts; never rejects but by the signal. */
export interface CountsTokens {
  count(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]>;
}

/** A text that is being counted. */
interface Pending {
  readonly text: string;
  readonly hash: string;
  readonly resolve: (tokens: number) => void;
}

/**
 * Counts tokens in a process of its own, because loading the vocabulary and counting a long text take longer than main may
 * stand still. Every text is counted once; what cannot be counted in time is estimated.
 */
export class TokenCounter implements CountsTokens {
  readonly #options: TokenCounterOptions;
  /** By hash of the text, last counted last. */
  readonly #known = new Map<string, number>();
  readonly #pending = new Map<number, Pending>();
  #process: ChildProcess | undefined;
  #idle = new AbortController();
  #lastId = 0;

  constructor(options: TokenCounterOptions) {
    this.#options = options;
  }

  async count(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]> {
    signal.throwIfAborted();
    this.#idle.abort();
    const counted = new AbortController();
    this.#options.clock.sleep(deadlineMilliseconds, counted.signal).then(
      () => this.#giveUp('deadline'),
      () => {},
    );
    try {
      const counts: Promise<number>[] = [];
      let characters = 0;
      for (const text of texts) {
        counts.push(this.#tokensOf(text));
        characters += text.length;
        if (characters < batchCharacters) continue;
        characters = 0;
        await setImmediate();
        signal.throwIfAborted();
      }
      return await untilAborted(Promise.all(counts), signal);
    } finally {
      counted.abort();
      this.#endWhenIdle();
    }
  }

  /** Ends the process; who still waits is given an estimate. */
  close(): void {
    this.#idle.abort();
    this.#end();
  }

  #tokensOf(text: string): Promise<number> {
    if (text === '') return Promise.resolve(0);
    const hash = createHash('sha256').update(text).digest('base64');
    const known = this.#known.get(hash);
    return known === undefined ? this.#ask(text, hash) : Promise.resolve(known);
  }

  #ask(text: string, hash: string): Promise<number> {
    return new Promise((resolve) => {
      const id = ++this.#lastId;
      this.#pending.set(id, { text, hash, resolve });
      this.#process ??= this.#start();
      this.#process.post({ id, text });
    });
  }

  #start(): ChildProcess {
    const process = this.#options.tokenHost.start();
    process.onMessage((message) => {
      const reply = CountReply.safeParse(message);
      if (reply.success) this.#resolve(reply.data.id, reply.data.tokens);
    });
    process.onExit(() => {
      if (this.#process === process) this.#giveUp('exit');
    });
    return process;
  }

  #resolve(id: number, tokens: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    this.#known.set(pending.hash, tokens);
    const [oldest] = this.#known.keys();
    if (this.#known.size > rememberedTexts && oldest !== undefined) this.#known.delete(oldest);
    pending.resolve(tokens);
  }

  /** The estimates are remembered: a text that has taken too long once would do so at every turn. */
  #giveUp(reason: string): void {
    this.#options.log.warn('token-count-fail', { reason, texts: this.#pending.size });
    this.#end();
  }

  #end(): void {
    const process = this.#process;
    this.#process = undefined;
    process?.kill();
    for (const [id, { text }] of this.#pending) this.#resolve(id, estimateTokens(text));
  }

  #endWhenIdle(): void {
    this.#idle.abort();
    this.#idle = new AbortController();
    this.#options.clock.sleep(idleMilliseconds, this.#idle.signal).then(
      () => this.#end(),
      () => {},
    );
  }
}
