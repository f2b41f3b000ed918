import type { AccountHealth } from '../../src/shared/model/account.ts';
import type { FakeOptions } from '../../src/renderer/test-support/fake-bridge.ts';
import {
  sampleColleague,
  sampleDeviceCode,
  sampleEvidence,
  sampleHealth,
  sampleInfo,
  sampleKeySession,
  sampleSession,
  sampleSignIn,
  sampleTenants,
} from '../../src/renderer/test-support/samples.ts';
import { AppError, type ErrorCode } from '../../src/shared/errors.ts';
import { plainTraits } from '../../src/shared/model/deployment.ts';
import type { AppInfo, SessionState } from '../../src/shared/model/session.ts';
import type { GalleryState } from './states.ts';

const info: AppInfo = {
  ...sampleInfo,
  tenants: sampleTenants,
  otherMethods: ['browser', 'device-code'],
  supportEmail: 'helpdesk@contoso.example',
};

/** The states of signing in, of the account and of its access; `usual` is what they have in common with all others. */
export function identityStates(usual: FakeOptions): Readonly<Record<string, GalleryState>> {
  const shown = (session: SessionState, more: FakeOptions = {}): GalleryState => ({
    options: { ...usual, info, session, ...more },
  });
  const refused = (aadsts: string, code: ErrorCode = 'sign-in-refused') =>
    new AppError(code, { fields: { aadsts } }).toData();
  const { account } = sampleSession;
  const now = Date.now();
  const health: AccountHealth = {
    ...sampleHealth,
    roles: ['Parley.User', 'Parley.Analyst'],
    evidence: sampleEvidence,
    expiresAt: now + 3_600_000,
    renewedAt: now - 600_000,
    broker: { state: 'tripped', reason: 'silent-deadline', since: now - 7_200_000 },
  };
  return {
    'other-methods': shown({ kind: 'signed-out', error: null, readable: [] }),
    'not-assigned': shown({ kind: 'signed-out', error: refused('AADSTS50105'), readable: [] }),
    'broker-broken': shown({
      kind: 'signed-out',
      error: new AppError('sign-in-failed', { fields: { broker: '3399942148' } }).toData(),
      readable: [],
    }),
    'signing-in-broker': shown({ kind: 'signing-in', ...sampleSignIn(), method: 'broker', linkReady: false }),
    'device-code': shown({ kind: 'signing-in', ...sampleDeviceCode() }),
    'sign-in-beside': shown({ ...sampleSession, signIn: sampleSignIn() }),
    'device-code-beside': shown({ ...sampleSession, signIn: sampleDeviceCode() }),
    'access-denied': shown({
      kind: 'locked',
      account,
      accounts: [account, sampleColleague],
      error: new AppError('access-denied').toData(),
      evidence: sampleEvidence,
    }),
    'access-unchecked': shown({
      kind: 'locked',
      account,
      accounts: [account],
      error: new AppError('access-unchecked', { fields: { cause: 'network-unreachable' } }).toData(),
      evidence: null,
    }),
    'sign-in-ended': shown({
      kind: 'locked',
      account,
      accounts: [account],
      error: refused('AADSTS50173', 'sign-in-required'),
      evidence: null,
    }),
    accounts: shown({ ...sampleSession, accounts: [account, sampleColleague] }, { health }),
    grace: shown({ ...sampleSession, uncheckedUntil: now + 3_600_000 }),
    'key-missing': shown(sampleKeySession),
    'key-kept': shown({
      ...sampleKeySession,
      deployments: [{ ...plainTraits, id: 'plain', displayName: 'Plain', description: '', credential: 'key' }],
    }),
    paused: {
      options: {
        ...usual,
        info,
        onTurn: (turn) => {
          turn.write('The council discussed three points:\n\n1. The new');
          turn.pause(refused('AADSTS50076', 'claims-challenge'));
        },
      },
      begin: (main) => main.beginTurn(main.list()[0]?.id ?? '', 'everyday'),
    },
    'paused-consent': {
      options: {
        ...usual,
        info,
        onTurn: (turn) =>
          turn.pause(new AppError('consent-required', { fields: { resource: 'Azure OpenAI' } }).toData()),
      },
      begin: (main) => main.beginTurn(main.list()[0]?.id ?? '', 'everyday'),
    },
  };
}
