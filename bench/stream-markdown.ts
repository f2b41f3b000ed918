import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { type Browser, chromium } from 'playwright';
import { build, preview } from 'vite';
import { browserArguments, browserExecutable } from '../dev/browser.ts';
import { divide, type Figure } from './figure.ts';
import type { Asked, Measured } from './markdown-page/main.ts';

const peers = ['markstream-react', '@incremark/react', 'streamdown', 'react-markdown'] as const;
const length = 128 * 1024;
const step = 64;
/** A peer that is slower than this is stopped, and counts for the steps that it has done. */
const limitMilliseconds = 40_000;
const longTask = 50;

interface Result {
  readonly name: string;
  /** All steps in milliseconds; where it was stopped, those that it had not done count as the last ones before. */
  readonly total: number;
  /** The mean step of the last tenth by that of the second. */
  readonly growth: number;
  readonly longest: number;
  readonly longTasks: number;
  readonly isWhole: boolean;
}

/** A 128 KB answer in steps of 64 characters in Chromium: Parley's markdown against the libraries that do the same. */
export async function benchStreamMarkdown(): Promise<Figure[]> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'parley-bench-page-'));
  const root = path.join(import.meta.dirname, 'markdown-page');
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
    const ours = await measure(browser, address, 'parley');
    const others: Result[] = [];
    for (const name of peers) others.push(await measure(browser, address, name));
    return figures(ours, others);
  } finally {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** Each in a page of its own, so that none pays for another. */
async function measure(browser: Browser, address: string, name: string): Promise<Result> {
  const page = await browser.newPage();
  await page.goto(address);
  const asked: Asked = { name, length, step, limitMilliseconds };
  const measured = await page.evaluate(
    (each) => (window as unknown as { measure(asked: Asked): Promise<Measured> }).measure(each),
    asked,
  );
  await page.close();
  const result = resultOf(name, measured);
  console.log(
    `${name}: ${Math.round(result.total)} ms${result.isWhole ? '' : `, estimated from ${measured.steps.length} of ${measured.count} steps (stopped)`}, ` +
      `growth ${result.growth.toFixed(2)}, longest step ${result.longest.toFixed(1)} ms, ${result.longTasks} over ${longTask} ms, ` +
      `${measured.shown} characters shown`,
  );
  return result;
}

function resultOf(name: string, { steps, count }: Measured): Result {
  const tenth = Math.max(1, Math.floor(steps.length / 10));
  return {
    name,
    total: sum(steps) + ((count - steps.length) * sum(steps.slice(-tenth))) / tenth,
    growth: sum(steps.slice(-tenth)) / sum(steps.slice(tenth, 2 * tenth)),
    longest: Math.max(...steps),
    longTasks: steps.filter((each) => each > longTask).length,
    isWhole: steps.length === count,
  };
}

function figures(ours: Result, others: readonly Result[]): Figure[] {
  const figure = (name: string, unit: string, of: (result: Result) => number) => {
    const best = others.toSorted((one, other) => of(one) - of(other))[0] ?? ours;
    return divide({
      name,
      value: of(ours),
      unit,
      against: `${best.name}, the best of ${peers.join(', ')}`,
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
