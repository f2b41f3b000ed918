import { randomUUID } from 'node:crypto';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { TurnChunk } from '../../../shared/ipc/contract.ts';
import type { StreamListener, Unsubscribe } from '../../../shared/ipc/define.ts';
import type { ConversationAssistant, ConversationSettings } from '../../../shared/model/conversation.ts';
import { canContinue, isBlank, type Message, type MessagePart, messageText } from '../../../shared/model/message.ts';
import type { AttachmentTray } from '../attachments/attachment-tray.ts';
import type { ModelCredential } from '../auth/credentials/credential.ts';
import type { ContextService } from '../context/context-service.ts';
import type { ConversationStore } from '../history/conversation-store.ts';
import type { FileStore } from '../history/file-store.ts';
import type { UsageStore } from '../history/usage-store.ts';
import type { ApiProbe, TrialCall } from '../models/api-probe.ts';
import type { Failover } from '../models/load/failover.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { Clock, Fetch, Log } from '../ports.ts';
import { UsageRecorder } from '../usage/usage-recorder.ts';
import { untilAborted } from '../until-aborted.ts';
import { type AnswerRun, type AnswerRunServices, runAnswer, type StallLimits } from './answer-run.ts';
import { callOptions, languageModel } from './model.ts';
import { housekeepingSettings } from './model-settings.ts';
import { draftTitle, writeTitle } from './title.ts';
import { usageOf } from './token-usage.ts';
import { type StopReason, Turn } from './turn.ts';

const titleDeadlineMilliseconds = 20_000;

/** What chat stands on. */
export interface ChatServiceOptions {
  /** The models that this person may use now. */
  readonly deployments: () => readonly DeploymentSettings[];
  /** @throws AppError */
  readonly credential: (deployment: DeploymentSettings) => ModelCredential;
  /** Knows which API a deployment answers on. */
  readonly probe: ApiProbe;
  /** Knows which deployments are worth asking now. */
  readonly failover: Failover;
  readonly stall: StallLimits;
  /** Decides what of a conversation is sent. */
  readonly context: Pick<ContextService, 'fit'>;
  /** The tools of a turn. */
  readonly tools: AnswerRunServices['tools'];
  /** An assistant as a conversation keeps it. @throws AppError `assistant-missing` */
  readonly assistant: (assistantId: string) => Promise<ConversationAssistant>;
  readonly store: ConversationStore & FileStore & UsageStore;
  /** Keeps the images of answers. */
  readonly images: AnswerRunServices['images'];
  readonly tray: Pick<AttachmentTray, 'parts' | 'release'>;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly log: Log;
  /** Called when the list of conversations has changed. */
  readonly onHistoryChange: () => void;
}

/** A question from the window. */
export interface SendInput {
  readonly conversationId: string;
  readonly messageId: string;
  /** Blank where there are files alone. */
  readonly text: string;
  readonly attachmentIds?: readonly string[];
  readonly deploymentId: string;
  /** Used where the conversation is new. */
  readonly settings?: ConversationSettings | undefined;
  /** Used where the conversation is new. */
  readonly assistantId?: string | undefined;
}

/** A wish for another answer, or for the rest of one. */
export interface AnswerInput {
  readonly conversationId: string;
  readonly answerId: string;
  readonly deploymentId: string;
}

/** A turn that is to begin. */
interface NewTurn {
  readonly conversationId: string;
  readonly deploymentId: string;
  /** The id of its answer, where that is there already. */
  readonly turnId?: string;
}

/** Takes questions, runs their turns, and owns every turn until it has ended. */
export class ChatService {
  readonly #options: ChatServiceOptions;
  readonly #services: AnswerRunServices;
  readonly #usage: UsageRecorder;
  /** By conversation: the turn that is being written to history. */
  readonly #starting = new Map<string, Turn>();
  /** By conversation: its running turn, or the last one that ended, for a window that comes to follow it too late. */
  readonly #turns = new Map<string, Turn>();
  readonly #running = new Set<Promise<void>>();
  readonly #closed = new AbortController();
  /** Resolved when the person has done what paused turns wait for. */
  #answered = Promise.withResolvers<void>();

