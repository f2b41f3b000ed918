import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { AppError } from '../../../shared/errors.ts';
import type { TurnChunk } from '../../../shared/ipc/contract.ts';
import type { ConversationSettings } from '../../../shared/model/conversation.ts';
import { type DeploymentTraits, plainTraits } from '../../../shared/model/deployment.ts';
import type { Message } from '../../../shared/model/message.ts';
import { personCredential } from '../auth/credentials/credential.ts';
import { untilAborted } from '../until-aborted.ts';
import type { TokenRequest } from '../auth/token-source.ts';
import { type AnswerRunServices, runAnswer } from '../chat/answer-run.ts';
import { Turn } from '../chat/turn.ts';
import { ContextService } from '../context/context-service.ts';
import type { CountsTokens } from '../context/token-counter.ts';
import type { ModelApi, ModelEndpoint } from '../models/endpoint.ts';
import { Failover } from '../models/load/failover.ts';
import { defaultRetryRules } from '../models/load/retry-plan.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { UsedModel } from '../usage/usage-recorder.ts';
import { FakeClock, MemoryLog, wordCounter } from './fakes.ts';
import { type ReceivedRequest, startModelServer } from './model-server.ts';

/** What nobody but the model may read. */
export const secretQuestion = 'What did the board decide about Project Heron?';

const once = { ...defaultRetryRules, attempts: 1, attemptsWhenUnavailable: 1 };

/** What a test may change about a run. */
interface StartOptions {
  readonly token: (request: TokenRequest) => Promise<string>;
  readonly saveFails: AppError;
  readonly tools: AnswerRunServices['tools'];
  /** Whether refused calls are made again, as they are in the product. */
  readonly isPatient: boolean;
  /** What there is besides the chosen deployment `d`: by id, all at the same server. */
  readonly fallbacks: readonly string[];
  /** What answers a fallback's trial of its credential. */
  readonly credentialFails: ReadonlyMap<string, AppError>;
  /** The API that policy sets; `responses` if left out. */
  readonly api: ModelApi;
  /** The chosen deployment's name in Azure. */
  readonly deployment: string;
  readonly traits: Partial<DeploymentTraits> & Pick<DeploymentSettings, 'imageDeployment'>;
  readonly settings: ConversationSettings;
  /** The branch; one question if left out. */
  readonly messages: readonly Message[];
  /** The API that is found by trying out, first and after it was forgotten; `responses` is set by policy without it. */
  readonly apis: readonly ModelApi[];
  /** The answer that is to be gone on with. */
  readonly answer: Pick<Message, 'parts'> & { readonly metadata: Partial<Message['metadata']> };
  /** That of an earlier run, whose verdicts count on. */
  readonly failover: Failover;
  readonly clock: FakeClock;
  /** Of the deployments. */
  readonly contextTokens: number;
  /** Counts words if left out. */
  readonly counter: CountsTokens;
}

