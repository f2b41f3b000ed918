import { randomUUID } from 'node:crypto';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { type Message, messageFiles, messageText } from '../../../shared/model/message.ts';
import type { HistoryStore } from '../history/store.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { AnswerRun, AnswerRunServices } from './answer-run.ts';
import { callOptions, languageModel } from './model.ts';
import { modelFailure } from './model-error.ts';
import { housekeepingSettings } from './model-settings.ts';
import type { TitleMaterial } from './name-again.ts';
import { writeTitle } from './title.ts';
import { usageOf } from './token-usage.ts';

const titleDeadlineMilliseconds = 20_000;

/** What titles stand on. */
export interface ConversationTitlesOptions extends Pick<
  AnswerRunServices,
  'apiOf' | 'clock' | 'credential' | 'fetch' | 'log' | 'usage'
> {
  readonly store: Pick<HistoryStore, 'rename'>;
  /** Ends all writing. */
  readonly signal: AbortSignal;
  /** Called when the list of conversations has changed. */
  readonly onHistoryChange: (conversationId: string) => void;
}

/** Has conversations named by the model that has answered. */
export class ConversationTitles {
  readonly #options: ConversationTitlesOptions;

  constructor(options: ConversationTitlesOptions) {
    this.#options = options;
  }

  /** Names a conversation after its first whole answer. The draft title stays where this fails: it is not worth an error card. */
  async nameAfter({ turn, deployment, fallbacks, messages, earlier = 0 }: AnswerRun, answer: Message): Promise<void> {
    const question = messages.at(-1);
    if (question === undefined || earlier > 0 || hasAnswer(messages)) return;
    const { log, store, onHistoryChange } = this.#options;
    const signal = AbortSignal.any([this.#options.signal, AbortSignal.timeout(titleDeadlineMilliseconds)]);
    const answering = [deployment, ...fallbacks].find(({ id }) => id === answer.metadata.deploymentId) ?? deployment;
    try {
      const { conversationId } = turn;
      const title = await this.#write(answering, { conversationId, question, answer, signal });
      if (title === undefined) return;
      const taken = await store.rename({ conversationId, title, source: 'automatic' });
      if (taken) onHistoryChange(conversationId);
    } catch (thrown) {
      if (!signal.aborted) log.warn('title-fail', { code: toAppError(thrown).code });
    }
  }

  /** A title for what is given; undefined where what the model says can't be one. @throws AppError */
  async write(
    deployment: DeploymentSettings,
    { conversationId, question, answer }: Pick<TitleMaterial, 'conversationId' | 'question' | 'answer'>,
  ): Promise<string | undefined> {
    const signal = AbortSignal.any([this.#options.signal, AbortSignal.timeout(titleDeadlineMilliseconds)]);
    const correlationId = randomUUID();
    try {
      return await this.#write(deployment, { conversationId, question, answer, signal, correlationId });
    } catch (thrown) {
      if (signal.aborted) throw new AppError('stream-stalled', { correlationId });
      const now = this.#options.clock.now();
      throw modelFailure(thrown, { deployment, correlationId, isBegun: false, now }).error;
    }
  }

  async #write(
    deployment: DeploymentSettings,
    {
      conversationId,
      question,
      answer,
      signal,
      correlationId = randomUUID(),
    }: {
      readonly conversationId: string;
      readonly question: Message;
      readonly answer: Message;
      readonly signal: AbortSignal;
      readonly correlationId?: string;
    },
  ): Promise<string | undefined> {
    const { apiOf, credential, fetch, usage } = this.#options;
    const api = await apiOf(deployment, signal);
    return writeTitle({
      model: languageModel({ deployment, api, fetch, credential: credential(deployment), correlationId }, signal),
      options: callOptions(api, housekeepingSettings(deployment)),
      question:
        messageText(question) ||
        messageFiles(question)
          .map(({ filename }) => filename)
          .join(', '),
      answer: messageText(answer),
      signal,
      onUsage: (told) => usage.record({ conversationId, deployment, purpose: 'title', usage: usageOf(told) }),
    });
  }
}

/** Whether the model has completed an answer before: the title was made from the first one. */
function hasAnswer(messages: readonly Message[]): boolean {
  return messages.some(({ role, metadata }) => role === 'assistant' && metadata.status === 'complete');
}
