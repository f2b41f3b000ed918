import type { Page } from 'playwright';
import { startAsking, watchForPaint } from './asking-floor.ts';
import { compare, printFigure } from './figure.ts';
import { composer, onStage, type Stage } from './stage.ts';

const rounds = 25;
const against = 'a page with a bare fetch of the same server';

interface Sample {
  /** From the key that sends the question to the frame that shows the answer's first text; the server answers at once. */
  readonly whole: number;
  /** From the server's first byte of text to that frame. */
  readonly shown: number;
}

/**
 * Parley's way leads through the turn, history, the token, Chromium's network stack, the AI SDK, a MessagePort, React and
 * markdown; the floor is a page that posts the same question to the same server and appends what comes as text.
 */
export async function benchFirstToken(): Promise<void> {
  await onStage(async (stage) => {
    const parley = await stage.startParley();
    const empty = await startAsking(stage);
    const ours: Sample[] = [];
    const floor: Sample[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push({ whole: await ask(stage, parley, 'at-once'), shown: await ask(stage, parley, 'held') });
      floor.push({ whole: await ask(stage, empty.page, 'at-once'), shown: await ask(stage, empty.page, 'held') });
    }
    await empty.application.close();
    // The first round warms up both: code that has never run, a connection that isn't open.
    const [oursWarm, floorWarm] = [ours.slice(1), floor.slice(1)];
    const compareBy = (name: string, of: (sample: Sample) => number) =>
      compare(name, oursWarm.map(of), floorWarm.map(of), against);
    const figures = [
      compareBy('first-token', ({ whole }) => whole),
      compareBy('first-token-shown', ({ shown }) => shown),
    ];
    for (const figure of figures) printFigure(figure);
  });
}

/** Asks one question in either window; resolves to the milliseconds. */
async function ask({ emulators }: Stage, page: Page, how: 'at-once' | 'held'): Promise<number> {
  const marker = `marker-${crypto.randomUUID()}`;
  const held = emulators.openai.hold();
  if (how === 'at-once') held.send(marker);
  await composer(page).fill('Hello');
  const painted = await watchForPaint(page, marker);
  await composer(page).press('Enter');
  await held.started;
  const sent = now();
  if (how === 'held') held.send(marker);
  const { key, paint } = await painted();
  held.finish();
  // Parley is ready for the next question when its answer has ended.
  await page.getByRole('button', { name: 'Send' }).waitFor();
  return paint - (how === 'held' ? sent : key);
}

/** Milliseconds since the epoch, finer than Date.now; the window's clock is the same one. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