/** What one run needs, with the server answering as the test says. */
export async function startAnswer(
  answer: (response: ServerResponse, request: ReceivedRequest) => void,
  options: Partial<StartOptions> = {},
) {
  const model = await startModelServer(answer);
  onTestFinished(() => model.close());
  const clock = options.clock ?? new FakeClock();
  const log = new MemoryLog();
  const saved: Message[] = [];
  const filesRead: string[] = [];
  const used: UsedModel[] = [];
  const items: TurnChunk[] = [];
  let whenText: (text: string) => void = () => {};
  const token = options.token ?? (async () => 'the-token');
  const waiting = Promise.withResolvers<AppError>();
  const answered = Promise.withResolvers<void>();
  const told = new ToldMetadata();
  const turn = new Turn('00000000-0000-4000-8000-000000000001', 'conversation');
  turn.follow({
    item: (item) => {
      items.push(item);
      if (item.chunk.type === 'text-delta') whenText(String(item.chunk['delta']));
      if (item.chunk.type === 'message-metadata')
        told.add(item.chunk['messageMetadata'] as Partial<Message['metadata']>);
    },
    end: () => {},
  });
  const text = new Promise<string>((resolve) => (whenText = resolve));
  const failover =
    options.failover ??
    new Failover({
      now: () => clock.now(),
      random: () => 0,
      rules: options.isPatient === true ? defaultRetryRules : once,
    });
  const apis = [...(options.apis ?? [options.api ?? 'responses'])];
  const deployment = (id: string): DeploymentSettings => ({
    id,
    displayName: id === 'd' ? 'Everyday' : id,
    description: '',
    endpoint: {
      ...endpointAt(model.endpoint),
      deployment: id === 'd' ? (options.deployment ?? 'corp-chat') : id,
      api: options.apis === undefined ? (options.api ?? 'responses') : 'auto',
    },
    scope: 's',
    auth: 'user',
    fallbacks: [],
    ...plainTraits,
    abilities: ['tools'],
    contextTokens: options.contextTokens,
  });
  const run = runAnswer(
    {
      turn,
      deployment: { ...deployment('d'), ...options.traits },
      fallbacks: (options.fallbacks ?? []).map(deployment),
      settings: options.settings ?? {},
      assistant: null,
      messages: options.messages ?? [
        { id: 'q', role: 'user', parts: [{ type: 'text', text: secretQuestion }], metadata: { createdAt: 1 } },
      ],
      answer: {
        id: turn.id,
        role: 'assistant',
        parts: options.answer?.parts ?? [],
        metadata: { createdAt: 2, status: 'streaming', deploymentId: 'd', ...options.answer?.metadata },
      },
    },
    {
      clock,
      log,
      fetch,
      credential: ({ id }) => {
        const fault = options.credentialFails?.get(id);
        if (fault !== undefined) throw fault;
        return { kind: 'token', scope: 's', credential: personCredential({ token }) };
      },
      isOffered: () => true,
      apiOf: async () => apis[0] ?? 'responses',
      forgetApi: async () => void apis.shift(),
      tools: options.tools ?? (async () => undefined),
      whenAnswered: (error, signal) => {
        waiting.resolve(error);
        return untilAborted(answered.promise, signal);
      },
      failover,
      images: {
        keep: async ({ base64, name }) => {
          if (!base64.startsWith('iVBORw0K')) return undefined;
          const facts = { kind: 'image', mediaType: 'image/png', bytes: 6, truncated: false } as const;
          return { attachmentId: `kept-${name}`, filename: `${name}.png`, ...facts };
        },
      },
      usage: { record: (request) => void used.push(request) },
      stall: { firstMilliseconds: 120_000, nextMilliseconds: 60_000 },
      files: {
        fileText: async () => 'the text of the file',
        fileData: async ({ attachmentId }) => {
          filesRead.push(attachmentId);
          return Buffer.from('the file');
        },
      },
      context: new ContextService({ counter: options.counter ?? wordCounter, clock, log }),
      store: {
        saveAnswer: async ({ answer: message }) => {
          if (options.saveFails !== undefined) throw options.saveFails;
          saved.push(message);
        },
      },
    },
  );
  return {
    clock,
    log,
    saved,
    /** What was counted of every request. */
    used,
    /** Their ids, once for each time that one was read as it is. */
    filesRead,
    items,
    turn,
    run,
    failover,
    told,
    firstText: text,
    requests: model.requests,
    /** Ends the server before its time. */
    close: () => model.close(),
    /** Resolves to what the turn waits for; `goOn` is the person having done it. */
    waiting: waiting.promise,
    goOn: answered.resolve,
  };
}

/** The metadata that a run has told, for a test to wait for. */
class ToldMetadata {
  readonly #told: Partial<Message['metadata']>[] = [];
  readonly #waiting = new Set<() => void>();

  add(metadata: Partial<Message['metadata']>): void {
    this.#told.push(metadata);
    for (const look of this.#waiting) look();
  }

  /** Resolves to the first, told already or yet to come, that is wanted. */
  find(isWanted: (metadata: Partial<Message['metadata']>) => boolean): Promise<Partial<Message['metadata']>> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.#told.find(isWanted);
        if (found !== undefined) resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** A deployment of the v1 API at a base address. */
export function endpointAt(baseUrl: string): ModelEndpoint {
  return {
    baseUrl,
    style: 'v1',
    apiVersion: undefined,
    deployment: 'corp-chat',
    api: 'responses',
    isGateway: true,
    audience: 'cognitiveservices',
  };
}
