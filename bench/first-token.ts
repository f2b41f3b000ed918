import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { compare, printFigure } from './figure.ts';
import { composer, onStage, type Stage } from './stage.ts';

const rounds = 25;

/**
 * From the server's first byte of text to the frame that shows it. Parley's way leads through Chromium's network stack, the
 * AI SDK, the turn, a MessagePort, React and markdown; the floor is a page that reads the stream and sets a text.
 */
export async function benchFirstToken(): Promise<void> {
  await onStage(async (stage) => {
    const server = await startTextServer();
    const parley = await stage.startParley();
    const empty = await stage.startFloor();
    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await askParley(stage, parley, `ours-${round}`));
      floor.push(await askFloor(server, empty.page, `floor-${round}`));
    }
    await empty.application.close();
    server.close();
    // The first round warms up both: code that has never run, a connection that isn't open.
    printFigure(compare('first-token', ours.slice(1), floor.slice(1), 'a page that reads the stream itself'));
  });
}

async function askParley({ emulators }: Stage, page: Page, marker: string): Promise<number> {
  const held = emulators.openai.hold();
  await composer(page).fill('Hello');
  await composer(page).press('Enter');
  await held.started;
  const painted = await watchForPaint(page, marker);
  const sent = now();
  held.send(marker);
  const value = (await painted()) - sent;
  held.finish();
  await page.getByRole('button', { name: 'Send' }).waitFor();
  return value;
}

async function askFloor(server: TextServer, page: Page, marker: string): Promise<number> {
  const connected = server.next();
  await page.evaluate((address) => {
    void (async () => {
      const log = document.querySelector('[role=log]');
      const reader = (await fetch(address)).body?.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
        log?.append(part.value);
      }
    })();
  }, server.address);
  const response = await connected;
  const painted = await watchForPaint(page, marker);
  const sent = now();
  response.write(marker);
  const value = (await painted()) - sent;
  response.end();
  return value;
}

/** Starts to watch; the function it resolves to resolves to the time of the first frame after the text was there. */
async function watchForPaint(page: Page, marker: string): Promise<() => Promise<number>> {
  const watch = await page.evaluateHandle((text) => {
    const log = document.querySelector('[role=log]') ?? document.body;
    const shown = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!log.textContent.includes(text)) return;
        observer.disconnect();
        // A message posted in a frame's callback arrives when that frame has been painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
          port2.postMessage(undefined);
        });
      });
      observer.observe(log, { childList: true, subtree: true, characterData: true });
    });
    return { shown };
  }, marker);
  return () => watch.evaluate(({ shown }) => shown);
}

/** Milliseconds since the epoch, finer than Date.now; the window's clock is the same one. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

interface TextServer {
  readonly address: string;
  /** Resolves to the next reply, its headers sent. */
  next(): Promise<ServerResponse>;
  close(): void;
}

async function startTextServer(): Promise<TextServer> {
  let take: (response: ServerResponse) => void = () => {};
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*' });
    response.flushHeaders();
    take(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    next: () => new Promise((resolve) => (take = resolve)),
    close: () => void server.close(),
  };
}
