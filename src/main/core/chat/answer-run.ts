import type { UIMessageChunk } from 'ai';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { ModelCredential } from '../auth/credentials/credential.ts';
import type { ModelApi } from '../models/endpoint.ts';
import type { HistoryStore } from '../history/store.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { Clock, Fetch, Log } from '../ports.ts';
import { AnswerFold } from './answer-fold.ts';
import { AnswerSplice } from './answer-splice.ts';
import { type AnswerOutcome, type Call, failedOutcome, streamAnswer } from './answer-stream.ts';
import type { Turn } from './turn.ts';

const checkpointMilliseconds = 1000;

/** What running answers stand on. */
export interface AnswerRunServices {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly store: Pick<HistoryStore, 'saveAnswer'>;
  /** The API that a deployment answers on; tried out where policy does not say. */
  readonly apiOf: (deployment: DeploymentSettings, signal: AbortSignal) => Promise<ModelApi>;
  /** How the deployment's requests are authorised. @throws AppError */
  readonly credential: (deployment: DeploymentSettings) => ModelCredential;
  /** Whether the person may still use a deployment: their roles may have changed while they were asked to sign in. */
  readonly isOffered: (deployment: DeploymentSettings) => boolean;
  /** Resolves when the person has done what the error asks for; rejects when the signal is aborted. */
  readonly whenAnswered: (error: AppError, signal: AbortSignal) => Promise<void>;
  readonly stallMilliseconds: number;
}

/** One answer to be run. */
export interface AnswerRun {
  readonly turn: Turn;
  readonly deployment: DeploymentSettings;
  /** The branch that the model is sent, oldest first, question last. */
  readonly messages: readonly Message[];
  /** The empty answer as it was written to history. */
  readonly answer: Message;
}

/**
 * Streams one answer to the turn's followers and to history: checkpointed every second, kept whatever ends it.
 * Never rejects; what fails is told in the answer's metadata.
 * @returns the answer as it was kept
 */
export async function runAnswer(run: AnswerRun, services: AnswerRunServices): Promise<Message> {
  const { turn, answer, deployment } = run;
  const { clock, log, store } = services;
  const correlationId = crypto.randomUUID();
  const started = clock.now();
  const fold = new AnswerFold(answer);
  const publish = (chunk: UIMessageChunk) => {
    fold.write(chunk);
    turn.publish(chunk);
  };

  const ended = new AbortController();
  const checkpoints = saveEverySecond({ fold, services, signal: ended.signal });
  publish({ type: 'start', messageId: answer.id, messageMetadata: answer.metadata });
  const call: Call = { correlationId };
  const streamed = await streamToTheEnd({ run, services, publish, call, fold });
  ended.abort();
  await checkpoints;

  const folded = await fold.close();
  const outcome =
    fold.fault === undefined ? streamed : failedOutcome(new AppError('model-bad-reply', { correlationId }));
  const end = { ...outcome, ...(call.requestId === undefined ? {} : { requestId: call.requestId }) };
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

  const { status, error, usage } = message.metadata;
  log.info('turn-end', {
    status,
    code: error?.code,
    correlationId,
    requestId: call.requestId,
    deployment: deployment.id,
    milliseconds: clock.now() - started,
    ...usage,
  });
  return message;
}

interface Streaming {
  readonly run: AnswerRun;
  readonly services: AnswerRunServices;
  readonly publish: (chunk: UIMessageChunk) => void;
  readonly call: Call;
  readonly fold: AnswerFold;
}

/**
 * Streams until the answer is there or cannot be: where the person has to sign in or to do something else first, the turn
 * waits for it, and the same answer goes on from where it broke off.
 */
async function streamToTheEnd({ run, services, publish, call, fold }: Streaming): Promise<AnswerOutcome> {
  const { turn } = run;
  const splice = new AnswerSplice(publish);
  let renewals = 0;
  for (;;) {
    const { outcome, error } = await streamAnswer({
      run,
      services,
      publish: (chunk) => splice.write(chunk),
      call,
      ...(splice.hasText ? { soFar: wholeText(fold.message) } : {}),
    });
    if (error === undefined) return outcome;
    if (error.code === 'model-unauthorized' && splice.hasText && renewals === 0) {
      // The token was good when the answer began and no longer is: the next request says what is missing, or goes on.
      renewals += 1;
    } else if (waitsForPerson(error)) {
      publish({ type: 'message-metadata', messageMetadata: { pause: error.toData() } });
      try {
        await services.whenAnswered(error, turn.signal);
      } catch {
        return { status: turn.signal.reason === 'interrupted' ? 'interrupted' : 'stopped' };
      } finally {
        publish({ type: 'message-metadata', messageMetadata: { pause: null } });
      }
      renewals = 0;
      if (!services.isOffered(run.deployment)) {
        return failedOutcome(
          new AppError('deployment-not-found', { fields: { deployment: run.deployment.displayName } }),
        );
      }
    } else {
      return outcome;
    }
    splice.next();
  }
}

/** Every character that has come: a space at the end belongs to what follows. */
function wholeText({ parts }: Message): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
}

/** Whether the turn can go on once the person has done something. */
function waitsForPerson({ code }: AppError): boolean {
  switch (code) {
    case 'sign-in-required':
    case 'claims-challenge':
    case 'consent-required':
    case 'key-missing':
    case 'key-refused':
      return true;
    default:
      return false;
  }
}

/** A killed process loses at most the last second. A checkpoint that fails is left to the next one, and the end tells. */
async function saveEverySecond({
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
