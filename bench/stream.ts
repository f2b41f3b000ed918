import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import { ContextService } from '../src/main/core/context/context-service.ts';
import { Failover } from '../src/main/core/models/load/failover.ts';
import { personCredential } from '../src/main/core/auth/credentials/credential.ts';
import { type AnswerRunServices, runAnswer } from '../src/main/core/chat/answer-run.ts';
import { Turn } from '../src/main/core/chat/turn.ts';
import type { Clock, Log } from '../src/main/core/ports.ts';
import { deploymentOf } from '../src/main/core/testing/endpoint-forms.ts';
import type { PortMessage } from '../src/shared/ipc/channels.ts';
import { compare, type Figure } from './figure.ts';
import { deltasOf, type Pace } from './stream-pace.ts';

const rounds = 7;
const against = 'a bare reader of the same server';

interface Sample {
  readonly milliseconds: number;
  /** The event loop's delay, which 99 of 100 turns of it stay below. */
  readonly delay: number;
}

/**
 * From the request to the whole text in the window's state, through main's run of an answer, a port and the fold. The floor
 * reads the same stream in the same process and joins its deltas. `paced` is 2,000 deltas a second, `flat-out` as many as go.
 */
export async function benchStream(): Promise<Figure[]> {
  const server = fork(path.join(import.meta.dirname, 'stream-server.ts'));
  const [port] = (await once(server, 'message')) as [number];
  const window = new Worker(new URL('stream-window.ts', import.meta.url));
  const taken: Record<Pace, { ours: Sample[]; floor: Sample[] }> = {
    paced: { ours: [], floor: [] },
    'flat-out': { ours: [], floor: [] },
  };
  for (const pace of ['paced', 'flat-out'] as const) {
    const baseUrl = `http://127.0.0.1:${port}/${pace}/openai/v1`;
    const length = deltasOf(pace).join('').length;
    // The first round warms up both: code that has never run, a connection that isn't open.
    for (let round = 0; round <= rounds; round++) {
      const ours = await sample(() => answer(baseUrl, window), length);
      const floor = await sample(() => readBarely(baseUrl), length);
      if (round === 0) continue;
      taken[pace].ours.push(ours);
      taken[pace].floor.push(floor);
    }
  }
  await window.terminate();
  server.kill();
  return (['paced', 'flat-out'] as const).flatMap((pace) => {
    const { ours, floor } = taken[pace];
    const compareBy = (name: string, of: (each: Sample) => number) =>
      compare(name, ours.map(of), floor.map(of), against);
    return [
      compareBy(`stream-${pace}`, ({ milliseconds }) => milliseconds),
      compareBy(`stream-${pace}-loop-delay`, ({ delay }) => delay),
    ];
  });
}

async function sample(run: () => Promise<number>, expected: number): Promise<Sample> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const started = performance.now();
  const length = await run();
  const milliseconds = performance.now() - started;
  loop.disable();
  if (length !== expected) throw new Error(`${length} of ${expected} characters have arrived.`);
  return { milliseconds, delay: loop.percentile(99) / 1e6 };
}

/** Resolves to the length of the text in the window. */
async function answer(baseUrl: string, window: Worker): Promise<number> {
  const turn = new Turn(crypto.randomUUID(), 'conversation');
  const { port1, port2 } = new MessageChannel();
  window.postMessage(port2, [port2]);
  const post = (message: PortMessage) => port1.postMessage(message);
  turn.follow({ item: (item) => post({ kind: 'item', item }), end: (end) => post({ kind: 'end', end }) });
  const folded = once(port1, 'message') as Promise<[number]>;
  const deployment = deploymentOf({ endpoint: baseUrl, cloud: 'global' });
  const metadata = { createdAt: Date.now(), deploymentId: deployment.id };
  const message = await runAnswer(
    {
      turn,
      deployment,
      fallbacks: [],
      settings: {},
      assistant: null,
      messages: [{ id: 'q', role: 'user', parts: [{ type: 'text', text: 'Tell me all.' }], metadata }],
      answer: { id: turn.id, role: 'assistant', parts: [], metadata: { ...metadata, status: 'streaming' } },
    },
    services,
  );
  const [length] = await folded;
  port1.close();
  if (message.metadata.status !== 'complete') throw new Error(`The answer is ${message.metadata.status ?? 'nothing'}.`);
  return length;
}

/** What a program does that only wants the text. */
async function readBarely(baseUrl: string): Promise<number> {
  const body = { model: 'corp-chat', store: false, stream: true, input: 'Tell me all.' };
  const response = await fetch(`${baseUrl}/responses`, {
    method: 'POST',
    headers: { authorization: 'Bearer the-token', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  let text = '';
  let rest = '';
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue;
      const event = JSON.parse(line.slice(6)) as { readonly type: string; readonly delta?: string };
      if (event.type === 'response.output_text.delta') text += event.delta ?? '';
    }
  }
  return text.length;
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
};
const log: Log = { info: () => {}, warn: () => {}, error: () => {} };

const services: AnswerRunServices = {
  clock,
  fetch,
  log,
  // Its messages are short: nothing is counted.
  context: new ContextService({ counter: { count: async () => [] }, clock, log }),
  store: { saveAnswer: async () => {} },
  apiOf: async () => 'responses',
  tools: async () => undefined,
  credential: () => ({ kind: 'token', scope: 's', credential: personCredential({ token: async () => 'the-token' }) }),
  isOffered: () => true,
  whenAnswered: async () => {
    throw new Error('Nobody is there.');
  },
  stall: { firstMilliseconds: 120_000, nextMilliseconds: 60_000 },
  forgetApi: async () => {},
  usage: { record: () => {} },
  images: { keep: async () => undefined },
  files: { fileText: async () => '', fileData: async () => Buffer.alloc(0) },
  failover: new Failover({ now: () => Date.now(), random: Math.random }),
};
