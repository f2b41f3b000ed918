import { describe, expect, it } from 'vitest';
import { readPolicy } from './read-policy.ts';

const written = { TenantId: 'contoso.example', ClientId: 'abcdef11-1111-4111-8111-111111111111' };
const customCloud = {
  Name: 'Air-gapped',
  LoginHost: 'https://login.contoso.example',
  GraphHost: 'https://graph.contoso.example',
  AzureOpenAIScope: 'https://models.contoso.example/.default',
};

function read(policy: object) {
  const text = JSON.stringify({ ...written, ...policy });
  return readPolicy([{ name: 'policy.json', read: async () => text }]);
}

describe('Discovery', () => {
  it('may find all of a tenant’s models, and does not tell cases apart where Azure does not', async () => {
    const Discovery = {
      Subscriptions: [written.ClientId.toUpperCase()],
      ResourceGroups: ['RG-AI_(North)', 'rg-ai_(north)'],
      Tags: { Parley: 'Yes' },
    };
    const [directory] = (await read({ Discovery })).directories;
    expect(directory).toMatchObject({
      deployments: [],
      discovery: {
        subscriptions: [written.ClientId],
        resourceGroups: ['rg-ai_(north)'],
        resources: [],
        tags: new Map([['parley', 'Yes']]),
      },
    });
  });

  it('is not had by a tenant for which policy does not say so', async () => {
    const Deployments = [{ Id: 'a', DisplayName: 'A', Endpoint: 'contoso', Deployment: 'a' }];
    const further = {
      DisplayName: 'Fabrikam',
      TenantId: 'fabrikam.example',
      ClientId: written.ClientId,
      Discovery: {},
    };
    const { directories } = await read({ Deployments, AdditionalTenants: [further] });
    expect(directories.map(({ discovery }) => discovery !== undefined)).toEqual([false, true]);
  });

  it.each([
    ['nothing to offer', {}, { key: 'Deployments', accepted: /Discovery/ }],
    [
      'nothing to offer to a further tenant',
      {
        Discovery: {},
        AdditionalTenants: [{ DisplayName: 'Fabrikam', TenantId: 'fabrikam.example', ClientId: written.ClientId }],
      },
      { key: 'Deployments', problem: /Fabrikam/ },
    ],
    [
      'a subscription by name',
      { Discovery: { Subscriptions: ['Contoso'] } },
      { key: 'Discovery.Subscriptions[0]', accepted: /GUID/ },
    ],
    ['no subscription, which would be all', { Discovery: { Subscriptions: [] } }, { key: 'Discovery.Subscriptions' }],
    [
      'an unknown key',
      { Discovery: { Enabled: true } },
      { key: 'Discovery.Enabled', accepted: /Subscriptions, ResourceGroups/ },
    ],
    ...['..', 'a/b', 'a?b', 'a#b', 'a%2fb', 'rg.', ''].map(
      (group) =>
        [
          `a group that leads to another address: ${JSON.stringify(group)}`,
          { Discovery: { ResourceGroups: [group] } },
          { key: 'Discovery.ResourceGroups[0]', accepted: /resource group/ },
        ] as const,
    ),
    [
      'a cloud without Resource Manager',
      { Cloud: customCloud, Discovery: {} },
      { key: 'Discovery', accepted: /ArmHost/ },
    ],
    [
      'a cloud that does not say where tokens may go',
      { Cloud: { ...customCloud, ArmHost: 'arm.contoso.example' }, Discovery: {} },
      { key: 'Discovery', accepted: /AzureOpenAISuffixes/ },
    ],
  ] as [string, object, Record<string, unknown>][])(
    'is refused, with the key and what it accepts: %s',
    async (_name, policy, fields) => {
      await expect(read(policy)).rejects.toMatchObject({ code: 'policy-invalid' });
      const thrown = (await read(policy).catch((error: unknown) => error)) as {
        readonly fields: Record<string, string>;
      };
      for (const [field, pattern] of Object.entries(fields))
        expect(thrown.fields[field]).toMatch(pattern as string | RegExp);
    },
  );
});
