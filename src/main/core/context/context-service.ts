import type { UIMessageChunk } from 'ai';
import { AppError, assertNever, toAppError } from '../../../shared/errors.ts';
import { inputTokenLimit } from '../../../shared/model/context.ts';
import {
  type AnswerContext,
  type Message,
  messageText,
  summariesOf,
  type SummaryData,
} from '../../../shared/model/message.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { Clock, Log } from '../ports.ts';
import { type Fit, fitBranch } from './fit.ts';
import { type SummaryMaterial, summaryMessage } from './summary.ts';
import type { CountsTokens } from './token-counter.ts';
import { estimateTokens, mostTokens, withOverhead } from './token-estimate.ts';

const summaryDeadlineMilliseconds = 60_000;
const rememberedSummaries = 100;
/** Of the instructions for a summary, and what stands between the messages. */
const summaryCallTokens = 200;

/** What the service stands on. */
export interface ContextServiceOptions {
  readonly counter: CountsTokens;
  readonly clock: Clock;
  readonly log: Log;
}

/** A message as it is sent. */
export interface SentMessage {
  readonly message: Message;
  /** Its own and that of its files. */
  readonly text: string;
  /** Tokens of what is sent as it is: pictures, pages. */
  readonly otherTokens: number;
}

/** A branch that is about to be sent. */
export interface ContextRequest {
  readonly deployment: Pick<DeploymentSettings, 'displayName' | 'contextTokens' | 'outputTokens'>;
  /** Oldest first, the question last. */
  readonly messages: readonly SentMessage[];
  /** How many messages of the branch come before them, which are more than fit; none where left out. */
  readonly earlier?: number;
  /** What is sent besides: instructions, tools, the answer so far. */
  readonly otherTexts: readonly string[];
  /** Tokens of what else is sent as it is: pictures that tools returned. */
  readonly otherTokens?: number;
  /** Asks the deployment for a summary. */
  readonly summarise: (material: SummaryMaterial, signal: AbortSignal) => Promise<string>;
  readonly publish: (chunk: UIMessageChunk) => void;
  readonly signal: AbortSignal;
}

/** What a model is sent of a branch. */
export interface FittedContext {
  /** Oldest first, the question last. */
  readonly messages: readonly Message[];
  readonly context: AnswerContext;
}

/** A branch whose messages have been counted. */
interface CountedBranch {
  readonly messages: readonly Message[];
  /** Of each message. */
  readonly texts: readonly string[];
  /** Of each message. */
  readonly tokens: readonly number[];
  readonly summary: SummaryData | undefined;
  readonly limit: number;
}

/** Decides what of a conversation its model is sent, and has what does not fit summarised, once. */
export class ContextService {
  readonly #options: ContextServiceOptions;
  /** Made since the start, by the last message that each stands for: a second answer to a question needs no second one. */
  readonly #summaries = new Map<string, SummaryData>();

  constructor(options: ContextServiceOptions) {
    this.#options = options;
  }

