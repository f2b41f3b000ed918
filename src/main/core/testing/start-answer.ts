import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { AppError } from '../../../shared/errors.ts';
import type { TurnChunk } from '../../../shared/ipc/contract.ts';
import type { Message } from '../../../shared/model/message.ts';
import { personCredential } from '../auth/credentials/credential.ts';
import { untilAborted } from '../until-aborted.ts';
import type { TokenRequest } from '../auth/token-source.ts';
import { runAnswer } from '../chat/answer-run.ts';
import { Turn } from '../chat/turn.ts';
import type { ModelEndpoint } from '../models/endpoint.ts';
import { FakeClock, MemoryLog } from './fakes.ts';
import { type ReceivedRequest, startModelServer } from './model-server.ts';

/** What nobody but the model may read. */
export const secretQuestion = 'What did the board decide about Project Heron?';

/** What one run needs, with the server answering as the test says. */
export async function startAnswer(
  answer: (response: ServerResponse, request: ReceivedRequest) => void,
  options: Partial<{ token: (request: TokenRequest) => Promise<string>; saveFails: AppError }> = {},
) {
  const model = await startModelServer(answer);
  onTestFinished(() => model.close());
  const clock = new FakeClock();
  const log = new MemoryLog();
  const saved: Message[] = [];
  const items: TurnChunk[] = [];
  let whenText: (text: string) => void = () => {};
  const token = options.token ?? (async () => 'the-token');
  const waiting = Promise.withResolvers<AppError>();
  const answered = Promise.withResolvers<void>();
  const turn = new Turn('00000000-0000-4000-8000-000000000001', 'conversation');
  turn.follow({
    item: (item) => {
      items.push(item);
      if (item.chunk.type === 'text-delta') whenText(String(item.chunk['delta']));
    },
    end: () => {},
  });
  const text = new Promise<string>((resolve) => (whenText = resolve));
  const run = runAnswer(
    {
      turn,
      deployment: {
        id: 'd',
        displayName: 'Everyday',
        description: '',
        endpoint: endpointAt(model.endpoint),
        scope: 's',
        auth: 'user',
      },
      messages: [
        { id: 'q', role: 'user', parts: [{ type: 'text', text: secretQuestion }], metadata: { createdAt: 1 } },
      ],
      answer: {
        id: turn.id,
        role: 'assistant',
        parts: [],
        metadata: { createdAt: 2, status: 'streaming', deploymentId: 'd' },
      },
    },
    {
      clock,
      log,
      fetch,
      credential: () => ({ kind: 'token', scope: 's', credential: personCredential({ token }) }),
      isOffered: () => true,
      apiOf: async () => 'responses',
      whenAnswered: (error, signal) => {
        waiting.resolve(error);
        return untilAborted(answered.promise, signal);
      },
      stallMilliseconds: 60_000,
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
    items,
    turn,
    run,
    firstText: text,
    requests: model.requests,
    /** Ends the server before its time. */
    close: () => model.close(),
    /** Resolves to what the turn waits for; `goOn` is the person having done it. */
    waiting: waiting.promise,
    goOn: answered.resolve,
  };
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
