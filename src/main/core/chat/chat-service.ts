import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { TurnChunk } from '../../../shared/ipc/contract.ts';
import type { StreamListener, Unsubscribe } from '../../../shared/ipc/define.ts';
import type { ConversationAssistant, ConversationSettings } from '../../../shared/model/conversation.ts';
import {
  canContinue,
  type FilePart,
  isBlank,
  type Message,
  messageFiles,
  type MessagePart,
} from '../../../shared/model/message.ts';
import type { AttachmentTray } from '../attachments/attachment-tray.ts';
import type { ModelCredential } from '../auth/credentials/credential.ts';
import type { ContextService } from '../context/context-service.ts';
import type { BranchStore } from '../history/branch-store.ts';
import type { ConversationStore, ShownBranch } from '../history/conversation-store.ts';
import type { FileStore } from '../history/file-store.ts';
import type { UsageStore } from '../history/usage-store.ts';
import type { ApiProbe, TrialCall } from '../models/api-probe.ts';
import type { Failover } from '../models/load/failover.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { Clock, Fetch, Log } from '../ports.ts';
import { UsageRecorder } from '../usage/usage-recorder.ts';
import { untilAborted } from '../until-aborted.ts';
import type { AnswerRunServices, StallLimits } from './answer-run.ts';
import { callOptions, languageModel } from './model.ts';
import { housekeepingSettings } from './model-settings.ts';
import type { TitleMaterial } from './name-again.ts';
import { draftTitle } from './title.ts';
import { usageOf } from './token-usage.ts';
import { stopAll, type StopReason, type Turn } from './turn.ts';
import { TurnRunner } from './turn-runner.ts';

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
  readonly store: ConversationStore & Pick<BranchStore, 'branchPage'> & FileStore & UsageStore;
  /** Keeps the images of answers. */
  readonly images: AnswerRunServices['images'];
  readonly tray: Pick<AttachmentTray, 'parts' | 'release'>;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly log: Log;
  /** Called when conversations have changed. */
  readonly onHistoryChange: (conversationId: string) => void;
}

/** A question from the window. */
export interface QuestionInput {
  readonly conversationId: string;
  readonly messageId: string;
  /** Blank where there are files alone. */
  readonly text: string;
  readonly attachmentIds?: readonly string[];
  /** Used where the conversation is new. */
  readonly settings?: ConversationSettings | undefined;
  /** Used where the conversation is new. */
  readonly assistantId?: string | undefined;
}

/** A question for one model. */
export interface SendInput extends QuestionInput {
  readonly deploymentId: string;
  /** The question that this one is another version of. */
  readonly besideId?: string | undefined;
}

/** A question for several models at once. */
export interface CompareInput extends QuestionInput {
  readonly deploymentIds: readonly string[];
}

/** A wish for another answer, or for the rest of one. */
export interface AnswerInput {
  readonly conversationId: string;
  readonly answerId: string;
  readonly deploymentId: string;
}

/** Takes questions, and runs the turns of conversations. */
export class ChatService {
  readonly #options: ChatServiceOptions;
  readonly #runner: TurnRunner;
  readonly #usage: UsageRecorder;
  /** Resolved when the person has done what paused turns wait for. */
  #answered = Promise.withResolvers<void>();

