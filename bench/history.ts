import { execFileSync, fork } from 'node:child_process';
import { constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type HistoryClient, openHistory } from '../src/main/core/history/history-client.ts';
import { HistorySearch } from '../src/main/core/history/history-search.ts';
import type { Clock, Log, ProcessHost } from '../src/main/core/ports.ts';
import type { SearchPage } from '../src/shared/model/search.ts';
import { compare, divide, type Figure, printFigure } from './figure.ts';
import { longId, madeHistories, vocabulary } from './history-file.ts';

const against = 'plain SQLite, the same schema';
const key = Buffer.alloc(32, 7);
const rounds = 15;

interface Side {
  readonly history: HistoryClient;
  readonly search: (query: string) => Promise<SearchPage>;
  /** Bytes of the storage process. */
  memory(): number;
  close(): Promise<void>;
}

/**
 * A history of a million messages, through the storage process as main asks it; the floor is the same without encryption. The
 * files are made once for all runs with as many messages, and each run works on copies.
 */
export async function benchHistory(count = 1_000_000): Promise<void> {
  const made = madeHistories({ count, long: Math.min(10_000, count) }, key.toString('hex'));
  const folder = mkdtempSync(path.join(path.dirname(made.plain), 'run-'));
  const [encrypted, plain] = [path.join(folder, 'encrypted.db'), path.join(folder, 'plain.db')];
  try {
    copyFileSync(made.encrypted, encrypted, constants.COPYFILE_FICLONE);
    copyFileSync(made.plain, plain, constants.COPYFILE_FICLONE);
    for (const figure of await measure({ ours: encrypted, floor: plain })) printFigure(figure);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(files: { readonly ours: string; readonly floor: string }): Promise<Figure[]> {
  const figures: Figure[] = [];
  const starts = await inTurns(5, async (side) => {
    const { milliseconds, value } = await timed(() => open(files[side], side === 'ours'));
    await value.close();
    return milliseconds;
  });
  figures.push(compare('history-start', starts.ours, starts.floor, against));

  const sides = { ours: await open(files.ours, true), floor: await open(files.floor, false) };
  const idle = new Worker(new URL('idle-loop.ts', import.meta.url));
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  for (const [name, queries] of Object.entries(searches())) {
    const taken = await inTurns(queries.length, async (side, round) => {
      const { milliseconds, value } = await timed(() => sides[side].search(queries[round] ?? ''));
      if (value.hits.length === 0) throw new Error(`Nothing was found for “${queries[round]}”.`);
      return milliseconds;
    });
    figures.push(compare(`history-search-${name}`, taken.ours, taken.floor, against));
    const [value, other] = [p95(taken.ours), p95(taken.floor)];
    console.log(`history-search-${name}-p95: ${value.toFixed(1)} ms, ${against}: ${other.toFixed(1)} ms`);
    figures.push(divide({ name: `history-search-${name}-p95`, value, unit: 'ms', against, other }));
  }

  // First as after a start, when nothing of it is known, then as it is opened again.
  const first = await inTurns(1, (side) => openLong(sides[side]));
  figures.push(compare('history-open-10000-first', first.ours, first.floor, against));
  const opened = await inTurns(rounds, (side) => openLong(sides[side]));
  figures.push(compare('history-open-10000', opened.ours, opened.floor, against));
  const whole = await inTurns(3, (side) => readLong(sides[side]));
  figures.push(compare('history-read-10000', whole.ours, whole.floor, against));
  const found = await inTurns(3, (side) => findInLong(sides[side]));
  figures.push(compare('history-find-in-10000', found.ours, found.floor, against));

  const appended = await inTurns(rounds, (side, round) => appendWhileSearching(sides[side], round));
  figures.push(compare('history-append-while-searching', appended.ours, appended.floor, against));
  const listed = await inTurns(rounds, async (side) => {
    const request = { place: { kind: 'days' }, after: null, limit: 100 } as const;
    return (await timed(() => sides[side].history.page(request))).milliseconds;
  });
  figures.push(compare('history-list', listed.ours, listed.floor, against));
  loop.disable();
  idle.postMessage('end');
  const [idleLongest] = (await once(idle, 'message')) as [number];
  await idle.terminate();

  const [megabytes, floorMegabytes] = [sides.ours.memory() / 1e6, sides.floor.memory() / 1e6];
  console.log(`history-memory: ${megabytes.toFixed(0)} MB, ${against}: ${floorMegabytes.toFixed(0)} MB`);
  figures.push(divide({ name: 'history-memory', value: megabytes, unit: 'MB', against, other: floorMegabytes }));
  const longest = loop.max / 1e6;
  // What is more than 20 ms here is too long where the idle thread stood still for less.
  figures.push(compare('history-main-longest-block', [longest], [idleLongest], 'an idle thread of the same time'));
  await Promise.all([sides.ours.close(), sides.floor.close()]);
  return figures;
}

/** Opens the long conversation, as a window does. */
async function openLong({ history }: Side): Promise<number> {
  const { milliseconds, value } = await timed(() => history.open({ conversationId: longId }));
  if (value.messages.length === 0) throw new Error('The long conversation is empty.');
  return milliseconds;
}

/** Reads all of it, as a person does who scrolls to its beginning. */
async function readLong({ history }: Side): Promise<number> {
  const { start, messages } = await history.open({ conversationId: longId });
  const anchorId = messages[0]?.id ?? '';
  const { milliseconds } = await timed(async () => {
    for (let place = start - 1; place >= 0;) {
      const page = await history.branchPage({ conversationId: longId, anchorId, place, towards: 'earlier' });
      place = page.start - 1;
    }
  });
  return milliseconds;
}

/** Looks through all of it for what is nowhere. */
async function findInLong({ history }: Side): Promise<number> {
  const { messages } = await history.open({ conversationId: longId });
  const wish = { conversationId: longId, anchorId: messages.at(-1)?.id ?? '', text: 'nowhere to be found' };
  const { milliseconds } = await timed(async () => {
    let before: number | null = null;
    do before = (await history.findInBranch({ ...wish, before })).next;
    while (before !== null);
  });
  return milliseconds;
}

/** How long an answer takes to be kept while the person goes on searching for what is found everywhere. */
async function appendWhileSearching({ history, search }: Side, round: number): Promise<number> {
  const searching = Promise.all([search(vocabulary[1] ?? ''), search(`${vocabulary[2]} ${vocabulary[3]}`)]);
  const createdAt = Date.now();
  const ids = { question: crypto.randomUUID(), answer: crypto.randomUUID() };
  const { milliseconds } = await timed(async () => {
    await history.beginTurn({
      conversationId: crypto.randomUUID(),
      title: `Bench ${round}`,
      deploymentId: 'everyday',
      question: {
        id: ids.question,
        role: 'user',
        parts: [{ type: 'text', text: 'And now?' }],
        metadata: { createdAt },
      },
      answer: { id: ids.answer, role: 'assistant', parts: [], metadata: { createdAt, status: 'streaming' } },
    });
    const parts = [{ type: 'text' as const, text: vocabulary.slice(1000, 1200).join(' ') }];
    await history.saveAnswer({
      answer: { id: ids.answer, role: 'assistant', parts, metadata: { createdAt, status: 'complete' } },
    });
  });
  await searching;
  return milliseconds;
}

/** Of each kind some that are found often and some that are rare. */
function searches(): Readonly<Record<'words' | 'prefix' | 'phrase' | 'unspaced', readonly string[]>> {
  const ranks = [1, 2, 5, 10, 20, 50, 100, 150, 300, 500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000, 10_000];
  const of = (rank: number) => vocabulary[rank] ?? '';
  return {
    words: ranks.map((rank) => `${of(rank)} `),
    prefix: ranks.map((rank, index) => of(rank).slice(0, 2 + (index % 3))),
    phrase: ranks.map((_, index) => `"${of(1 + (index % 4))} ${of(2 + (index % 5))}"`),
    unspaced: ranks.map((_, index) => String.fromCodePoint(0x4e00 + (index % 10), 0x4e00 + ((index * 3) % 10))),
  };
}

async function inTurns(
  times: number,
  take: (side: 'ours' | 'floor', round: number) => Promise<number>,
): Promise<{ readonly ours: number[]; readonly floor: number[] }> {
  const taken: { ours: number[]; floor: number[] } = { ours: [], floor: [] };
  for (let round = 0; round < times; round++) {
    taken.ours.push(await take('ours', round));
    taken.floor.push(await take('floor', round));
  }
  return taken;
}

async function timed<Value>(work: () => Promise<Value>) {
  const started = performance.now();
  const value = await work();
  return { milliseconds: performance.now() - started, value };
}

function p95(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}

async function open(file: string, isEncrypted: boolean): Promise<Side> {
  const entry = path.join(import.meta.dirname, isEncrypted ? '../src/main/storage/index.ts' : 'history-floor.ts');
  const child = fork(entry, [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const storeHost: ProcessHost = {
    start: () => ({
      post: (message) => void child.send(message as Parameters<typeof child.send>[0]),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.once('exit', listener),
      kill: () => void child.kill('SIGKILL'),
    }),
  };
  const history = await openHistory({ storeHost, file, key, log, clock });
  const search = new HistorySearch({ store: history, clock, log, signal: new AbortController().signal });
  return {
    history,
    search: (query) => search.search({ query, filters: {}, cursor: null }),
    memory: () => residentBytes(child.pid ?? 0),
    close: () => history.close(),
  };
}

/** @throws Error where the system has no `ps` */
function residentBytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
};
const log: Log = { info: () => {}, warn: () => {}, error: () => {} };