  /**
   * What fits of a branch. A summary that stands for a part of it is published with the answer.
   * @throws AppError `context-too-long`; the signal's reason
   */
  async fit(request: ContextRequest): Promise<FittedContext> {
    const { deployment, signal, otherTokens = 0, earlier = 0 } = request;
    const limit = inputTokenLimit(deployment);
    const messages = request.messages.map(({ message }) => message);
    const texts = request.messages.map(({ text }) => text);
    const others = request.messages.map((message) => message.otherTokens);
    const asItIs = sum(others) + otherTokens;
    const all = [...texts, ...request.otherTexts.filter((text) => text !== '')];
    if (earlier === 0 && sum(all.map((text) => withOverhead(mostTokens(text)))) + asItIs <= limit) {
      const tokens = sum(all.map((text) => withOverhead(estimateTokens(text)))) + asItIs;
      return { messages, context: { tokens, limit } };
    }

    const summary = this.#latestSummary(messages);
    const summaryText = summary === undefined ? '' : messageText(summaryMessage(summary.text));
    const counts = (await this.#options.counter.count([...all, summaryText], signal)).map(withOverhead);
    const tokens = texts.map((_text, index) => (counts[index] ?? 0) + (others[index] ?? 0));
    const fit = fitBranch({
      limit,
      isWhole: earlier === 0,
      fixedTokens: sum(counts.slice(texts.length, -1)) + otherTokens,
      messages: messages.map(({ id, role }, index) => ({ id, role, tokens: tokens[index] ?? 0 })),
      summary: summary === undefined ? undefined : { upToId: summary.upToId, tokens: counts.at(-1) ?? 0 },
    });
    return this.#carryOut(fit, { messages, texts, tokens, summary, limit }, request);
  }

  async #carryOut(fit: Fit, branch: CountedBranch, request: ContextRequest): Promise<FittedContext> {
    const { messages, summary, limit } = branch;
    switch (fit.kind) {
      case 'too-long':
        throw new AppError('context-too-long', {
          fields: { deployment: request.deployment.displayName, tokensOver: fit.over },
        });
      case 'fits': {
        const context = { tokens: fit.tokens, limit };
        return fit.from === 0 || summary === undefined
          ? { messages, context }
          : { messages: this.#withSummary(summary, messages.slice(fit.from), request), context };
      }
      case 'shorten': {
        const context = { tokens: fit.tokens, limit };
        const made = fit.room === 0 ? undefined : await this.#summarise(fit, branch, request);
        const rest = messages.slice(fit.from);
        const omitted = (request.earlier ?? 0) + fit.from;
        if (made === undefined) return { messages: rest, context: { ...context, omittedMessages: omitted } };
        return {
          messages: this.#withSummary(made, rest, request),
          context: { ...context, tokens: fit.tokens + withOverhead(estimateTokens(made.text)) },
        };
      }
      default:
        return assertNever(fit);
    }
  }

  /** Undefined where there is none to be had: the answer goes on without the earlier messages. */
  async #summarise(
    { from, room, tokens }: Extract<Fit, { kind: 'shorten' }>,
    branch: CountedBranch,
    { summarise, publish, signal }: ContextRequest,
  ): Promise<SummaryData | undefined> {
    const { clock, log, counter } = this.#options;
    const upToId = branch.messages[from - 1]?.id;
    if (upToId === undefined) return undefined;
    const tell = (isSummarising: boolean) =>
      publish({
        type: 'message-metadata',
        messageMetadata: { context: { tokens, limit: branch.limit, isSummarising } satisfies AnswerContext },
      });
    const ended = new AbortController();
    const late = new AbortController();
    clock.sleep(summaryDeadlineMilliseconds, ended.signal).then(
      () => late.abort(),
      () => {},
    );
    tell(true);
    try {
      const text = await summarise(material(branch, from, room), AbortSignal.any([signal, late.signal]));
      const [length = 0] = await counter.count([text], signal);
      // A model that does not keep to its limit must not push the question out.
      const summary = { text: length <= room ? text : cut(text, room / length), upToId };
      if (summary.text === '') throw new AppError('model-bad-reply');
      this.#remember(summary);
      return summary;
    } catch (thrown) {
      signal.throwIfAborted();
      log.warn('summary-fail', { code: late.signal.aborted ? 'deadline' : toAppError(thrown).code });
      return undefined;
    } finally {
      ended.abort();
      tell(false);
    }
  }

  #withSummary(summary: SummaryData, rest: readonly Message[], { messages, publish }: ContextRequest): Message[] {
    const isKept = summariesOf(messages.map(({ message }) => message)).some(({ upToId }) => upToId === summary.upToId);
    if (!isKept) publish({ type: 'data-summary', id: 'summary', data: summary });
    return [summaryMessage(summary.text), ...rest];
  }

  /** The one that stands for the most. */
  #latestSummary(messages: readonly Message[]): SummaryData | undefined {
    const known = new Map(summariesOf(messages).map((summary) => [summary.upToId, summary]));
    const last = messages.findLast(({ id }) => known.has(id) || this.#summaries.has(id));
    return last === undefined ? undefined : (known.get(last.id) ?? this.#summaries.get(last.id));
  }

  #remember(summary: SummaryData): void {
    this.#summaries.set(summary.upToId, summary);
    const [oldest] = this.#summaries.keys();
    if (this.#summaries.size > rememberedSummaries && oldest !== undefined) this.#summaries.delete(oldest);
  }
}

/** What fits into the call for a summary: the summary before it and the latest messages, long ones up to a quarter of it. */
function material(
  { messages, texts: sent, tokens, summary, limit }: CountedBranch,
  from: number,
  room: number,
): SummaryMaterial {
  const start = messages.findIndex(({ id }) => id === summary?.upToId) + 1;
  let free = Math.max(0, limit - summaryCallTokens - 2 * room);
  const longest = Math.floor(free / 4);
  const texts: SummaryMaterial['texts'][number][] = [];
  for (let index = from - 1; index >= start; index -= 1) {
    const message = messages[index];
    const count = tokens[index] ?? 0;
    if (message === undefined || longest === 0 || Math.min(count, longest) > free) break;
    const text = sent[index] ?? '';
    texts.unshift({ role: message.role, text: count <= longest ? text : cut(text, longest / count) });
    free -= Math.min(count, longest);
  }
  return { previous: summary?.text, texts, room };
}

/** The start of a text, so much of it. */
function cut(text: string, share: number): string {
  return `${text.slice(0, Math.floor(text.length * share))} […]`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
