import { setImmediate } from 'node:timers/promises';
import {
  convertToModelMessages,
  type ModelMessage,
  streamText,
  toUIMessageStream,
  type UIMessage,
  type UIMessageChunk,
} from 'ai';
import { AppError } from '../../../shared/errors.ts';
import { type AnswerContext, type MessageMetadata, messageText } from '../../../shared/model/message.ts';
import type { TokenUsage } from '../../../shared/model/usage.ts';
import { plainLine } from '../../../shared/plain-line.ts';
import type { ModelAbility } from '../../../shared/model/deployment.ts';
import type { modelParts } from '../attachments/model-parts.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { ModelApi } from '../models/endpoint.ts';
import { shownToolParts } from '../tools/tool-history.ts';
import { type RequestedCall, toolChunk, type TurnTools } from '../tools/turn-tools.ts';
import type { AnswerRun, AnswerRunServices } from './answer-run.ts';
import { type AnswerImages, imageTools, withoutImages } from './answer-images.ts';
import { FilterWatch } from './content-filter.ts';
import { DeltaJoiner } from './delta-joiner.ts';
import { type FittedMessages, fittedMessages } from './fitted-messages.ts';
import { cacheKey, callOptions, languageModel } from './model.ts';
import { type ModelFailure, modelFailure } from './model-error.ts';
import { modelSettings } from './model-settings.ts';
import { watchForStall } from './stall-watch.ts';
import { StreamTail } from './stream-tail.ts';
import { usageOf } from './token-usage.ts';

/** How an answer ended, in the terms of the message's metadata. */
export type AnswerOutcome = Pick<
  MessageMetadata,
  | 'status'
  | 'error'
  | 'usage'
  | 'cost'
  | 'truncated'
  | 'deploymentId'
  | 'insteadOf'
  | 'missingTools'
  | 'omittedSources'
  | 'lostImages'
>;

/** What names a call in our logs and in Azure's. */
export interface Call {
  readonly correlationId: string;
  requestId?: string;
  modelVersion?: string;
  context?: AnswerContext;
}

/** One stream of an answer. */
export interface AnswerStream {
  readonly run: AnswerRun;
  readonly services: AnswerRunServices;
  readonly deployment: DeploymentSettings;
  readonly publish: (chunk: UIMessageChunk) => void;
  readonly call: Call;
  /** The files of the branch for a model with such abilities. @throws AppError `attachment-missing` and the store's */
  readonly filesFor: (abilities: readonly ModelAbility[]) => ReturnType<typeof modelParts>;
  /** The text that an earlier stream of the same answer broke off with; empty where there is none. */
  readonly soFar: string;
  /** The answer's images. */
  readonly images: AnswerImages;
  readonly tools: TurnTools | undefined;
  /** What the answer's earlier steps said and got from tools. */
  readonly steps: readonly ModelMessage[];
  /** False where the model has called tools often enough. */
  readonly mayCallTools: boolean;
  /** Called when the first piece of the answer has come. */
  readonly onBegin: () => void;
}

/** How one stream ended. */
export type StreamEnd =
  /** With its answer, whole or not. */
  | { readonly kind: 'answered'; readonly outcome: AnswerOutcome; readonly usage: TokenUsage | undefined }
  /** With calls of tools, which the answer goes on from; `messages` are what the model said with them. */
  | ({ readonly kind: 'called'; readonly usage: TokenUsage | undefined } & StepEnd)
  /** By the person, or because Parley ends. */
  | { readonly kind: 'stopped' }
  | ({ readonly kind: 'failed'; readonly usage: TokenUsage | undefined } & ModelFailure);

/** The calls that a step of an answer ends with. */
export interface StepEnd {
  readonly calls: readonly RequestedCall[];
  readonly messages: readonly ModelMessage[];
  readonly api: ModelApi;
}

const longestTurnMilliseconds = 10;
const modelVersionLimit = 100;

const continueInstruction =
  'Your last message was cut off. Continue it from exactly where it ends, without repeating any of it and without a remark.';

