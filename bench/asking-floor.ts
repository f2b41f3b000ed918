import type { Page } from 'playwright';
import { responsesBody } from '../dev/emulators/testing/model-client.ts';
import { modelScope } from '../dev/emulators/testing/msal-client.ts';
import type { Stage } from './stage.ts';

/** Starts the floor as a page that asks the models' server itself. */
export async function startAsking({ emulators, startFloor }: Stage) {
  const floor = await startFloor();
  const authorization = `Bearer ${await emulators.entra.accessTokenFor('ada', modelScope)}`;
  await prepareFloor(floor.page, { address: `${emulators.openai.endpoint}/responses`, authorization });
  return floor;
}

/** Starts to watch; the function it resolves to resolves to the times of the key and of the first frame after the text. */
export async function watchForPaint(page: Page, marker: string) {
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
      let rest = '';
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
        const lines = (rest + part.value).split('\n');
        rest = lines.pop() ?? '';
        const deltas = lines
          .filter((line) => line.startsWith('data: ') && line.includes('output_text.delta'))
          .map((line) => (JSON.parse(line.slice(6)) as { readonly delta: string }).delta);
        if (deltas.length > 0) log?.append(deltas.join(''));
      }
      if (log !== null) log.textContent = '';
      if (send !== null) send.hidden = false;
    };
  }, request);
}
