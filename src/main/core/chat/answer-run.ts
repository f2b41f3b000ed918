import { convertToModelMessages, streamText, toUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { type Message, type MessageMetadata, messageText } from '../../../shared/model/message.ts';
import type { HistoryStore } from '../history/store.ts';
import type { DeploymentSettings } from '../policy/schema.ts';
import type { Clock, Fetch, Log } from '../ports.ts';
import { AnswerFold } from './answer-fold.ts';
import { DeltaJoiner } from './delta-joiner.ts';
import { callOptions, languageModel } from './model.ts';
import { modelError } from './model-error.ts';
import { watchForStall } from './stall-watch.ts';
import type { Turn } from './turn.ts';

const checkpointMilliseconds = 1000;

/** What running answers stand on. */
export interface AnswerRunServices {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly store: Pick<HistoryStore, 'saveAnswer'>;
  readonly token: (signal: AbortSignal) => Promise<string>;
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

/** How the stream ended, in the terms of the message's metadata. */
type Outcome = Pick<MessageMetadata, 'status' | 'error' | 'usage' | 'truncated'>;

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
  const streamed = await stream({ run, services, publish, call });
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

interface Call {
  readonly correlationId: string;
  requestId?: string;
}

interface Streaming {
  readonly run: AnswerRun;
  readonly services: AnswerRunServices;
  readonly publish: (chunk: UIMessageChunk) => void;
  readonly call: Call;
}

async function stream({ run, services, publish, call }: Streaming): Promise<Outcome> {
  const { deployment, turn } = run;
  const stall = watchForStall(services.clock, services.stallMilliseconds);
  const joiner = new DeltaJoiner(services.clock, publish);
  let failure: { readonly cause: unknown } | undefined;
  let completion: Outcome = {};
  try {
    const result = streamText({
      model: languageModel({
        deployment,
        fetch: services.fetch,
        token: () => services.token(turn.signal),
        correlationId: call.correlationId,
        onRequestId: (requestId) => (call.requestId = requestId),
      }),
      messages: await modelMessages(run.messages),
      abortSignal: AbortSignal.any([turn.signal, stall.signal]),
      ...callOptions(deployment),
      // SECURITY: the SDK's default prints the whole request, the prompt with it.
      onError: ({ error }) => void (failure ??= { cause: error }),
      onEnd: ({ finishReason, usage }) => {
        completion = completionOf(finishReason, usage);
      },
    });
    const chunks = toUIMessageStream({
      stream: result.stream,
      sendStart: false,
      sendFinish: false,
      onError: (error) => {
        failure ??= { cause: error };
        return '';
      },
    });
    for await (const chunk of chunks) {
      stall.touch();
      if (chunk.type !== 'abort' && chunk.type !== 'error') joiner.write(chunk, turn.signal);
    }
  } catch (thrown) {
    failure ??= { cause: thrown };
  } finally {
    stall.end();
    joiner.flush();
  }

  if (turn.signal.aborted) return { status: turn.signal.reason === 'interrupted' ? 'interrupted' : 'stopped' };
  const { correlationId, requestId } = call;
  const options = { correlationId, fields: { deployment: deployment.displayName, requestId } };
  if (stall.signal.aborted) return failedOutcome(new AppError('stream-stalled', options));
  if (failure !== undefined) return failedOutcome(modelError(failure.cause, { deployment, correlationId, requestId }));
  // The connection was closed in good order, but before the service said that it was done.
  if (completion.status === undefined) return failedOutcome(new AppError('stream-cut', options));
  return completion;
}

function completionOf(
  finishReason: string,
  { inputTokens, outputTokens }: { inputTokens: number | undefined; outputTokens: number | undefined },
): Outcome {
  const usage = inputTokens === undefined || outputTokens === undefined ? {} : { usage: { inputTokens, outputTokens } };
  switch (finishReason) {
    case 'content-filter':
      return { ...failedOutcome(new AppError('content-filtered')), ...usage };
    case 'length':
      return { status: 'complete', truncated: true, ...usage };
    case 'stop':
    case 'tool-calls':
      return { status: 'complete', ...usage };
    default:
      return {};
  }
}

function failedOutcome(error: AppError): Outcome {
  return { status: 'failed', error: error.toData() };
}

/** What the model is sent: text only, and no message without any. */
function modelMessages(messages: readonly Message[]) {
  const spoken = messages.flatMap((message): UIMessage[] => {
    const text = messageText(message);
    return text === '' ? [] : [{ id: message.id, role: message.role, parts: [{ type: 'text', text }] }];
  });
  return convertToModelMessages(spoken);
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
