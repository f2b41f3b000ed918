import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { modelScope } from '../testing/msal-client.ts';
import { demoSubscriptions } from './estate.ts';

const accounts = (subscription: string) =>
  `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/accounts?api-version=2024-10-01`;

describe('the ARM emulator', () => {
  let emulators: Emulators;

  beforeEach(async () => {
    emulators = await startEmulators();
  });
  afterEach(() => emulators.close());

  const get = async (address: string, scope = `${emulators.arm.origin}/user_impersonation`) => {
    const token = await emulators.entra.accessTokenFor('ada', scope);
    const url = address.startsWith('/') ? `${emulators.arm.origin}${address}` : address;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const body = (await response.json()) as {
      readonly value?: readonly { readonly id: string; readonly name: string }[];
      readonly nextLink?: string;
      readonly error?: { readonly code: string };
    };
    return { status: response.status, ...body };
  };

  test('a list is told in pages, each with the whole address of the next', async () => {
    emulators.arm.setPageSize(1);
    const first = await get('/subscriptions?api-version=2022-12-01');
    expect(first.value).toHaveLength(1);
    const second = await get(first.nextLink ?? '');
    expect(second.value).toHaveLength(1);
    expect(second.value?.[0]?.id).not.toBe(first.value?.[0]?.id);
    expect(second.nextLink).toBeUndefined();
  });

  test('what is below a resource is found by its id, as it is told', async () => {
    const { value } = await get(accounts(demoSubscriptions.research));
    const deployments = await get(`${value?.[0]?.id}/deployments?api-version=2024-10-01`);
    expect(deployments.value?.map(({ name }) => name)).toEqual(['corp-deep', 'corp-text', 'corp-next']);
    expect((await get(`${value?.[0]?.id}x/deployments?api-version=2024-10-01`)).error?.code).toBe('ResourceNotFound');
  });

  test('a call that the service would refuse is not answered', async () => {
    expect((await get('/subscriptions')).error?.code).toBe('MissingApiVersionParameter');
    expect((await get('/subscriptions?api-version=2024-10-01')).error?.code).toBe('InvalidApiVersionParameter');
    const other = await get('/subscriptions?api-version=2022-12-01', modelScope);
    expect([other.status, other.error?.code]).toEqual([401, 'InvalidAuthenticationTokenAudience']);
    expect((await fetch(`${emulators.arm.origin}/subscriptions?api-version=2022-12-01`)).status).toBe(401);
  });

  test('a subscription without a role of the person’s is not listed, and not to be looked into', async () => {
    emulators.arm.setAccess('ada', [demoSubscriptions.production]);
    expect((await get('/subscriptions?api-version=2022-12-01')).value).toHaveLength(1);
    expect((await get(accounts(demoSubscriptions.research))).status).toBe(403);
    expect((await get(accounts('00000000-0000-4000-8000-000000000000'))).status).toBe(404);
  });
});
