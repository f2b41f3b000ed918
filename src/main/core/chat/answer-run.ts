import type { UIMessageChunk } from 'ai';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { ConversationAssistant, ConversationSettings } from '../../../shared/model/conversation.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { ImageKeeper } from '../attachments/image-keeper.ts';
import type { ModelCredential } from '../auth/credentials/credential.ts';
import type { ModelApi } from '../models/endpoint.ts';
import type { ContextService } from '../context/context-service.ts';
import type { HistoryStore } from '../history/store.ts';
import type { Failover } from '../models/load/failover.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { Clock, Fetch, Log } from '../ports.ts';
import type { TurnTools, TurnToolsOptions } from '../tools/turn-tools.ts';
import type { UsageRecorder } from '../usage/usage-recorder.ts';
import { AnswerFold } from './answer-fold.ts';
import { AnswerAttempts } from './answer-attempts.ts';
import { type AnswerOutcome, type Call, failedOutcome } from './answer-stream.ts';
import { ThinkingTime } from './thinking-time.ts';
import type { Turn } from './turn.ts';

/** With the time that a write takes on a busy disk, a killed process loses no more than a second. */
const checkpointMilliseconds = 500;

/** What running answers stand on. */
export interface AnswerRunServices {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly store: Pick<HistoryStore, 'saveAnswer'>;
  /** Where the files of messages are kept. */
  readonly files: Pick<HistoryStore, 'fileText' | 'fileData'>;
  /** The API that a deployment answers on; tried out where policy does not say. */
  readonly apiOf: (deployment: DeploymentSettings, signal: AbortSignal) => Promise<ModelApi>;
  /** Forgets it, so that it is tried out anew. */
  readonly forgetApi: (deployment: DeploymentSettings) => Promise<void>;
  /** How the deployment's requests are authorised. @throws AppError */
  readonly credential: (deployment: DeploymentSettings) => ModelCredential;
  /** Whether the person may still use a deployment: their roles may have changed while they were asked to sign in. */
  readonly isOffered: (deployment: DeploymentSettings) => boolean;
  /** Resolves when the person has done what the error asks for; rejects when the signal is aborted. */
  readonly whenAnswered: (error: AppError, signal: AbortSignal) => Promise<void>;
  /** The tools of a turn; undefined where the model, the person or policy allows none. @throws the signal's reason */
  readonly tools: (
    deployment: DeploymentSettings,
    turn: Omit<TurnToolsOptions, 'servers' | 'approvals' | 'log'>,
  ) => Promise<TurnTools | undefined>;
  /** Which deployments are worth asking now; one for all turns. */
  readonly failover: Failover;
  readonly stall: StallLimits;
  /** Keeps the images of answers. */
  readonly images: Pick<ImageKeeper, 'keep'>;
  /** Counts what every request has used. */
  readonly usage: Pick<UsageRecorder, 'record'>;
  /** Decides what of a branch is sent. */
  readonly context: Pick<ContextService, 'fit'>;
}

/** How long an answer may be silent, in milliseconds. */
export interface StallLimits {
  /** Before its first word. */
  readonly firstMilliseconds: number;
  /** Between its words. */
  readonly nextMilliseconds: number;
}

/** One answer to be run. */
export interface AnswerRun {
  readonly turn: Turn;
  /** The one that was chosen. */
  readonly deployment: DeploymentSettings;
  /** Those that answer in its place, in this order. */
  readonly fallbacks: readonly DeploymentSettings[];
  /** The conversation's. */
  readonly settings: ConversationSettings;
  /** The one that the conversation was begun with; null for none. */
  readonly assistant: ConversationAssistant | null;
  /** The end of the branch, as much as a model can read, oldest first, question last. */
  readonly messages: readonly Message[];
  /** How many messages of the branch come before them; none where left out. */
  readonly earlier?: number;
  /** The answer as it was written to history: empty, or to be gone on with. */
  readonly answer: Message;
}

/**
 * Streams one answer to the turn's followers and to history: checkpointed twice a second, kept whatever ends it.
 * Never rejects; what fails is told in the answer's metadata.
 * @returns the answer as it was kept
 */
export async function runAnswer(run: AnswerRun, services: AnswerRunServices): Promise<Message> {
  const { turn, answer } = run;
  const { clock, log, store } = services;
  const correlationId = crypto.randomUUID();
  const started = clock.now();
  let firstWord: number | undefined;
  const fold = new AnswerFold(answer);
  const thinking = new ThinkingTime(clock, answer.metadata.thoughtMilliseconds);
  const publish = (chunk: UIMessageChunk) => {
    fold.write(chunk);
    turn.publish(chunk);
    if ('delta' in chunk) firstWord ??= clock.now();
    if (thinking.see(chunk)) turn.publish({ type: 'message-metadata', messageMetadata: thinking.metadata });
  };

  const ended = new AbortController();
  const checkpoints = saveTwiceASecond({ fold, services, signal: ended.signal });
  publish({ type: 'start', messageId: answer.id, messageMetadata: answer.metadata });
  const call: Call = { correlationId };
  const streamed = await new AnswerAttempts({ run, services, publish, call }).run();
  ended.abort();
  await checkpoints;

  const folded = await fold.close();
  const outcome: AnswerOutcome =
    fold.fault === undefined ? streamed : failedOutcome(new AppError('model-bad-reply', { correlationId }));
  const { requestId, modelVersion, context } = call;
  const end = {
    ...outcome,
    ...thinking.metadata,
    times: {
      ...(firstWord === undefined ? {} : { firstMilliseconds: firstWord - started }),
      wholeMilliseconds: clock.now() - started,
    },
    ...(requestId === undefined ? {} : { requestId }),
    ...(modelVersion === undefined ? {} : { modelVersion }),
    ...(context === undefined ? {} : { context }),
  };
  turn.publish({ type: 'message-metadata', messageMetadata: end });
  let message: Message = { ...folded, metadata: { ...answer.metadata, ...end } };
  try {
    await store.saveAnswer({ answer: message });
  } catch (thrown) {
    const error = toAppError(thrown).toData();
    turn.publish({ type: 'message-metadata', messageMetadata: { status: 'failed', error } });
    message = { ...message, metadata: { ...message.metadata, status: 'failed', error } };
  }
  turn.publish({ type: 'finish' });
  turn.end();

  const { status, error, usage, deploymentId: deployment, insteadOf } = message.metadata;
  log.info('turn-end', {
    status,
    code: error?.code,
    correlationId,
    requestId,
    deployment,
    insteadOf: insteadOf?.deploymentId,
    milliseconds: clock.now() - started,
    ...usage,
  });
  return message;
}

/** A killed process loses at most the last second. A checkpoint that fails is left to the next one, and the end tells. */
async function saveTwiceASecond({
  fold,
  services: { clock, store, log },
  signal,
}: {
  readonly fold: AnswerFold;
  readonly services: AnswerRunServices;
  readonly signal: AbortSignal;
}): Promise<void> {
  let saved = fold.message;
  while (!signal.aborted) {
    await clock.sleep(checkpointMilliseconds, signal).catch(() => {});
    if (signal.aborted || fold.message === saved) continue;
    saved = fold.message;
    await store
      .saveAnswer({ answer: saved })
      .catch((thrown: unknown) => log.warn('checkpoint-fail', { code: toAppError(thrown).code }));
  }
}
