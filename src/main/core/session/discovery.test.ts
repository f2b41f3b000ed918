import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Emulators, startEmulators } from '../../../../dev/emulators/index.ts';
import { createComputer, type TestComputer } from '../../../../dev/testing/test-computer.ts';
import type { Discovery } from '../../../shared/model/deployment.ts';
import type { SessionState } from '../../../shared/model/session.ts';

type SignedIn = Extract<SessionState, { kind: 'signed-in' }>;

let emulators: Emulators;
let computer: TestComputer;

beforeEach(async () => {
  emulators = await startEmulators();
  computer = await createComputer(emulators);
});

afterEach(() => emulators.close());

async function signIn(policy: Readonly<Record<string, unknown>>) {
  const started = computer.start({ policy });
  await started.session.start();
  await started.session.signIn();
  return started;
}

/** Somebody whose search for models stands so. */
function searchIs(kind: Discovery['kind']) {
  return (state: SessionState): state is SignedIn => state.kind === 'signed-in' && state.discovery.kind === kind;
}

function foundIn({ deployments }: SignedIn): readonly string[] {
  return deployments.filter(({ found }) => found !== undefined).map(({ displayName }) => displayName);
}

describe('the search for models in Azure', () => {
  it('brings what Azure wants proved where the person signs in for it, and only there', async () => {
    const { session, until } = await signIn({ Discovery: {} });
    expect(foundIn(await until(searchIs('looked')))).toEqual(['corp-deep', 'corp-text']);

    emulators.entra.requireClaims({ resource: 'arm', interaction: 'mfa' });
    session.workspace.findModels();
    const waiting = await until(searchIs('permission-needed'));
    expect(foundIn(waiting)).toEqual(['corp-deep', 'corp-text']);
    await session.signIn();
    expect(searchIs('looked')(session.state)).toBe(false);

    const looked = until(searchIs('looked'));
    await session.signIn({ purpose: 'discovery' });
    expect((await looked).error).toBeNull();
  });

  it('is not made for a person whose role gives a list of models', async () => {
    emulators.entra.setRoles('ada', ['Parley.User']);
    const RoleMapping = { 'Parley.User': { Deployments: ['gpt-demo'] }, 'Parley.Administrator': {} };
    const policy = { Discovery: {}, RoleMapping };
    const { session, until } = await signIn(policy);
    const state = await until(searchIs('off'));
    expect(state.deployments.map(({ id }) => id)).toEqual(['gpt-demo']);
    expect(emulators.arm.requests).toEqual([]);

    emulators.entra.setRoles('ada', ['Parley.Administrator']);
    const looked = until(searchIs('looked'));
    await session.checkAccess();
    expect(foundIn(await looked)).toEqual(['corp-deep', 'corp-text']);
  });

  it('shows another account of the computer nothing of what the first one found', async () => {
    emulators.arm.setAccess('grace', []);
    const { session, until } = await signIn({ Discovery: {} });
    await until(searchIs('looked'));
    computer.choose = 'grace';
    const { tenants } = session.info;
    await session.signIn({ tenantId: tenants[0]?.id });
    const state = await until(
      (each): each is SignedIn => searchIs('looked')(each) && each.account.username.startsWith('grace'),
    );
    expect(foundIn(state)).toEqual([]);
  });
});
