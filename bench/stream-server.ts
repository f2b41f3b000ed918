import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { sendClosing, sendDelta, sendOpening, startEvents } from '../src/main/core/testing/model-server.ts';
import { deltasOf, paces, type Pace } from './stream-pace.ts';

// A process of its own: a server in the one that is measured would be measured too.
const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => void answer(response, request.url?.startsWith('/paced/') === true ? 'paced' : 'flat-out'));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.((server.address() as AddressInfo).port);

async function answer(response: ServerResponse, pace: Pace): Promise<void> {
  const { perSecond } = paces[pace];
  startEvents(response);
  sendOpening(response);
  const began = performance.now();
  for (const [index, delta] of deltasOf(pace).entries()) {
    const early = (index * 1000) / perSecond - (performance.now() - began);
    if (early > 1) await wait(early);
    sendDelta(response, delta);
    if (response.writableNeedDrain) await once(response, 'drain');
  }
  sendClosing(response);
}
