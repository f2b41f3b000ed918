import tls from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Emulators } from '../emulators/index.ts';
import { createTestBrowser } from '../emulators/testing/test-browser.ts';
import type { SessionState } from '../../src/shared/model/session.ts';
import { ChildStoreHost } from '../../src/main/storage/testing/child-store-host.ts';
import type { Ports } from '../../src/main/core/ports.ts';
import { Session } from '../../src/main/core/session/session.ts';
import { FakeClock, MemoryLog, sessionPorts, temporaryFolder } from '../../src/main/core/testing/fakes.ts';

/** A computer with one profile, on which the application can be started again and again. */
export interface TestComputer {
  readonly emulators: Emulators;
  readonly clock: FakeClock;
  readonly storeHost: ChildStoreHost;
  readonly profileFolder: string;
  readonly log: MemoryLog;
  /** Whom the person chooses in the browser; `nobody` leaves the page open. */
  choose: Parameters<ReturnType<typeof createTestBrowser>['signIn']>[1] | 'nobody';
  /** Pages that ended a session in the browser. */
  readonly signOutPages: string[];
  start(options?: {
    readonly policy?: Readonly<Record<string, unknown>>;
    readonly ports?: Partial<Ports>;
  }): TestSession;
}

/** A start of the application. */
export interface TestSession {
  readonly session: Session;
  /** Resolves when a state satisfies the condition, now or later. */
  until<State extends SessionState>(condition: (state: SessionState) => state is State): Promise<State>;
}

/** A clock that agrees with the emulators' and can be moved on. */
class TodaysClock extends FakeClock {
  readonly #offset = Date.now() - super.now();

  override now(): number {
    return super.now() + this.#offset;
  }
}

/** Sets up a computer; the emulators are the caller's, since starting them takes a while. */
export async function createComputer(emulators: Emulators): Promise<TestComputer> {
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), emulators.certificateAuthority]);
  const profileFolder = await temporaryFolder();
  const clock = new TodaysClock();
  const log = new MemoryLog();
  const storeHost = new ChildStoreHost();
  const computer: TestComputer = {
    emulators,
    clock,
    storeHost,
    profileFolder,
    log,
    choose: 'ada',
    signOutPages: [],
    start({ policy = {}, ports = {} } = {}) {
      const text = JSON.stringify(emulators.policy({ Broker: 'off', ...policy }));
      const listeners = new Set<(state: SessionState) => void>();
      const session = new Session(
        {
          clock,
          ...sessionPorts(storeHost),
          fetch,
          openUrl: async (url) => {
            if (url.includes('/logout')) computer.signOutPages.push(url);
            else if (computer.choose !== 'nobody') {
              void createTestBrowser(emulators.certificateAuthority).signIn(url, computer.choose);
            }
          },
          log,
          policySources: [{ name: 'policy.json', read: async () => text }],
          app: { version: '0', platform: 'linux', system: 'linux 6', profileFolder },
          ...ports,
        },
        (name, payload) => {
          if (name === 'session.changed') for (const listener of listeners) listener(payload as SessionState);
        },
      );
      onTestFinished(() => session.close());
      return {
        session,
        until: <State extends SessionState>(condition: (state: SessionState) => state is State) =>
          new Promise<State>((resolve) => {
            const listener = (state: SessionState) => {
              if (!condition(state)) return;
              listeners.delete(listener);
              resolve(state);
            };
            listeners.add(listener);
            listener(session.state);
          }),
      };
    },
  };
  return computer;
}

/** A state of one kind. */
export function is<Kind extends SessionState['kind']>(kind: Kind) {
  return (state: SessionState): state is Extract<SessionState, { kind: Kind }> => state.kind === kind;
}
