import type { Page } from 'playwright';
import { responsesBody } from '../dev/emulators/testing/model-client.ts';
import { modelScope } from '../dev/emulators/testing/msal-client.ts';
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
    const empty = await stage.startFloor();
    const authorization = `Bearer ${await stage.emulators.entra.accessTokenFor('ada', modelScope)}`;
    await prepareFloor(empty.page, { address: `${stage.emulators.openai.endpoint}/responses`, authorization });
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

/** Starts to watch; the function it resolves to resolves to the times of the key and of the first frame after the text. */
async function watchForPaint(page: Page, marker: string) {
  const watch = await page.evaluateHandle((text) => {
    const time = () => performance.timeOrigin + performance.now();
    let key = Number.NaN;
    addEventListener('keydown', () => (key = time()), { capture: true, once: true });
    const painted = new Promise<{ key: number; paint: number }>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.body.textContent.includes(text)) return;
        observer.disconnect();
        // A message posted in a frame's callback arrives when that frame has been painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve({ key, paint: time() });
          port2.postMessage(undefined);
        });
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    return { painted };
  }, marker);
  return () => watch.evaluate(({ painted }) => painted);
}

/** Makes the floor's page ask the server on Enter, and show what comes as it comes. */
async function prepareFloor(page: Page, { address, authorization }: { address: string; authorization: string }) {
  const request = { address, authorization, body: JSON.stringify({ ...responsesBody('Hello'), stream: true }) };
  await page.evaluate((given) => {
    const field = document.querySelector('textarea');
    const send = document.querySelector('button');
    field?.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') void answer();
    });
    const answer = async () => {
      if (send !== null) send.hidden = true;
      const response = await fetch(given.address, {
        method: 'POST',
        headers: { authorization: given.authorization, 'content-type': 'application/json' },
        body: given.body,
      });
      const log = document.querySelector('[role=log]');
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) log?.append(part.value);
      if (log !== null) log.textContent = '';
      if (send !== null) send.hidden = false;
    };
  }, request);
}

/** Milliseconds since the epoch, finer than Date.now; the window's clock is the same one. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