  constructor(options: ChatServiceOptions) {
    const { clock, fetch, log, store, credential, probe, failover, stall, context } = options;
    const usage = new UsageRecorder({ store, clock, log });
    this.#options = options;
    this.#usage = usage;
    this.#services = {
      usage,
      clock,
      fetch,
      log,
      store,
      files: store,
      images: options.images,
      apiOf: (deployment, signal) => {
        const trial: TrialCall = (api, ending) => ({
          model: languageModel(
            { deployment, api, fetch, credential: credential(deployment), correlationId: randomUUID() },
            ending,
          ),
          options: callOptions(api, housekeepingSettings(deployment)),
          onUsage: (told) => usage.record({ conversationId: null, deployment, purpose: 'trial', usage: usageOf(told) }),
        });
        return probe.apiOf(deployment.endpoint, trial, signal);
      },
      forgetApi: ({ endpoint }) => probe.forget(endpoint),
      credential,
      failover,
      stall,
      context,
      tools: options.tools,
      isOffered: ({ id }) => options.deployments().some((deployment) => deployment.id === id),
      whenAnswered: (_error, signal) => untilAborted(this.#answered.promise, signal),
    };
  }

  /**
   * Writes the question to history and starts its turn.
   * @throws AppError `turn-running`, `deployment-not-found`, `sign-in-required` while signing out, `attachment-missing`,
   * `assistant-missing`, and the store's
   */
  async send(input: SendInput): Promise<Turn> {
    const { conversationId, messageId, text, attachmentIds = [], deploymentId, settings = {}, assistantId } = input;
    const { clock, store, tray } = this.#options;
    const files = tray.parts(attachmentIds);
    const parts: MessagePart[] = isBlank(text) ? files : [...files, { type: 'text', text }];
    const question: Message = { id: messageId, role: 'user', parts, metadata: { createdAt: clock.now() } };
    const title = draftTitle(isBlank(text) ? (files[0]?.filename ?? '') : text);
    const turn = await this.#start({ conversationId, deploymentId }, async (answer) => {
      const assistant = assistantId === undefined ? undefined : await this.#options.assistant(assistantId);
      const begun = { conversationId, deploymentId, title, settings, assistant, question, answer };
      return { ...(await store.beginTurn(begun)), answer };
    });
    tray.release(attachmentIds);
    return turn;
  }

  /** Starts another answer to the same question. @throws AppError like `send` */
  regenerate({ conversationId, answerId: besideId, deploymentId }: AnswerInput): Promise<Turn> {
    return this.#start({ conversationId, deploymentId }, async (answer) => {
      const begun = { conversationId, besideId, deploymentId, answer };
      return { ...(await this.#options.store.beginAnswer(begun)), answer };
    });
  }

  /**
   * Goes on with the shown branch's last answer, which broke off, in the same message.
   * @throws AppError like `send`; `invalid-request` where that answer is another one or has nothing to go on from
   */
  continue({ conversationId, answerId, deploymentId }: AnswerInput): Promise<Turn> {
    const { store } = this.#options;
    return this.#start({ conversationId, deploymentId, turnId: answerId }, async ({ metadata }) => {
      const { settings, assistant, messages } = await store.open({ conversationId });
      const last = messages.at(-1);
      if (last?.id !== answerId || !canContinue(last)) throw new AppError('invalid-request');
      const { createdAt, usage, cost, thoughtMilliseconds } = last.metadata;
      const counted = {
        ...(usage === undefined ? {} : { usage }),
        ...(cost === undefined ? {} : { cost }),
        ...(thoughtMilliseconds === undefined ? {} : { thoughtMilliseconds }),
      };
      const answer = { ...last, metadata: { ...metadata, createdAt, ...counted } };
      await store.saveAnswer({ answer });
      return { settings, assistant, messages: messages.slice(0, -1), answer };
    });
  }

  /** The turn that a conversation is waiting for. */
  runningTurn(conversationId: string): Turn | undefined {
    const turn = this.#turns.get(conversationId);
    return turn?.ended === false ? turn : undefined;
  }

  /** Ends a turn; unknown ones have ended already. */
  stop(turnId: string): void {
    this.#turn(turnId)?.stop('stopped');
  }

  /** @throws AppError `not-found` where the turn ended some time ago: its answer is in history */
  follow(turnId: string, listener: StreamListener<TurnChunk>): Unsubscribe {
    const turn = this.#turn(turnId);
    if (turn === undefined) throw new AppError('not-found');
    return turn.follow(listener);
  }

  /** Lets every turn go on that waited for the person. */
  resume(): void {
    this.#answered.resolve();
    this.#answered = Promise.withResolvers<void>();
  }

  /** Ends the turn of a conversation that is about to be deleted. */
  async stopConversation(conversationId: string): Promise<void> {
    const turn = this.#starting.get(conversationId) ?? this.runningTurn(conversationId);
    turn?.stop('stopped');
    await turn?.done;
  }

  /** Ends every turn and resolves when their answers are kept. */
  async close(reason: StopReason): Promise<void> {
    this.#closed.abort(new AppError('sign-in-required'));
    const turns = [...this.#starting.values(), ...this.#turns.values()];
    for (const turn of turns) turn.stop(reason);
    await Promise.all(turns.map(({ done }) => done));
    await Promise.all(this.#running);
    await this.#usage.close();
  }

  #turn(turnId: string): Turn | undefined {
    return [...this.#turns.values()].find(({ id }) => id === turnId);
  }

  async #start(
    { conversationId, deploymentId, turnId = randomUUID() }: NewTurn,
    begin: (answer: Message) => Promise<Pick<AnswerRun, 'settings' | 'assistant' | 'messages' | 'answer'>>,
  ): Promise<Turn> {
    const { clock, deployments, onHistoryChange } = this.#options;
    this.#closed.signal.throwIfAborted();
    const offered = deployments();
    const deployment = offered.find(({ id }) => id === deploymentId);
    if (deployment === undefined) throw new AppError('deployment-not-found', { fields: { deployment: deploymentId } });
    if (this.#starting.has(conversationId) || this.runningTurn(conversationId) !== undefined) {
      throw new AppError('turn-running');
    }

    const turn = new Turn(turnId, conversationId);
    const metadata = { createdAt: clock.now(), status: 'streaming', deploymentId } as const;
    this.#starting.set(conversationId, turn);
    try {
      const { settings, assistant, messages, answer } = await begin({
        id: turn.id,
        role: 'assistant',
        parts: [],
        metadata,
      });
      this.#forgetEndedTurns();
      this.#turns.set(conversationId, turn);
      const fallbacks = deployment.fallbacks.flatMap((id) => offered.filter((candidate) => candidate.id === id));
      const sent = withAssistantFiles(messages, assistant);
      this.#own(this.#run({ turn, deployment, fallbacks, settings, assistant, messages: sent, answer }));
    } catch (thrown) {
      turn.end();
      throw thrown;
    } finally {
      this.#starting.delete(conversationId);
    }
    onHistoryChange();
    return turn;
  }

  async #run(run: AnswerRun): Promise<void> {
    const { turn, messages } = run;
    const answer = await runAnswer(run, this.#services);
    this.#options.onHistoryChange();
    const question = messages.at(-1);
    if (question !== undefined && answer.metadata.status === 'complete' && !hasAnswer(messages)) {
      const candidates = [run.deployment, ...run.fallbacks];
      const deployment = candidates.find(({ id }) => id === answer.metadata.deploymentId) ?? run.deployment;
      await this.#writeTitle({ conversationId: turn.conversationId, deployment, question, answer });
    }
  }

  /** The draft title stays where this fails: a title is not worth an error card. */
  async #writeTitle(subject: {
    conversationId: string;
    deployment: DeploymentSettings;
    question: Message;
    answer: Message;
  }): Promise<void> {
    const { conversationId, deployment, question, answer } = subject;
    const { fetch, log, store, credential, onHistoryChange } = this.#options;
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(titleDeadlineMilliseconds)]);
    try {
      const api = await this.#services.apiOf(deployment, signal);
      const title = await writeTitle({
        model: languageModel(
          { deployment, api, fetch, credential: credential(deployment), correlationId: randomUUID() },
          signal,
        ),
        options: callOptions(api, housekeepingSettings(deployment)),
        question: messageText(question),
        answer: messageText(answer),
        signal,
        onUsage: (told) => this.#usage.record({ conversationId, deployment, purpose: 'title', usage: usageOf(told) }),
      });
      if (title === undefined) return;
      const taken = await store.rename({ conversationId, title, source: 'automatic' });
      if (taken) onHistoryChange();
    } catch (thrown) {
      if (!signal.aborted) log.warn('title-fail', { code: toAppError(thrown).code });
    }
  }

  #forgetEndedTurns(): void {
    for (const [conversationId, turn] of this.#turns) if (turn.ended) this.#turns.delete(conversationId);
  }

  #own(task: Promise<void>): void {
    const owned = task
      .catch((thrown: unknown) => this.#options.log.error('turn-fault', { code: toAppError(thrown).code }))
      .finally(() => this.#running.delete(owned));
    this.#running.add(owned);
  }
}

/** The assistant's files go along with the first question, whichever branch is shown. */
function withAssistantFiles(messages: readonly Message[], assistant: ConversationAssistant | null): readonly Message[] {
  const [first, ...others] = messages;
  if (first === undefined || assistant === null || assistant.files.length === 0) return messages;
  return [{ ...first, parts: [...assistant.files, ...first.parts] }, ...others];
}

/** Whether the model has completed an answer before: the title was made from the first one. */
function hasAnswer(messages: readonly Message[]): boolean {
  return messages.some(({ role, metadata }) => role === 'assistant' && metadata.status === 'complete');
}
