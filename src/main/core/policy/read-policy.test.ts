import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { PolicySource } from '../ports.ts';
import { readPolicy } from './read-policy.ts';

const deployment = {
  Id: 'fast',
  DisplayName: 'Fast',
  Endpoint: 'https://contoso.openai.azure.com/openai/v1/',
  Deployment: 'corp-chat',
};
const written = {
  TenantId: 'contoso.example',
  ClientId: '11111111-1111-4111-8111-111111111111',
  Deployments: [deployment],
};
const customCloud = {
  Name: 'Air-gapped',
  LoginHost: 'https://localhost:8443',
  GraphHost: 'http://localhost:8080',
  AzureOpenAIScope: 'https://cognitiveservices.azure.com/.default',
};

function source(value: unknown, name = 'policy.json'): PolicySource {
  return { name, read: async () => (typeof value === 'string' ? value : JSON.stringify(value)) };
}

const none: PolicySource = { name: '/etc/parley/policy.json', read: async () => undefined };

async function fieldsOf(value: unknown): Promise<Record<string, string | number>> {
  const thrown = await readPolicy([source(value)]).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(AppError);
  expect((thrown as AppError).code).toBe('policy-invalid');
  return (thrown as AppError).fields;
}

describe('readPolicy', () => {
  it('takes the smallest policy and fills in the defaults', async () => {
    const policy = await readPolicy([source(written)]);
    expect(policy.directories[0].cloud.loginOrigin).toBe('https://login.microsoftonline.com');
    expect(policy.directories[0].deployments).toEqual([
      expect.objectContaining({
        id: 'fast',
        scope: 'https://cognitiveservices.azure.com/.default',
        endpoint: expect.objectContaining({
          baseUrl: 'https://contoso.openai.azure.com/openai/v1',
          api: 'auto',
        }) as unknown,
      }),
    ]);
    expect(policy.allowPlainStorage).toBe(false);
  });

  it('forgives the space that a copied address or id brings along', async () => {
    const Endpoint = ' https://contoso.openai.azure.com/openai/v1/ ';
    const policy = await readPolicy([
      source({ ...written, TenantId: ' contoso.example ', Deployments: [{ ...deployment, Endpoint }] }),
    ]);
    expect(policy.directories[0].tenant).toBe('contoso.example');
    expect(policy.directories[0].deployments[0]?.endpoint.baseUrl).toBe('https://contoso.openai.azure.com/openai/v1');
  });

  it('signs nobody out because an id is written in another case, or with a space', async () => {
    const ids = { TenantId: 'Contoso.Example', ClientId: ' ABCDEF00-1111-4111-8111-111111111111' };
    const policy = await readPolicy([source({ ...written, ...ids })]);
    expect(policy.directories[0].tenant).toBe('contoso.example');
    expect(policy.directories[0].clientId).toBe('abcdef00-1111-4111-8111-111111111111');
  });

  it('takes the first source that has a policy, so that a machine policy beats a person’s file', async () => {
    const policy = await readPolicy([none, source({ ...written, OrganisationName: 'A' }), source(written, 'later')]);
    expect(policy.organisationName).toBe('A');
  });

  it('says where it looked when there is no policy at all', async () => {
    await expect(readPolicy([none])).rejects.toMatchObject({
      code: 'policy-missing',
      fields: { source: '/etc/parley/policy.json' },
    });
  });

  it('accepts a byte order mark, which Windows editors write', async () => {
    await expect(readPolicy([source(`\uFEFF${JSON.stringify(written)}`)])).resolves.toBeDefined();
  });

  it.each([
    [
      'global',
      ['login.microsoftonline.com', 'graph.microsoft.com', 'cognitiveservices.azure.com', 'management.azure.com'],
      ['openai.azure.com', 'sharepoint.com'],
    ],
    [
      'us-government',
      ['login.microsoftonline.us', 'graph.microsoft.us', 'cognitiveservices.azure.us', 'management.usgovcloudapi.net'],
      ['openai.azure.us', 'sharepoint.us'],
    ],
    [
      'us-dod',
      [
        'login.microsoftonline.us',
        'dod-graph.microsoft.us',
        'cognitiveservices.azure.us',
        'management.usgovcloudapi.net',
      ],
      ['openai.azure.us', 'sharepoint-mil.us'],
    ],
    [
      'china',
      [
        'login.partner.microsoftonline.cn',
        'microsoftgraph.chinacloudapi.cn',
        'cognitiveservices.azure.cn',
        'management.chinacloudapi.cn',
      ],
      ['openai.azure.cn', 'sharepoint.cn'],
    ],
  ])(
    'moves every host of the cloud %s together',
    async (Cloud, [login, graph, audience, arm], [suffix, sharePoint]) => {
      const Endpoint = `https://contoso.${suffix}/openai/v1`;
      const policy = await readPolicy([source({ ...written, Cloud, Deployments: [{ ...deployment, Endpoint }] })]);
      const [{ cloud }] = policy.directories;
      expect(cloud).toMatchObject({
        loginOrigin: `https://${login}`,
        graphOrigin: `https://${graph}`,
        azureOpenAIScope: `https://${audience}/.default`,
        armOrigin: `https://${arm}`,
        sharePointSuffix: sharePoint,
      });
      expect(cloud.azureOpenAISuffixes).toContain(suffix);
    },
  );

  it('keeps every tenant with its own cloud and models', async () => {
    const further = {
      DisplayName: 'Fabrikam',
      TenantId: 'fabrikam.example',
      ClientId: written.ClientId,
      Cloud: 'us-government',
      Deployments: [{ ...deployment, Id: 'other', Endpoint: 'https://fabrikam.openai.azure.us/openai/v1' }],
    };
    const { directories } = await readPolicy([source({ ...written, AdditionalTenants: [further] })]);
    expect(directories.map(({ tenant, cloud }) => [tenant, cloud.graphOrigin])).toEqual([
      ['contoso.example', 'https://graph.microsoft.com'],
      ['fabrikam.example', 'https://graph.microsoft.us'],
    ]);
  });

  it('takes a cloud of one’s own', async () => {
    const [{ cloud }] = (await readPolicy([source({ ...written, Cloud: customCloud })])).directories;
    expect(cloud.graphOrigin).toBe('http://localhost:8080');
  });

  it.each([
    ['not JSON', '{', { key: 'the file', problem: 'is not JSON' }],
    [
      'not JSON, with the place of the mistake',
      '{\n  "TenantId": "contoso.example",\n}',
      { problem: 'is not JSON: line 3, column 1' },
    ],
    ['a list', [], { key: 'the file', problem: 'has the wrong type' }],
    ['an unknown key', { ...written, Tenantid: 'x' }, { key: 'Tenantid', problem: 'is not a known key' }],
    ['a missing key', { ...written, TenantId: undefined }, { key: 'TenantId', problem: 'is missing' }],
    ['a wrong type', { ...written, SignInTimeoutSeconds: '9' }, { key: 'SignInTimeoutSeconds', accepted: /number/ }],
    [
      'a number out of range',
      { ...written, StreamStallSeconds: 0 },
      { key: 'StreamStallSeconds', accepted: /at least 1/ },
    ],
    [
      'an unknown cloud',
      { ...written, Cloud: 'mars' },
      { key: 'Cloud', accepted: /global, us-government, us-dod, china/ },
    ],
    ['no deployment', { ...written, Deployments: [] }, { key: 'Deployments', accepted: /at least 1/ }],
    ['two deployments of one id', { ...written, Deployments: [deployment, deployment] }, { key: 'Deployments' }],
    [
      'an unknown key inside a list',
      { ...written, Deployments: [{ ...deployment, Modle: 'x' }] },
      { key: 'Deployments[0].Modle', accepted: /Id, DisplayName, Description, Endpoint/ },
    ],
    [
      'an unknown key inside a cloud',
      { ...written, Cloud: { ...customCloud, Grpah: 'x' } },
      { key: 'Cloud.Grpah', accepted: /Name, LoginHost, GraphHost/ },
    ],
    [
      'an unknown value inside a list',
      { ...written, Deployments: [{ ...deployment, Api: 'grpc' }] },
      { key: 'Deployments[0].Api', accepted: /responses, chat/ },
    ],
    [
      'plain http beyond this computer',
      { ...written, Deployments: [{ ...deployment, Endpoint: 'http://contoso.example/openai/v1' }] },
      { key: 'Deployments.fast.Endpoint', accepted: /https/ },
    ],
    [
      'a host that only looks like loopback',
      { ...written, Cloud: { ...customCloud, GraphHost: 'http://localhost.example:80' } },
      { key: 'Cloud.GraphHost' },
    ],
    [
      'http sign-in',
      { ...written, Cloud: { ...customCloud, LoginHost: 'http://localhost:1' } },
      { key: 'Cloud.LoginHost' },
    ],
    [
      'a password in an address',
      { ...written, Deployments: [{ ...deployment, Endpoint: 'https://me:secret@contoso.example/openai/v1' }] },
      { key: 'Deployments.fast.Endpoint' },
    ],
    ...[
      ['https://contoso.openai.azure.com/openai/v1?api-version=2024-10-21', 'ApiVersion', /no ApiVersion/],
      ['https://contoso.openai.azure.com/openai/deployments/other/chat/completions', 'ApiVersion', /a date/],
      ['https://ai.azure.com/resource/overview', 'Endpoint', /NAME\.openai\.azure\.com/],
      ['https://api.openai.com/v1', 'Endpoint', /NAME\.openai\.azure\.com/],
    ].map(
      ([Endpoint, key, accepted]) =>
        [
          `an endpoint that no model answers on: ${String(Endpoint)}`,
          { ...written, Deployments: [{ ...deployment, Endpoint }] },
          { key: `Deployments.fast.${String(key)}`, accepted },
        ] as [string, unknown, Record<string, string | RegExp>],
    ),
    ...[
      '',
      ' ',
      'contoso example',
      'contoso/common',
      'common',
      'Consumers',
      'https://contoso.example',
      '../x',
      '.',
      'a..b',
      '-a',
    ].map(
      (TenantId) =>
        [
          `a tenant ${JSON.stringify(TenantId)}`,
          { ...written, TenantId },
          { key: 'TenantId', accepted: /directory/ },
        ] as const,
    ),
    ...['Id', 'DisplayName', 'Deployment'].map(
      (key) =>
        [
          `a blank ${key}`,
          { ...written, Deployments: [{ ...deployment, [key]: '  ' }] },
          { key: `Deployments[0].${key}` },
        ] as const,
    ),
    [
      'an endpoint of another cloud, where the token would be refused',
      { ...written, Cloud: 'us-government' },
      { key: 'Deployments.fast.Endpoint', problem: /is in Microsoft Azure, but people sign in to .* US Government/ },
    ],
    [
      'developer without a tool',
      { ...written, Deployments: [{ ...deployment, Auth: 'developer' }] },
      { key: 'Deployments.fast.Auth', accepted: /DeveloperCredentials/ },
    ],
    [
      'a fallback that is not there, so that nobody answers in the end',
      { ...written, Deployments: [{ ...deployment, Fallbacks: ['fats'] }] },
      { key: 'Deployments.fast.Fallbacks', problem: /“fats”/, accepted: /no other deployment/ },
    ],
    [
      'a fallback to itself',
      { ...written, Deployments: [{ ...deployment, Fallbacks: ['fast'] }] },
      { key: 'Deployments.fast.Fallbacks', problem: /itself/ },
    ],
    [
      'a fallback that is asked twice',
      {
        ...written,
        Deployments: [
          { ...deployment, Fallbacks: ['slow', 'slow'] },
          { ...deployment, Id: 'slow' },
        ],
      },
      { key: 'Deployments.fast.Fallbacks', problem: /twice/, accepted: /^slow$/ },
    ],
    [
      'a role that gives a model which is not there',
      { ...written, RoleMapping: { 'Parley.User': { Deployments: ['fats'] } } },
      { key: 'RoleMapping.Parley.User.Deployments', problem: /“fats”/, accepted: /fast/ },
    ],
    [
      'an ability that is none',
      { ...written, RoleMapping: { 'Parley.User': { Abilities: ['fly'] } } },
      { key: 'RoleMapping.Parley.User.Abilities[0]', accepted: /attachments, people/ },
    ],
    [
      'a wrong type where several forms are accepted',
      { ...written, SupportEmail: 7 },
      { key: 'SupportEmail', accepted: /^"", or an e-mail address$/ },
    ],
    ['an id of the wrong form', { ...written, ClientId: 'parley' }, { key: 'ClientId', accepted: /^a GUID$/ }],
    [
      'a text of the wrong form',
      { ...written, ToolServers: [{ Id: 'my_files' }] },
      { key: 'ToolServers[0].Id', accepted: /^letters, digits and hyphens/ },
    ],
    [
      'an unknown key below a name of one’s own',
      { ...written, RoleMapping: { 'Parley.User': { deployments: [] } } },
      { key: 'RoleMapping.Parley.User.deployments', accepted: /^Deployments, Abilities$/ },
    ],
    [
      'a name of the wrong form',
      {
        ...written,
        ToolServers: [{ Id: 'a', DisplayName: 'A', Kind: 'stdio', Command: '/a', Environment: { 'A B': '' } }],
      },
      { key: 'ToolServers[0].Environment.A B', problem: /name/, accepted: /^letters, digits and underscores/ },
    ],
    ['a group by name', { ...written, RequiredGroups: ['Finance'] }, { key: 'RequiredGroups[0]' }],
    ['a support address that is none', { ...written, SupportEmail: 'help desk' }, { key: 'SupportEmail' }],
    ['a help desk without https', { ...written, SupportUrl: 'http://help.contoso.example' }, { key: 'SupportUrl' }],
    [
      'a scope of two words',
      { ...written, Cloud: { ...customCloud, AzureOpenAIScope: 'a b' } },
      { key: 'Cloud.AzureOpenAIScope' },
    ],
  ] as [string, unknown, Record<string, string | RegExp>][])(
    'names the key and what it accepts: %s',
    async (_name, value, expected) => {
      const fields = await fieldsOf(value);
      expect(fields['source']).toBe('policy.json');
      for (const [field, pattern] of Object.entries(expected)) expect(fields[field]).toMatch(pattern);
    },
  );

  it('names the entry and the key whose traits contradict each other, or are not ones', async () => {
    const withTraits = (traits: object) => ({ ...written, Deployments: [{ ...deployment, ...traits }] });
    expect(await fieldsOf(withTraits({ Abilities: ['reasoning'], Temperature: true }))).toEqual({
      source: 'policy.json',
      key: 'Deployments.fast.Temperature',
      problem: 'is true, but Abilities has reasoning, and a model that reasons takes no temperature',
      accepted: 'false, or an entry of its own without reasoning',
    });
    expect(await fieldsOf(withTraits({ Abilities: ['hearing'] }))).toMatchObject({
      key: 'Deployments[0].Abilities[0]',
      accepted: 'vision, files, reasoning, tools, images',
    });
    expect(await fieldsOf(withTraits({ RetiresOn: '2026-02-30' }))).toMatchObject({ key: 'Deployments[0].RetiresOn' });
    expect(await fieldsOf(withTraits({ Price: { Currency: 'Euro' } }))).toMatchObject({
      key: 'Deployments[0].Price.Currency',
    });
    expect(await fieldsOf(withTraits({ Defaults: { Effort: 'low' } }))).toMatchObject({
      key: 'Deployments[0].Defaults.Effort',
      accepted: 'Instructions, Temperature, ReasoningEffort, Verbosity, OutputTokens',
    });
  });

  it('asks the gate for the roles of every tenant’s deployments', async () => {
    const further = {
      DisplayName: 'Fabrikam',
      TenantId: 'fabrikam.example',
      ClientId: written.ClientId,
      Deployments: [{ ...deployment, Id: 'theirs', Roles: ['Reader'] }],
    };
    const own = [
      { ...deployment, Roles: ['Parley.Research'] },
      { ...deployment, Id: 'all' },
    ];
    const policy = await readPolicy([source({ ...written, Deployments: own, AdditionalTenants: [further] })]);
    expect([...policy.gate.deploymentRoles]).toEqual([
      ['fast', ['Parley.Research']],
      ['theirs', ['Reader']],
    ]);
  });
});