  constructor(options: ChatServiceOptions) {
    const { clock, deployments, log, store, onHistoryChange } = options;
    this.#options = options;
    this.#usage = new UsageRecorder({ store, clock, log });
    const whenAnswered = (signal: AbortSignal) => untilAborted(this.#answered.promise, signal);
    const services = answerRunServices(options, this.#usage, whenAnswered);
    this.#runner = new TurnRunner({ deployments, services, store, onHistoryChange });
  }

  /**
   * Writes the question to history and starts its turn.
   * @throws AppError `turn-running`, `deployment-not-found`, `sign-in-required` while signing out, `attachment-missing`,
   * `assistant-missing`, and the store's
   */
  async send({ deploymentId, ...question }: SendInput): Promise<Turn> {
    const turns = await this.#ask(question, [deploymentId]);
    return at(turns, 0);
  }

  /** Asks a model for a title; undefined where what it says can't be one. @throws AppError */
  writeTitle(material: TitleMaterial): Promise<string | undefined> {
    return this.#runner.writeTitle(material);
  }

  /** Writes the question to history and starts a turn a deployment, for the person to choose from. @throws AppError like `send` */
  compare({ deploymentIds, ...question }: CompareInput): Promise<readonly Turn[]> {
    return this.#ask(question, deploymentIds);
  }

  /** Starts another answer to the same question. @throws AppError like `send` */
  async regenerate({ conversationId, answerId: besideId, deploymentId }: AnswerInput): Promise<Turn> {
    const turns = await this.#runner.start({ conversationId, deploymentIds: [deploymentId] }, async (answers) => {
      const stored = await this.#options.store.beginAnswer({
        conversationId,
        besideId,
        deploymentId,
        answer: at(answers, 0),
      });
      return { ...stored, answers };
    });
    return at(turns, 0);
  }

  /**
   * Goes on with the shown branch's last answer, which broke off, in the same message.
   * @throws AppError like `send`; `invalid-request` where that answer is another one or has nothing to go on from
   */
  async continue({ conversationId, answerId, deploymentId }: AnswerInput): Promise<Turn> {
    const { store } = this.#options;
    const wish = { conversationId, deploymentIds: [deploymentId], turnId: answerId };
    const turns = await this.#runner.start(wish, async (answers) => {
      const { settings, assistant, messages, start } = await store.open({ conversationId });
      const last = messages.at(-1);
      if (last?.id !== answerId || !canContinue(last)) throw new AppError('invalid-request');
      const { createdAt, usage, cost, thoughtMilliseconds } = last.metadata;
      const counted = {
        ...(usage === undefined ? {} : { usage }),
        ...(cost === undefined ? {} : { cost }),
        ...(thoughtMilliseconds === undefined ? {} : { thoughtMilliseconds }),
      };
      const answer = { ...last, metadata: { ...at(answers, 0).metadata, createdAt, ...counted } };
      await store.saveAnswer({ answer });
      return { settings, assistant, messages: messages.slice(0, -1), start, anchorId: answerId, answers: [answer] };
    });
    return at(turns, 0);
  }

  /** The turns that a conversation is waiting for: one, or one a model that is compared. */
  runningTurns(conversationId: string): readonly Turn[] {
    return this.#runner.turns.running(conversationId);
  }

  /** Whether a turn of a conversation runs or is being written. */
  isBusy(conversationId: string): boolean {
    return this.#runner.turns.pending(conversationId).length > 0;
  }

  /** Ends a turn; unknown ones have ended already. */
  stop(turnId: string): void {
    this.#runner.turns.find(turnId)?.stop('stopped');
  }

  /** @throws AppError `not-found` where the turn ended some time ago: its answer is in history */
  follow(turnId: string, listener: StreamListener<TurnChunk>): Unsubscribe {
    const turn = this.#runner.turns.find(turnId);
    if (turn === undefined) throw new AppError('not-found');
    return turn.follow(listener);
  }

  /** Lets every turn go on that waited for the person. */
  resume(): void {
    this.#answered.resolve();
    this.#answered = Promise.withResolvers<void>();
  }

  /** Ends the turns of a conversation, which is about to be deleted, or whose answer the person has chosen. */
  async stopConversation(conversationId: string): Promise<void> {
    await stopAll(this.#runner.turns.pending(conversationId), 'stopped');
  }

  /** Ends the turns of all conversations that are meant. */
  async stopConversations(isMeant: (conversationId: string) => boolean): Promise<void> {
    const turns = this.#runner.turns.all.filter(({ conversationId, ended }) => !ended && isMeant(conversationId));
    await stopAll(turns, 'stopped');
  }

  /** Ends every turn and resolves when their answers are kept. */
  async close(reason: StopReason): Promise<void> {
    await this.#runner.close(reason);
    await this.#usage.close();
  }

  async #ask(input: Omit<SendInput, 'deploymentId'>, deploymentIds: readonly string[]): Promise<readonly Turn[]> {
    const { conversationId, messageId, text, attachmentIds = [], besideId, settings = {}, assistantId } = input;
    const { clock, store, tray } = this.#options;
    const turns = await this.#runner.start({ conversationId, deploymentIds }, async (answers) => {
      const files =
        besideId === undefined
          ? tray.parts(attachmentIds)
          : filesOf(await store.open({ conversationId, messageId: besideId }), besideId, attachmentIds);
      const parts: MessagePart[] = isBlank(text) ? files : [...files, { type: 'text', text }];
      const question: Message = { id: messageId, role: 'user', parts, metadata: { createdAt: clock.now() } };
      const title = draftTitle(isBlank(text) ? (files[0]?.filename ?? '') : text);
      const answer = at(answers, 0);
      const otherAnswers = answers.slice(1);
      const { deploymentId = '' } = answer.metadata;
      const stored = await store.beginTurn({
        conversationId,
        deploymentId,
        title,
        settings,
        assistant: assistantId === undefined ? undefined : await this.#options.assistant(assistantId),
        question,
        besideId,
        answer,
        otherAnswers,
      });
      return { ...stored, answers };
    });
    tray.release(attachmentIds);
    return turns;
  }
}

/** Files that another version of a question has. @throws AppError `not-found`, `attachment-missing` */
function filesOf({ messages, around }: ShownBranch, questionId: string, attachmentIds: readonly string[]): FilePart[] {
  const question = [...messages, ...(around?.messages ?? [])].find(({ id }) => id === questionId);
  if (question === undefined) throw new AppError('not-found');
  const files = messageFiles(question);
  return attachmentIds.map((attachmentId) => {
    const file = files.find((each) => each.attachmentId === attachmentId);
    if (file === undefined) throw new AppError('attachment-missing');
    return file;
  });
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new AppError('internal');
  return value;
}

/** What answers run on; `whenAnswered` resolves when the person has done what paused turns wait for. */
function answerRunServices(
  options: ChatServiceOptions,
  usage: UsageRecorder,
  whenAnswered: (signal: AbortSignal) => Promise<void>,
): AnswerRunServices {
  const { clock, fetch, log, store, credential, probe, failover, stall, context, tools, images } = options;
  return {
    usage,
    clock,
    fetch,
    log,
    store,
    files: store,
    images,
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
    tools,
    isOffered: ({ id }) => options.deployments().some((deployment) => deployment.id === id),
    whenAnswered: (_error, signal) => whenAnswered(signal),
  };
}
