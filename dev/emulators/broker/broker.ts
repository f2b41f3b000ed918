import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import type { BrokerCommand, BrokerReply, BrokerRequest } from '../../../src/main/core/auth/broker/protocol.ts';
import type { PersonId } from '../demo-tenant.ts';
import type { Emulators } from '../index.ts';
import type { BrokerAct, BrokerScript } from './broker-act.ts';
import { createOsAccounts, type OsAccounts } from './os-accounts.ts';
import { BrokerRefusal, failureOf } from './refusal.ts';

/** What the broker can be asked. */
export type BrokerMethod = BrokerCommand['method'];

/** One recorded request. */
export interface BrokerRecord {
  readonly method: BrokerMethod;
  /** Of the broker's process. */
  readonly processId: number;
  /** All of the request; `windowHandle` as hexadecimal digits. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The operating system's broker, in a process that Parley starts and that does what a test says. */
export interface BrokerEmulator {
  /** The script of the broker's process, for PARLEY_BROKER_ENTRY. */
  readonly entry: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly BrokerRecord[];
  /** Resolves with the next request of this kind. */
  nextRequest(method: BrokerMethod): Promise<BrokerRecord>;
  /** Scripts the next `times` requests of a kind; Infinity for all later ones. */
  next(method: BrokerMethod, script: BrokerScript, times?: number): void;
  /** Who is signed in to the computer, and whom its window signs in; undefined for nobody. */
  setPerson(person: PersonId | undefined): void;
  close(): Promise<void>;
}

/** Starts a broker whose tokens are those of the Entra emulator; Ada is signed in to the computer. */
export async function startBrokerEmulator(emulators: Emulators): Promise<BrokerEmulator> {
  const requests: BrokerRecord[] = [];
  const scripts: { readonly method: BrokerMethod; readonly script: BrokerScript; left: number }[] = [];
  let waiting: { readonly method: BrokerMethod; resolve(record: BrokerRecord): void }[] = [];
  let person: PersonId | undefined = 'ada';
  const accounts = createOsAccounts(emulators);

  const takeScript = (method: BrokerMethod): BrokerScript | undefined => {
    const found = scripts.find((candidate) => candidate.method === method && candidate.left > 0);
    if (found !== undefined) found.left -= 1;
    return found?.script;
  };
  const record = (entry: BrokerRecord): void => {
    requests.push(entry);
    for (const waiter of waiting) if (waiter.method === entry.method) waiter.resolve(entry);
    waiting = waiting.filter(({ method }) => method !== entry.method);
  };
  const server = createServer((incoming, response) => {
    void read(incoming).then(async ({ request, processId }) => {
      const { method, id: _id, ...fields } = request;
      const script = takeScript(method);
      record({ method, processId, fields });
      response.end(JSON.stringify(await act(request, script, () => answer(request, accounts, person))));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = await writeScript(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  return {
    entry: path.join(folder, 'broker.mjs'),
    requests,
    nextRequest: (method) => new Promise((resolve) => waiting.push({ method, resolve })),
    next: (method, script, times = 1) => void scripts.push({ method, script, left: times }),
    setPerson: (next) => {
      person = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Asked {
  readonly request: BrokerRequest;
  readonly processId: number;
}

async function read(incoming: IncomingMessage): Promise<Asked> {
  return (await json(incoming)) as Asked;
}

async function act(
  request: BrokerRequest,
  script: BrokerScript | undefined,
  usual: () => Promise<unknown>,
): Promise<BrokerAct> {
  const { id } = request;
  const reply = async (value: () => Promise<unknown>): Promise<BrokerAct> => {
    const message: BrokerReply = await value().then(
      (given) => ({ id, ok: true, value: given }),
      (thrown: unknown) => {
        const refusal = thrown instanceof BrokerRefusal ? thrown : new BrokerRefusal('Unexpected', String(thrown));
        return { id, ok: false, error: failureOf(refusal, correlationIdOf(request)) };
      },
    );
    return { kind: 'post', messages: [message] };
  };
  switch (script?.kind) {
    case undefined:
      return reply(usual);
    case 'hang':
      return { kind: 'silence' };
    case 'block':
    case 'crash':
      return script;
    case 'say':
      return { kind: 'post', messages: script.messages };
    case 'value':
      return reply(async () => script.value);
    case 'refuse':
      return reply(() => Promise.reject(new BrokerRefusal(script.status, script.context, script.code)));
    case 'late':
      await script.until;
      return reply(usual);
  }
}

async function answer(request: BrokerRequest, accounts: OsAccounts, person: PersonId | undefined): Promise<unknown> {
  switch (request.method) {
    case 'probe':
      return { available: true, reason: 'loaded' };
    case 'account':
      return accounts.find(request.accountId);
    case 'accounts':
      return accounts.list();
    case 'silent': {
      const { accountId } = request.request;
      const owner = accountId === undefined ? person : accounts.personOf(accountId);
      if (owner === undefined) throw new BrokerRefusal('InteractionRequired');
      return accounts.renew(request.request, owner);
    }
    case 'interactive':
      if (person === undefined) throw new BrokerRefusal('UserCanceled');
      return accounts.signIn(request.request, person);
    case 'sign-out':
      return accounts.remove(request.accountId);
  }
}

function correlationIdOf(request: BrokerRequest): string {
  if (request.method === 'probe') return '';
  return 'request' in request ? request.request.correlationId : request.correlationId;
}

/** A folder with the process's script as JavaScript: Electron 33 reads no TypeScript. */
async function writeScript(address: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-broker-'));
  const parent = path.join(import.meta.dirname, '../../../src/main/core/parent.ts');
  const script = await javaScriptOf(path.join(import.meta.dirname, 'broker-process.ts'));
  await writeFile(path.join(folder, 'address.txt'), address);
  await writeFile(path.join(folder, 'parent.mjs'), await javaScriptOf(parent));
  await writeFile(path.join(folder, 'broker.mjs'), script.replace('../../../src/main/core/parent.ts', './parent.mjs'));
  return folder;
}

async function javaScriptOf(file: string): Promise<string> {
  return stripTypeScriptTypes(await readFile(file, 'utf8'));
}
