import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { BrokerRequest } from '../../../src/main/core/auth/broker/protocol.ts';
import { connectParent } from '../../../src/main/core/parent.ts';
import type { BrokerAct } from './broker-act.ts';

// What Parley starts in the broker's place: it does for every message what the emulator says. An older Electron runs it too,
// so the emulator turns it into JavaScript and puts it into a folder of its own, with its address beside it.
const address = readFileSync(new URL('address.txt', import.meta.url), 'utf8');
const parent = connectParent<BrokerRequest, unknown>(process);

parent.onRequest((request) => void perform(request));
parent.onGone(() => process.exit());

async function perform(request: BrokerRequest): Promise<void> {
  const windowHandle =
    request.method === 'interactive' && request.windowHandle !== undefined
      ? Buffer.from(request.windowHandle).toString('hex')
      : undefined;
  const act = await ask({ request: { ...request, windowHandle }, processId: process.pid });
  switch (act.kind) {
    case 'post':
      for (const message of act.messages) parent.post(message);
      return;
    case 'silence':
      return;
    case 'block':
      for (;;);
    case 'crash':
      process.kill(process.pid, 'SIGKILL');
  }
}

async function ask(body: unknown): Promise<BrokerAct> {
  try {
    const response = await fetch(address, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as BrokerAct;
  } catch {
    // Without its emulator there is no broker.
    return process.exit(1);
  }
}
