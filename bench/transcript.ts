import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { browserArguments, browserExecutable } from '../dev/browser.ts';
import { compare, divide, type Figure } from './figure.ts';

const rounds = 3;
const against = 'a plain list of the same texts';

interface Sample {
  /** From the page's first script to the frame that shows the last message. */
  readonly open: number;
  /** The longest time between two frames of scrolling, and what 95 of 100 stay below. */
  readonly longestFrame: number;
  readonly frame: number;
  /** Bytes of JavaScript's own. */
  readonly memory: number;
}

/**
 * Opening and scrolling a conversation of 10,000 messages in Chromium: the window of the gallery, whose main is in its own
 * page, against a page that has the same texts as paragraphs without markdown, buttons or anything else.
 */
export async function benchTranscript(): Promise<Figure[]> {
  const configFile = path.join(import.meta.dirname, '../dev/gallery/vite.config.ts');
  await build({ configFile, logLevel: 'error' });
  const server = await preview({ configFile, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  const browser = await chromium.launch({ executablePath: browserExecutable(), args: browserArguments() });
  try {
    const address = server.resolvedUrls?.local[0] ?? '';
    const taken: Record<'ours' | 'floor', Sample[]> = { ours: [], floor: [] };
    // The first round warms up both.
    for (let round = 0; round <= rounds; round++) {
      const ours = await sample(browser, `${address}?state=ten-thousand`);
      const floor = await sample(browser, `${address}?state=ten-thousand&plain`);
      if (round > 0) taken.ours.push(ours);
      if (round > 0) taken.floor.push(floor);
    }
    const { ours, floor } = taken;
    const compareBy = (name: string, of: (each: Sample) => number) =>
      compare(`transcript-${name}`, ours.map(of), floor.map(of), against);
    const memory = (samples: readonly Sample[]) => Math.max(...samples.map((each) => each.memory)) / 1e6;
    return [
      compareBy('open-10000', ({ open }) => open),
      compareBy('scroll-frame-p95', ({ frame }) => frame),
      compareBy('scroll-longest-frame', ({ longestFrame }) => longestFrame),
      divide({ name: 'transcript-memory', value: memory(ours), unit: 'MB', against, other: memory(floor) }),
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}

async function sample(browser: Browser, address: string): Promise<Sample> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  try {
    await page.goto(address);
    const open = await page.evaluate(async () => {
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const isShown = () => {
        const log = document.querySelector('[role="log"]');
        return log !== null && log.scrollTop > 0 && log.querySelector('p') !== null;
      };
      while (!isShown()) await frame();
      await frame();
      return performance.now();
    });
    const frames = await scroll(page);
    const memory = await page.evaluate(
      () =>
        (performance as Performance & { readonly memory: { readonly usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
    const sorted = frames.toSorted((left, right) => left - right);
    const frame = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
    return { open, frame, longestFrame: sorted.at(-1) ?? Number.NaN, memory };
  } finally {
    await page.close();
  }
}

/** Scrolls up from the end, two thirds of the window a frame. @returns the times between two frames, in milliseconds */
function scroll(page: Page): Promise<number[]> {
  return page.getByRole('log').evaluate(async (log) => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const taken: number[] = [];
    let before = await frame();
    for (let step = 0; step < 120; step++) {
      log.scrollTop -= 400;
      const now = await frame();
      taken.push(now - before);
      before = now;
    }
    return taken;
  });
}
