import { convertToModelMessages, streamText, toUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai';
import { AppError } from '../../../shared/errors.ts';
import { type Message, type MessageMetadata, messageText } from '../../../shared/model/message.ts';
import type { AnswerRun, AnswerRunServices } from './answer-run.ts';
import { DeltaJoiner } from './delta-joiner.ts';
import { callOptions, languageModel } from './model.ts';
import { modelError } from './model-error.ts';
import { watchForStall } from './stall-watch.ts';

/** How an answer ended, in the terms of the message's metadata. */
export type AnswerOutcome = Pick<MessageMetadata, 'status' | 'error' | 'usage' | 'truncated'>;

/** What names a call in our logs and in Azure's. */
export interface Call {
  readonly correlationId: string;
  requestId?: string;
}

/** One stream of an answer. */
export interface AnswerStream {
  readonly run: AnswerRun;
  readonly services: AnswerRunServices;
  readonly publish: (chunk: UIMessageChunk) => void;
  readonly call: Call;
  /** The text that an earlier stream of the same answer broke off with. */
  readonly soFar?: string;
}

/** How one stream ended; `error` where it failed. */
export interface StreamEnd {
  readonly outcome: AnswerOutcome;
  readonly error?: AppError;
}

const continueInstruction =
  'Your last message was cut off. Continue it from exactly where it ends, without repeating any of it and without a remark.';

/** Streams from the model until it ends, breaks or is stopped. Never rejects. */
export async function streamAnswer({ run, services, publish, call, soFar }: AnswerStream): Promise<StreamEnd> {
  const { deployment, turn } = run;
  const stall = watchForStall(services.clock, services.stallMilliseconds);
  const joiner = new DeltaJoiner(services.clock, publish);
  let failure: { readonly cause: unknown } | undefined;
  let completion: StreamEnd = { outcome: {} };
  try {
    // Stopped before it began: nothing is to be sent.
    turn.signal.throwIfAborted();
    const api = await services.apiOf(deployment, turn.signal);
    const result = streamText({
      model: languageModel(
        {
          deployment,
          api,
          fetch: services.fetch,
          credential: services.credential(deployment),
          correlationId: call.correlationId,
          onRequestId: (requestId) => (call.requestId = requestId),
        },
        turn.signal,
      ),
      messages: await modelMessages(run.messages, soFar),
      abortSignal: AbortSignal.any([turn.signal, stall.signal]),
      ...callOptions(api),
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

  if (turn.signal.aborted) {
    return { outcome: { status: turn.signal.reason === 'interrupted' ? 'interrupted' : 'stopped' } };
  }
  const { correlationId, requestId } = call;
  const options = { correlationId, fields: { deployment: deployment.displayName, requestId } };
  if (stall.signal.aborted) return failed(new AppError('stream-stalled', options));
  if (failure !== undefined) return failed(modelError(failure.cause, { deployment, correlationId, requestId }));
  // The connection was closed in good order, but before the service said that it was done.
  if (completion.outcome.status === undefined) return failed(new AppError('stream-cut', options));
  return completion;
}

function completionOf(
  finishReason: string,
  { inputTokens, outputTokens }: { inputTokens: number | undefined; outputTokens: number | undefined },
): StreamEnd {
  const usage = inputTokens === undefined || outputTokens === undefined ? {} : { usage: { inputTokens, outputTokens } };
  switch (finishReason) {
    case 'content-filter':
      return { outcome: { ...failedOutcome(new AppError('content-filtered')), ...usage } };
    case 'length':
      return { outcome: { status: 'complete', truncated: true, ...usage } };
    case 'stop':
    case 'tool-calls':
      return { outcome: { status: 'complete', ...usage } };
    default:
      return { outcome: {} };
  }
}

function failed(error: AppError): StreamEnd {
  return { outcome: failedOutcome(error), error };
}

/** The metadata of an answer that failed. */
export function failedOutcome(error: AppError): AnswerOutcome {
  return { status: 'failed', error: error.toData() };
}

/** What the model is sent: text only, and no message without any. */
function modelMessages(messages: readonly Message[], soFar: string | undefined) {
  const spoken = messages.flatMap((message): UIMessage[] => {
    const text = messageText(message);
    return text === '' ? [] : [{ id: message.id, role: message.role, parts: [{ type: 'text', text }] }];
  });
  if (soFar !== undefined) {
    spoken.push(
      { id: 'so-far', role: 'assistant', parts: [{ type: 'text', text: soFar }] },
      { id: 'continue', role: 'user', parts: [{ type: 'text', text: continueInstruction }] },
    );
  }
  return convertToModelMessages(spoken);
}