/** Streams from the model until it ends, breaks or is stopped. Never rejects. */
export async function streamAnswer(stream: AnswerStream): Promise<StreamEnd> {
  const { run, services, deployment, publish, call, images, soFar, steps } = stream;
  const { turn } = run;
  const { clock, stall: limits } = services;
  // Before the watch begins: a summary has a deadline of its own.
  const fitted = await fittedMessages(stream).catch((cause: unknown) => ({ cause }));
  const stall = watchForStall(clock, limits.firstMilliseconds);
  const joiner = new DeltaJoiner(clock, publish);
  const tail = new StreamTail();
  let failure: { readonly cause: unknown } | undefined;
  let begun: 'nothing' | 'something' | 'text' = 'nothing';
  let step: StepEnd | undefined;
  let end: { readonly finishReason: string; readonly usage: TokenUsage | undefined } | undefined;
  try {
    // Stopped before it began: nothing is to be sent.
    turn.signal.throwIfAborted();
    if ('cause' in fitted) throw fitted.cause;
    const api = await services.apiOf(deployment, turn.signal);
    const result = streamText({
      model: languageModel(
        {
          deployment,
          api,
          fetch: tail.follow(services.fetch),
          credential: services.credential(deployment),
          correlationId: call.correlationId,
          onRequestId: (requestId) => (call.requestId = requestId),
        },
        turn.signal,
      ),
      messages: await modelMessages(fitted, stream),
      ...toolOptions(stream, api),
      abortSignal: AbortSignal.any([turn.signal, stall.signal]),
      ...callOptions(
        api,
        modelSettings(deployment, run.settings, run.assistant),
        cacheKey(turn.conversationId, deployment),
      ),
      // SECURITY: the SDK's default prints the whole request, the prompt with it.
      onError: ({ error }) => void (failure ??= { cause: error }),
      onEnd: ({ finishReason, usage, toolCalls, responseMessages, finalStep }) => {
        const { modelId } = finalStep.response;
        end = { finishReason, usage: usageOf(usage) };
        // Without one of the service the SDK tells the deployment's own name.
        if (modelId !== deployment.endpoint.deployment) call.modelVersion = plainLine(modelId, modelVersionLimit);
        // What the service runs itself needs no answer of ours.
        const ours = toolCalls.filter(({ providerExecuted }) => providerExecuted !== true);
        if (ours.length === 0) return;
        const calls = ours.filter(({ invalid }) => invalid !== true);
        step = { calls, messages: withoutImages(responseMessages), api };
      },
    });
    const chunks = toUIMessageStream({
      stream: result.stream,
      redactToolErrors: false,
      sendSources: true,
      sendStart: false,
      sendFinish: false,
      onError: (error) => {
        failure ??= { cause: error };
        return '';
      },
    });
    let since = performance.now();
    for await (const chunk of chunks) {
      // What comes as fast as it can be read would keep everything else waiting, a Stop too.
      if (performance.now() - since > longestTurnMilliseconds) {
        await setImmediate();
        since = performance.now();
      }
      if (chunk.type === 'abort' || chunk.type === 'error') continue;
      if (isContent(chunk)) {
        if (begun === 'nothing') stream.onBegin();
        if (begun !== 'text') begun = chunk.type === 'text-delta' ? 'text' : 'something';
        // A model that reasons is silent again before it begins to write.
        stall.touch(begun === 'text' ? limits.nextMilliseconds : limits.firstMilliseconds);
      }
      const shown = images.owns(chunk) ? await images.tell(chunk) : toolChunk(chunk);
      if (shown !== undefined) joiner.write(shown, turn.signal);
    }
  } catch (thrown) {
    failure ??= { cause: thrown };
  } finally {
    stall.end();
    joiner.flush();
  }

  const usage = end?.usage;
  if (tail.isFollowing) {
    services.usage.record({ conversationId: turn.conversationId, deployment, purpose: 'answer', usage });
  }
  if (turn.signal.aborted) return { kind: 'stopped' };
  const { correlationId, requestId } = call;
  const isBegun = begun === 'text' || soFar !== '' || steps.length > 0;
  const failed = (cause: unknown): StreamEnd => ({
    kind: 'failed',
    usage,
    ...modelFailure(cause, { deployment, correlationId, requestId, isBegun, now: clock.now() }),
  });
  if (stall.signal.aborted) return failed(new AppError('stream-stalled'));
  if (failure !== undefined) return failed(failure.cause);
  const outcome = end === undefined ? undefined : outcomeOf(end.finishReason);
  if (outcome === 'filtered') {
    const filter = new FilterWatch();
    for (const event of tail.events()) filter.see(event);
    const found = { deployment: deployment.displayName, requestId, where: 'answer', ...filter.findings };
    const error = new AppError('content-filtered', { correlationId, fields: found });
    return { kind: 'answered', outcome: failedOutcome(error), usage };
  }
  // The connection was closed in good order, but before the service said that it was done.
  if (outcome === undefined) return failed(new AppError('stream-cut'));
  // What was cut at its length has made no whole calls.
  if (step !== undefined && outcome.truncated !== true) return { kind: 'called', usage, ...step };
  return { kind: 'answered', outcome, usage };
}

