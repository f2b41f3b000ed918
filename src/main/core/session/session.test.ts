import { once } from 'node:events';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulators, startEmulators } from '../../../../dev/emulators/index.ts';
import { createTestBrowser } from '../../../../dev/emulators/testing/test-browser.ts';
import type { SessionState } from '../../../shared/model/session.ts';
import { ChildStoreHost } from '../../storage/testing/child-store-host.ts';
import type { Ports } from '../ports.ts';
import { FakeClock, MemoryLog, sessionPorts, temporaryFolder } from '../testing/fakes.ts';
import { Session } from './session.ts';

let emulators: Emulators;
let profileFolder: string;
let clock: FakeClock;
let storeHost: ChildStoreHost;
let running: Session[];

beforeAll(async () => {
  emulators = await startEmulators();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), emulators.certificateAuthority]);
});

afterAll(() => emulators.close());

beforeEach(async () => {
  profileFolder = await temporaryFolder();
  clock = new FakeClock();
  storeHost = new ChildStoreHost();
  running = [];
});

afterEach(async () => {
  for (const session of running) await session.close();
});

/** Signs the account of now out. */
async function signOut(session: Session): Promise<void> {
  const { state } = session;
  if (state.kind !== 'signed-in') throw new Error(`${state.kind} is not signed in`);
  await session.signOut(state.account.id, { browser: false, forget: false });
}

const chooseAda: Ports['openUrl'] = async (url) => {
  void createTestBrowser(emulators.certificateAuthority).signIn(url, 'ada');
};

/** A start of the application; `reached` resolves when the state is of a kind, now or later. */
function start(ports: Partial<Ports> = {}) {
  const policy = JSON.stringify(emulators.policy({ Broker: 'off' }));
  let onState: (state: SessionState) => void = () => {};
  const session = new Session(
    {
      clock,
      ...sessionPorts(storeHost),
      fetch,
      openUrl: chooseAda,
      log: new MemoryLog(),
      policySources: [{ name: 'policy.json', read: async () => policy }],
      app: { version: '0', platform: 'linux', system: 'linux 6', profileFolder },
      ...ports,
    },
    (name, payload) => {
      if (name === 'session.changed') onState(payload as SessionState);
    },
  );
  running.push(session);
  const reached = (kind: SessionState['kind']) =>
    new Promise<SessionState>((resolve) => {
      onState = (state) => {
        if (state.kind === kind) resolve(state);
      };
      onState(session.state);
    });
  return { session, reached };
}

/** A fetch that never answers, but can be called off; and what tells that it was asked. */
function silence() {
  const asked = Promise.withResolvers<void>();
  const silentFetch: typeof fetch = (_url, init) => {
    asked.resolve();
    return new Promise((_resolve, reject) => {
      const abort = () => reject(new Error('aborted'));
      if (init?.signal?.aborted === true) abort();
      init?.signal?.addEventListener('abort', abort);
    });
  };
  return { silentFetch, asked: asked.promise };
}

describe('the session', () => {
  it('signs in anew when a sign-in was cancelled in the same moment', async () => {
    const { session, reached } = start();
    await session.start();
    void session.signIn();
    session.cancelSignIn();
    void session.signIn();
    await expect(reached('signed-in')).resolves.toMatchObject({ account: { name: 'Ada Lovelace' } });
  });

  it('cancels and times out while the sign-in service is silent', async () => {
    const { silentFetch, asked } = silence();
    const { session, reached } = start({ fetch: silentFetch });
    await session.start();
    const cancelled = session.signIn();
    await asked;
    session.cancelSignIn();
    await cancelled;
    expect(session.state).toEqual({ kind: 'signed-out', error: null, readable: [] });

    const late = session.signIn();
    await reached('signing-in');
    clock.advance(3600 * 1000);
    await late;
    expect(session.state).toMatchObject({ kind: 'signed-out', error: { code: 'sign-in-timed-out' } });
  });

  it('says that there is a link only while there is one', async () => {
    const copied: string[] = [];
    const opened = Promise.withResolvers<void>();
    const { session, reached } = start({
      openUrl: async () => opened.resolve(),
      writeClipboard: (text) => void copied.push(text),
    });
    await session.start();
    const signIn = session.signIn();
    await expect(reached('signing-in')).resolves.toMatchObject({ linkReady: false });
    session.copySignInLink();
    expect(copied).toEqual([]);
    await opened.promise;
    expect(session.state).toMatchObject({ kind: 'signing-in', linkReady: true });
    session.copySignInLink();
    expect(copied[0]).toContain('/authorize?');
    session.cancelSignIn();
    await signIn;
  });

  it('says why signing in once more failed, to a person who is still signed in', async () => {
    let choose = chooseAda;
    const { session, reached } = start({ openUrl: (url) => choose(url) });
    await session.start();
    await session.signIn();
    choose = async (url) => void createTestBrowser(emulators.certificateAuthority).signIn(url, 'cancel');
    await session.signIn();
    await expect(reached('signed-in')).resolves.toMatchObject({
      account: { username: 'ada@contoso.example' },
      error: { code: 'sign-in-refused' },
    });
    await expect(session.workspace.history.list()).resolves.toEqual([]);
  });

  it('leaves no storage process behind when it is closed while the history opens', async () => {
    const { session } = start();
    await session.start();
    await session.signIn();
    await session.close();

    const again = start();
    const opening = again.session.start();
    const before = storeHost.children.length;
    while (storeHost.children.length === before) await new Promise((resolve) => void setImmediate(resolve));
    const exited = once(storeHost.last, 'exit');
    await again.session.close();
    await opening;
    expect(await exited).toHaveLength(2);
  });

  it('stays signed out when that was asked for while it was starting', async () => {
    const { session } = start();
    await session.start();
    await session.signIn();
    const accountId = session.state.kind === 'signed-in' ? session.state.account.id : '';
    await session.close();

    const again = start();
    const opening = again.session.start();
    const before = storeHost.children.length;
    while (storeHost.children.length === before) await new Promise((resolve) => void setImmediate(resolve));
    await again.session.signOut(accountId, { browser: false, forget: false });
    await opening;
    expect(again.session.state).toEqual({ kind: 'signed-out', error: null, readable: [] });
    const third = start();
    await third.session.start();
    expect(third.session.state).toEqual({ kind: 'signed-out', error: null, readable: [] });
  });

  it('does not wait for a silent directory when a person signs out', async () => {
    const { silentFetch, asked } = silence();
    const graph = emulators.graph.origin;
    const { session } = start({
      fetch: (url, init) =>
        typeof url === 'string' && url.startsWith(graph) ? silentFetch(url, init) : fetch(url, init),
    });
    await session.start();
    await session.signIn();
    const photo = session.workspace.photo().catch(() => {});
    await asked;
    await signOut(session);
    await photo;
    expect(session.state).toEqual({ kind: 'signed-out', error: null, readable: [] });
  });
});
