import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import react from '@vitejs/plugin-react';
import { type Browser, chromium } from 'playwright';
import { build, preview } from 'vite';
import { browserArguments, browserExecutable } from '../dev/browser.ts';
import { divide, type Figure } from './figure.ts';
import type { Asked, Measured } from './markdown-page/main.ts';

const peers = ['markstream-react', '@incremark/react', 'streamdown', 'react-markdown'] as const;
const answerLength = 128 * 1024;
const step = 64;
/** Who is slower than this is stopped, and counts for the steps that it has done. */
const limitMilliseconds = 40_000;
/** Who is quicker is measured again: what else a machine does only ever adds to a step, of which the least counts. */
const mostRounds = 3;
/** A page that says nothing for so long is stuck in one step. */
const stuckMilliseconds = 3 * limitMilliseconds;
const longTask = 50;

interface Result {
  readonly name: string;
  /** All steps in milliseconds; where it was stopped, those that it had not done count as the last ones before. */
  readonly total: number;
  /** The mean step of the last tenth by that of the second. */
  readonly growth: number;
  readonly longest: number;
  readonly longTasks: number;
  readonly steps: number;
  readonly count: number;
  readonly isWhole: boolean;
}

/**
 * An answer of so many characters, 128 KB where nothing else is asked for, in steps of 64 characters in Chromium: Parley's
 * markdown against the libraries that do the same.
 */
export async function benchStreamMarkdown(length = answerLength): Promise<Figure[]> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'parley-bench-page-'));
  const root = path.join(import.meta.dirname, 'markdown-page');
  fetchPeers(root);
  const options = { root, configFile: false, logLevel: 'error', base: './' } as const;
  await build({
    ...options,
    plugins: [react()],
    resolve: { dedupe: ['react', 'react-dom'] },
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 20_000 },
  });
  const server = await preview({ ...options, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  const browser = await chromium.launch({ executablePath: browserExecutable(), args: browserArguments() });
  try {
    const address = server.resolvedUrls?.local[0] ?? '';
    const ours = await measure(browser, address, { name: 'parley', length });
    if (ours === undefined) throw new Error('Parley could not be measured.');
    const others: Result[] = [];
    for (const name of peers) {
      const other = await measure(browser, address, { name, length });
      if (other !== undefined) others.push(other);
    }
    return figures(ours, others);
  } finally {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** The libraries that Parley is held against are no part of it: they have a lock file of their own. */
function fetchPeers(folder: string): void {
  if (existsSync(path.join(folder, 'node_modules'))) return;
  console.log('Fetching the libraries that markdown is held against (npm ci in bench/markdown-page).');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

/** Undefined for who breaks or is stuck, which is said. */
async function measure(
  browser: Browser,
  address: string,
  asked: Pick<Asked, 'name' | 'length'>,
): Promise<Result | undefined> {
  const rounds: Measured[] = [];
  const begun = performance.now();
  do {
    try {
      rounds.push(await round(browser, address, { ...asked, step, limitMilliseconds }));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message.split('\n')[0] : 'unknown';
      console.log(`${asked.name}: not measured (${why})`);
      return undefined;
    }
  } while (rounds.length < mostRounds && performance.now() - begun < limitMilliseconds / 2);
  const result = resultOf(asked.name, rounds);
  const { isWhole, steps, count } = result;
  console.log(
    `${asked.name}: ${Math.round(result.total)} ms${isWhole ? '' : `, estimated from ${steps} of ${count} steps (stopped)`}, ` +
      `growth ${result.growth.toFixed(2)}, longest step ${result.longest.toFixed(1)} ms, ${result.longTasks} over ${longTask} ms, ` +
      `${rounds.at(-1)?.shown ?? 0} characters shown, ${rounds.length} rounds`,
  );
  return result;
}

/** Each in a page of its own, so that none pays for another. */
async function round(browser: Browser, address: string, asked: Asked): Promise<Measured> {
  const page = await browser.newPage();
  const isOver = new AbortController();
  try {
    await page.goto(address);
    const measured = page.evaluate(
      (each) => (window as unknown as { measure(asked: Asked): Promise<Measured> }).measure(each),
      asked,
    );
    const stuck = wait(stuckMilliseconds, undefined, { signal: isOver.signal }).then((): never => {
      throw new Error('stuck in a step');
    });
    return await Promise.race([measured, stuck]);
  } finally {
    isOver.abort();
    await page.close();
  }
}

function resultOf(name: string, rounds: readonly Measured[]): Result {
  const count = rounds[0]?.count ?? 0;
  const done = Math.min(...rounds.map(({ steps }) => steps.length));
  const steps = Array.from({ length: done }, (_, index) => Math.min(...rounds.map((each) => each.steps[index] ?? 0)));
  const tenth = Math.max(1, Math.floor(done / 10));
  return {
    name,
    total: sum(steps) + ((count - done) * sum(steps.slice(-tenth))) / tenth,
    growth: sum(steps.slice(-tenth)) / sum(steps.slice(tenth, 2 * tenth)),
    longest: Math.max(...steps),
    longTasks: steps.filter((each) => each > longTask).length,
    steps: done,
    count,
    isWhole: done === count,
  };
}

function figures(ours: Result, others: readonly Result[]): Figure[] {
  const names = others.map(({ name, isWhole }) => (isWhole ? name : `${name} (estimated)`)).join(', ');
  const figure = (name: string, unit: string, of: (result: Result) => number) => {
    const best = others.toSorted((one, other) => of(one) - of(other))[0] ?? ours;
    return divide({
      name,
      value: of(ours),
      unit,
      against: others.length === 0 ? 'nobody: no peer could be measured' : `${best.name}, the best of ${names}`,
      other: of(best),
    });
  };
  return [
    figure('stream-markdown', 'ms', ({ total }) => total),
    figure('stream-markdown-growth', 'times', ({ growth }) => growth),
    figure('stream-markdown-longest-step', 'ms', ({ longest }) => longest),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
