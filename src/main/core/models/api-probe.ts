import { APICallError, generateText, type LanguageModel, type LanguageModelUsage } from 'ai';
import { untilAborted } from '../until-aborted.ts';
import type { Clock, Log } from '../ports.ts';
import { ApiMemory } from './api-memory.ts';
import type { ModelApi, ModelEndpoint } from './endpoint.ts';

/** How a trial is made: the model by one of its APIs, with the options that every call of ours has. */
export type TrialCall = (
  api: ModelApi,
  signal: AbortSignal,
) => {
  readonly model: LanguageModel;
  readonly options: object;
  readonly onUsage?: (usage: LanguageModelUsage) => void;
};

/** What a probe stands on. */
export interface ApiProbeOptions {
  /** Absolute path, in the profile folder. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when Parley ends. */
  readonly signal: AbortSignal;
}

type Verdict = 'answers' | 'lacks' | 'unclear';

const deadlineMilliseconds = 20_000;
// SECURITY: a trial never carries what a person has written.
const trialPrompt = 'Reply with OK.';
/** The least that the responses API accepts. */
const trialTokens = 16;

/** Which API a deployment answers on, tried out once where policy says `auto`, and remembered. */
export class ApiProbe {
  readonly #options: ApiProbeOptions;
  readonly #memory: ApiMemory;
  /** One trial a deployment, however many wait for it. */
  readonly #trials = new Map<string, Promise<ModelApi>>();

  constructor(options: ApiProbeOptions) {
    this.#options = options;
    this.#memory = new ApiMemory(options);
  }

  /**
   * The API to use. Where a trial tells nothing (no token, a rate limit, no network) it is the likelier one, not
   * remembered: the call itself then meets the same obstacle, which has a card of its own.
   * @throws the signal's reason
   */
  async apiOf(endpoint: ModelEndpoint, trial: TrialCall, signal: AbortSignal): Promise<ModelApi> {
    if (endpoint.api !== 'auto') return endpoint.api;
    signal.throwIfAborted();
    const known = await this.#memory.find(endpoint);
    if (known?.isFresh === true) return known.api;
    return untilAborted(this.#try(endpoint, trial, known?.api ?? 'responses'), signal);
  }

  /** To be called when the deployment answers 404 by a remembered API: the next call tries anew. */
  forget(endpoint: ModelEndpoint): Promise<void> {
    return this.#memory.forget(endpoint);
  }

  #try(endpoint: ModelEndpoint, trial: TrialCall, fallback: ModelApi): Promise<ModelApi> {
    const key = ApiMemory.keyOf(endpoint);
    const running = this.#trials.get(key);
    if (running !== undefined) return running;
    const trying = this.#decide(endpoint, trial, fallback).finally(() => this.#trials.delete(key));
    this.#trials.set(key, trying);
    return trying;
  }

  async #decide(endpoint: ModelEndpoint, trial: TrialCall, fallback: ModelApi): Promise<ModelApi> {
    const { clock, log, signal } = this.#options;
    const timeout = new AbortController();
    const done = new AbortController();
    const deadline = AbortSignal.any([signal, timeout.signal]);
    void clock.sleep(deadlineMilliseconds, done.signal).then(
      () => timeout.abort(new DOMException('', 'TimeoutError')),
      () => {},
    );
    try {
      const responses = await verdictOf('responses', trial, deadline);
      const chat = responses === 'lacks' ? await verdictOf('chat', trial, deadline) : undefined;
      log.info('api-probe', { style: endpoint.style, responses, chat });
      if (responses === 'answers') return await this.#memory.keep(endpoint, 'responses');
      if (chat === 'answers') return await this.#memory.keep(endpoint, 'chat');
      // Where neither answers the deployment is missing, which the call itself will say.
      return chat === 'unclear' ? 'chat' : fallback;
    } finally {
      done.abort();
    }
  }
}

async function verdictOf(api: ModelApi, trial: TrialCall, signal: AbortSignal): Promise<Verdict> {
  try {
    const { model, options, onUsage } = trial(api, signal);
    const { usage } = await generateText({
      model,
      prompt: trialPrompt,
      maxOutputTokens: trialTokens,
      maxRetries: 0,
      abortSignal: signal,
      ...options,
    });
    onUsage?.(usage);
    return 'answers';
  } catch (thrown) {
    return APICallError.isInstance(thrown) ? verdictOfStatus(thrown) : 'unclear';
  }
}

/**
 * 404 and 405 come from a region, a resource or a gateway without the operation, 400 from a model without it (or from a
 * version without it); any other 400 finds fault with the request and so comes from an API that is there.
 * Source: Azure's replies as quoted in responsibleai/ASSERT#129, langchain-ai/langchain-azure#228, Aider-AI/aider#4029
 */
function verdictOfStatus({ statusCode, data, responseBody }: APICallError): Verdict {
  switch (statusCode) {
    case 404:
    case 405:
    case 501:
      return 'lacks';
    case 400:
      return isUnsupportedApi(errorCode(data), responseBody ?? '') ? 'lacks' : 'answers';
    case 422:
      return 'answers';
    default:
      return 'unclear';
  }
}

/** Azure has spelled it both ways. */
const unsupportedCode =
  /^(opp?erationnotsupported|unsupported(_?(api|apiversion|api_version|model|operation))?|model_not_found)$/i;

/** Whether a refusal says that the deployment does not have the API; the text is read, never shown. */
export function isUnsupportedApi(code: string, body: string): boolean {
  return unsupportedCode.test(code) || /Responses API is (not enabled|enabled only)/.test(body);
}

function errorCode(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('error' in data)) return '';
  const { error } = data;
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
