import type { Page } from 'playwright';
import { startAsking, watchForPaint } from './asking-floor.ts';
import { compare, type Figure } from './figure.ts';
import { composer, onStage, type Stage } from './stage.ts';
import { deltasOf, paces } from './stream-pace.ts';

const rounds = 5;
const against = 'a page with a bare fetch of the same server';

interface Sample {
  /** From the key that sends the question to the frame that shows the answer's last word. */
  readonly whole: number;
  /** The longest time between two frames meanwhile. */
  readonly frame: number;
}

/** 2,000 deltas a second in the real window, markdown and all, against a page that appends what it reads. */
export async function benchStreamShown(): Promise<Figure[]> {
  const ours: Sample[] = [];
  const floor: Sample[] = [];
  await onStage(async (stage) => {
    const parley = await stage.startParley();
    const empty = await startAsking(stage);
    for (let round = 0; round <= rounds; round++) {
      // A conversation of its own: what came before is not to be drawn again.
      await parley.getByRole('button', { name: 'New chat' }).click();
      ours.push(await ask(stage, parley));
      floor.push(await ask(stage, empty.page));
    }
    await empty.application.close();
  });
  // The first round warms up both.
  const [oursWarm, floorWarm] = [ours.slice(1), floor.slice(1)];
  const compareBy = (name: string, of: (sample: Sample) => number) =>
    compare(name, oursWarm.map(of), floorWarm.map(of), against);
  return [
    compareBy('stream-shown', ({ whole }) => whole),
    compareBy('stream-shown-longest-frame', ({ frame }) => frame),
  ];
}

async function ask({ emulators }: Stage, page: Page): Promise<Sample> {
  const marker = `marker-${crypto.randomUUID()}`;
  const { perSecond } = paces.paced;
  const text = deltasOf('paced').join('');
  const chunkSize = Math.ceil(text.length / paces.paced.count);
  emulators.openai.next({ kind: 'text', text: `${text}${marker}`, chunkSize, deltasPerSecond: perSecond });
  await composer(page).fill('Hello');
  const painted = await watchForPaint(page, marker);
  const longest = await watchFrames(page);
  await composer(page).press('Enter');
  const { key, paint } = await painted();
  const frame = await longest();
  await page.getByRole('button', { name: 'Send' }).waitFor();
  return { whole: paint - key, frame };
}

/** Starts to watch; the function it resolves to ends that, and resolves to the longest time between two frames. */
async function watchFrames(page: Page): Promise<() => Promise<number>> {
  const watch = await page.evaluateHandle(() => {
    let last = performance.now();
    let longest = 0;
    let isOver = false;
    const frame = (now: number) => {
      longest = Math.max(longest, now - last);
      last = now;
      if (!isOver) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return {
      end: () => {
        isOver = true;
        return longest;
      },
    };
  });
  return () => watch.evaluate(({ end }) => end());
}