/** What the model may call: tools of servers, and the service's own for images. */
function toolOptions({ deployment, tools, mayCallTools }: AnswerStream, api: ModelApi) {
  const makesImages = api === 'responses' && deployment.abilities.includes('images');
  if (tools === undefined && !makesImages) return {};
  return {
    tools: { ...tools?.set, ...(makesImages ? imageTools : {}) },
    ...(tools === undefined ? {} : { toolChoice: mayCallTools ? ('auto' as const) : ('none' as const) }),
  };
}

/** Whether a chunk is a piece of an answer, not of its frame, which comes before the model has done anything. */
function isContent({ type }: UIMessageChunk): boolean {
  switch (type) {
    case 'start':
    case 'start-step':
    case 'finish-step':
    case 'finish':
    case 'message-metadata':
    case 'text-start':
      return false;
    default:
      return true;
  }
}

function outcomeOf(finishReason: string): AnswerOutcome | 'filtered' | undefined {
  switch (finishReason) {
    case 'content-filter':
      return 'filtered';
    case 'length':
      return { status: 'complete', truncated: true };
    case 'stop':
    case 'tool-calls':
      return { status: 'complete' };
    default:
      return undefined;
  }
}

/** The metadata of an answer that failed. */
export function failedOutcome(error: AppError): AnswerOutcome {
  return { status: 'failed', error: error.toData() };
}

const imagesNote = { type: 'text', text: '[The images of your answer above, which the user has seen:]' } as const;

/** What the model is sent: files, text, what tools returned where it can use tools, and no message without any. */
async function modelMessages(
  { messages, files }: FittedMessages,
  { soFar, tools, steps }: AnswerStream,
): Promise<ModelMessage[]> {
  const spoken = messages.flatMap((message): UIMessage[] => {
    const { id, role } = message;
    const text = messageText(message);
    const own = files.get(id) ?? [];
    const spokenText = text === '' ? [] : [{ type: 'text' as const, text }];
    if (role === 'user')
      return own.length + spokenText.length === 0 ? [] : [{ id, role, parts: [...own, ...spokenText] }];
    const shown = tools === undefined ? [] : shownToolParts(message);
    const parts = shown.length > 0 ? [...shown] : spokenText;
    return [
      ...(parts.length === 0 ? [] : [{ id, role, parts }]),
      // No API takes an image as something that the model has said.
      ...(own.length === 0 ? [] : [{ id: `${id}-images`, role: 'user' as const, parts: [imagesNote, ...own] }]),
    ];
  });
  const continued: ModelMessage[] =
    soFar === ''
      ? []
      : [
          { role: 'assistant', content: soFar },
          { role: 'user', content: continueInstruction },
        ];
  return [...(await convertToModelMessages(spoken)), ...steps, ...continued];
}
