import { createContext } from 'react';
import type { CodeToken } from './code-tokens.ts';
// oxlint-disable-next-line import/default -- the bundler gives the address of the worker in the place of its exports
import workerAddress from './highlight-worker.ts?worker&url';

/** What the worker is asked. */
export interface HighlightRequest {
  readonly id: number;
  readonly code: string;
  readonly language: string;
}

/** What the worker says; without tokens where it knows nothing of the language. */
export interface HighlightReply {
  readonly id: number;
  readonly tokens: readonly CodeToken[];
}

/** What is longer stays in one colour. */
const longestHighlighted = 100_000;
const keptResults = 60;
/** SECURITY: code that keeps a language's patterns busy without end holds up nothing but its own colours. */
const deadlineMilliseconds = 3000;

/** Tells the words of code apart, in a thread of its own that starts with the first code. */
export class Highlighter {
  readonly #createWorker: () => Worker;
  readonly #waiting = new Map<number, (tokens: readonly CodeToken[]) => void>();
  readonly #kept = new Map<string, Promise<readonly CodeToken[]>>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(createWorker: () => Worker = workerFactory()) {
    this.#createWorker = createWorker;
  }

  /** @returns the code's words, together the code's beginning; none where nothing is known of the language */
  highlight(code: string, language: string): Promise<readonly CodeToken[]> {
    if (code.length > longestHighlighted) return Promise.resolve([]);
    const key = `${language}\n${code}`;
    const kept = this.#kept.get(key) ?? this.#ask(code, language);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptResults && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  /** Ends the thread. */
  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const answer of this.#waiting.values()) answer([]);
    this.#waiting.clear();
  }

  #ask(code: string, language: string): Promise<readonly CodeToken[]> {
    this.#lastId += 1;
    const request: HighlightRequest = { id: this.#lastId, code, language };
    const { promise, resolve } = Promise.withResolvers<readonly CodeToken[]>();
    const deadline = setTimeout(() => this.close(), deadlineMilliseconds);
    this.#waiting.set(request.id, (tokens) => {
      clearTimeout(deadline);
      resolve(tokens);
    });
    this.#worker ??= this.#start();
    this.#worker.postMessage(request);
    return promise;
  }

  #start(): Worker {
    const worker = this.#createWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<HighlightReply>) => {
      this.#waiting.get(data.id)?.(data.tokens);
      this.#waiting.delete(data.id);
    });
    worker.addEventListener('error', () => this.close());
    return worker;
  }
}

/** The window's highlighter; where there is none, code has one colour. */
export const HighlighterContext = createContext<Highlighter | undefined>(undefined);

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): string };
}

/** SECURITY: the page's policy of trusted types lets this one script start as a worker, and no other address. */
function workerFactory(): () => Worker {
  let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;
  return () => {
    const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
    policy ??= trustedTypes?.createPolicy('parley-worker', { createScriptURL: () => workerAddress });
    return new Worker(policy?.createScriptURL('') ?? workerAddress, { type: 'module', name: 'highlight' });
  };
}
