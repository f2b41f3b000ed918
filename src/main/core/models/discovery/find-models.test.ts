import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { type DiscoveryRule, toDiscoveryRule } from '../../policy/discovery.ts';
import type { TokenRequest } from '../../auth/token-source.ts';
import type { Clock } from '../../ports.ts';
import { MemoryLog } from '../../testing/fakes.ts';
import { type ModelServer, type ReceivedRequest, startModelServer } from '../../testing/model-server.ts';
import { findModels } from './find-models.ts';

const sales = '11111111-1111-4111-8111-111111111111';
const research = '22222222-2222-4222-8222-222222222222';
const retired = '33333333-3333-4333-8333-333333333333';

type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

let server: ModelServer;
let origin: string;
/** What each path answers; the longest beginning that fits counts. */
let answers: Map<string, Answer>;
let waits: number[];
let tokens: TokenRequest[];
let log: MemoryLog;

beforeEach(async () => {
  server = await startModelServer((response, request) => {
    const [path = ''] = [...answers.keys()]
      .filter((start) => request.path.startsWith(start))
      .sort((left, right) => right.length - left.length);
    const answer = answers.get(path);
    if (answer === undefined) sendJson(response, { status: 404 });
    else answer(response, request);
  });
  origin = new URL(server.endpoint).origin;
  answers = new Map();
  waits = [];
  tokens = [];
  log = new MemoryLog();
  list('/subscriptions?', [
    { subscriptionId: sales, displayName: 'Sales', state: 'Enabled' },
    { subscriptionId: retired, displayName: 'Retired', state: 'Disabled' },
  ]);
  list(accountsOf(sales), [account('contoso')]);
  list(deploymentsOf('contoso'), [deployment('everyday')]);
});

afterEach(() => server.close());

/** Waits pass at once; deadlines never come. */
const clock: Clock = {
  now: () => Date.UTC(2026, 10, 3),
  sleep: (milliseconds) => {
    if (milliseconds >= 30_000) return new Promise(() => {});
    waits.push(milliseconds);
    return Promise.resolve();
  },
};

function sendJson(
  response: ServerResponse,
  reply: { readonly status?: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
): void {
  const { status = 200, body = {}, headers = {} } = reply;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function list(path: string, value: readonly unknown[], nextLink?: string): void {
  answers.set(path, (response) => sendJson(response, { body: { value, nextLink } }));
}

const accountsOf = (subscription: string) =>
  `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/accounts`;
const accountId = (name: string, subscription = sales) =>
  `/subscriptions/${subscription}/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/${name}`;
const deploymentsOf = (name: string) => `${accountId(name)}/deployments`;

function account(name: string, changes: Readonly<Record<string, unknown>> = {}) {
  const properties = {
    endpoint: `https://${name}.cognitiveservices.azure.com/`,
    endpoints: {
      'AI Foundry API': `https://${name}.services.ai.azure.com/`,
      'OpenAI Language Model Instance API': `https://${name}.openai.azure.com/`,
    },
    provisioningState: 'Succeeded',
  };
  return { id: accountId(name), name, kind: 'AIServices', location: 'swedencentral', properties, ...changes };
}

function deployment(name: string, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    id: `${deploymentsOf('contoso')}/${name}`,
    name,
    sku: { name: 'GlobalStandard', capacity: 250 },
    properties: {
      model: { format: 'OpenAI', name: 'gpt-4o', version: '2024-11-20' },
      provisioningState: 'Succeeded',
      capabilities: { chatCompletion: 'true', responses: 'true', maxContextToken: '128000', maxOutputToken: '16384' },
      ...changes,
    },
  };
}

const everywhere = toDiscoveryRule({ Tags: {} });

function find(rule: Partial<DiscoveryRule> = {}, signal = new AbortController().signal) {
  const token = async (request: TokenRequest) => {
    tokens.push(request);
    return `token-${tokens.length}`;
  };
  return findModels({ origin, tokens: { token }, fetch, clock, log, rule: { ...everywhere, ...rule } }, signal);
}

const names = async (rule?: Partial<DiscoveryRule>) => (await find(rule)).models.map(({ deployment: name }) => name);
const askedPaths = () => server.requests.map(({ path }) => path.split('?')[0]);

describe('findModels', () => {
  it('loses nothing of what Azure says of a deployment', async () => {
    const found = await find();
    expect(found).toEqual({
      models: [
        {
          armId: `${deploymentsOf('contoso')}/everyday`,
          resource: 'contoso',
          location: 'swedencentral',
          deployment: 'everyday',
          model: 'gpt-4o',
          version: '2024-11-20',
          addresses: ['https://contoso.openai.azure.com/', 'https://contoso.cognitiveservices.azure.com/'],
          api: 'responses',
          abilities: {},
          contextTokens: 128_000,
          outputTokens: 16_384,
        },
      ],
      gaps: [],
    });
    expect(tokens.every(({ resource }) => resource === 'arm')).toBe(true);
    expect(askedPaths().some((path) => path?.includes(retired))).toBe(false);
  });

  it('reads every page, but not without end', async () => {
    list('/subscriptions?', [], `${origin}/subscriptions?api-version=2022-12-01&$skiptoken=2`);
    list('/subscriptions?api-version=2022-12-01&$skiptoken=2', [{ subscriptionId: sales }]);
    list(deploymentsOf('contoso'), [deployment('one')], `${origin}/more?page=2`);
    list('/more?page=2', [deployment('two')], '');
    await expect(names()).resolves.toEqual(['one', 'two']);

    list(deploymentsOf('contoso'), [deployment('one')], `${origin}${deploymentsOf('contoso')}?again`);
    await expect(names()).resolves.toHaveLength(50);
    expect(log.lines.join()).toContain('discovery-reply-odd');
  });

  it('takes the token to no other host: not by a next page, not by a redirect', async () => {
    const other = await startModelServer((response) => sendJson(response, { body: { value: [deployment('stolen')] } }));
    const elsewhere = new URL(other.endpoint).origin;
    for (const link of [`${elsewhere}/x`, `${origin}@${new URL(elsewhere).host}/x`, `//${new URL(elsewhere).host}/x`]) {
      list(deploymentsOf('contoso'), [], link);
      const code = 'model-bad-reply';
      await expect(find()).resolves.toEqual({
        models: [],
        gaps: [{ scope: accountId('contoso').toLowerCase(), code }],
      });
    }
    answers.set('/subscriptions?', (response) => response.writeHead(302, { location: elsewhere }).end());
    await expect(find()).rejects.toMatchObject({ code: 'network-unreachable' });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it('offers nothing that cannot chat, or is not ready', async () => {
    list(deploymentsOf('contoso'), [
      deployment('embedding', { capabilities: { embeddings: 'true' } }),
      deployment('voice', { capabilities: { chatCompletion: 'true', realtime: 'true' } }),
      deployment('researcher', { capabilities: { responses: 'true' }, model: { name: 'o3-deep-research' } }),
      deployment('unfinished', { provisioningState: 'Creating' }),
      deployment('paused', { deploymentState: 'Paused' }),
      deployment('unknown', { capabilities: undefined, model: { name: 'phi-9' } }),
      deployment('unsaid', { capabilities: undefined }),
      deployment('chat', { capabilities: { chatCompletion: 'true' }, model: { name: 'phi-9', format: 'Microsoft' } }),
      deployment('codex', { capabilities: { responses: 'true' }, model: { name: 'gpt-5.1-codex' } }),
    ]);
    list(accountsOf(sales), [account('contoso'), account('speech', { kind: 'SpeechServices' })]);
    const { models } = await find();
    expect(models.map(({ deployment: name, api }) => [name, api])).toEqual([
      ['unsaid', 'auto'],
      ['chat', 'auto'],
      ['codex', 'responses'],
    ]);
    expect(askedPaths().some((path) => path?.includes('/accounts/speech'))).toBe(false);
  });

  it('knows the last day of a model that Azure does not move on by itself', async () => {
    const model = { format: 'OpenAI', name: 'gpt-4o', version: '2024-11-20' };
    list(`${accountId('contoso')}/models`, [
      { ...model, version: '2024-05-13', deprecation: { inference: '2020-01-01T00:00:00Z' } },
      { ...model, deprecation: { inference: '2027-03-01T00:00:00Z' }, capabilities: { toolCalling: 'true' } },
      { ...model, deprecation: 'soon' },
    ]);
    list(deploymentsOf('contoso'), [
      deployment('stays', { versionUpgradeOption: 'NoAutoUpgrade' }),
      deployment('moves', { versionUpgradeOption: 'OnceCurrentVersionExpired' }),
    ]);
    const { models } = await find();
    expect(models.map(({ deployment: name, retiresOn }) => [name, retiresOn])).toEqual([
      ['stays', '2027-03-01'],
      ['moves', undefined],
    ]);
    expect(models[0]?.abilities.tools).toBe(true);
  });

  it('looks nowhere else than policy says', async () => {
    list('/subscriptions?', [{ subscriptionId: sales }, { subscriptionId: research }]);
    list(accountsOf(research), []);
    list(`/subscriptions/${research}/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts`, []);
    list(accountsOf(sales), [account('contoso', { tags: { Parley: 'yes' } }), account('other')]);
    list(`/subscriptions/${sales}/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts?`, [
      account('contoso'),
    ]);

    await expect(names({ subscriptions: [sales] })).resolves.toEqual(['everyday']);
    expect(askedPaths()).not.toContain('/subscriptions');
    expect(askedPaths()).not.toContain(accountsOf(research));
    await expect(names({ resources: ['contoso'] })).resolves.toEqual(['everyday']);
    await expect(names({ tags: new Map([['parley', 'yes']]) })).resolves.toEqual(['everyday']);
    await expect(names({ tags: new Map([['parley', 'Yes']]) })).resolves.toEqual([]);
    expect(askedPaths().some((path) => path?.includes('/accounts/other/') && !path.includes('contoso'))).toBe(true);

    // A group that a subscription does not have is no gap; and nothing is asked beside the groups.
    const before = server.requests.length;
    const { models, gaps } = await find({ resourceGroups: ['rg-ai', 'rg-nowhere'] });
    expect(models).toHaveLength(1);
    expect(gaps).toEqual([]);
    expect(askedPaths().slice(before)).not.toContain(accountsOf(sales));
  });

  it('does not let one closed subscription or broken resource hide the others', async () => {
    list('/subscriptions?', [{ subscriptionId: sales }, { subscriptionId: research }]);
    answers.set(accountsOf(research), (response) => sendJson(response, { status: 403 }));
    list(accountsOf(sales), [account('closed'), account('page'), account('broken'), account('contoso')]);
    answers.set(deploymentsOf('closed'), (response) => sendJson(response, { status: 404 }));
    answers.set(deploymentsOf('page'), (response) => response.writeHead(200).end('<html>Sign in</html>'));
    answers.set(deploymentsOf('broken'), (response) => sendJson(response, { status: 500 }));
    const { models, gaps } = await find();
    expect(models.map(({ deployment: name }) => name)).toEqual(['everyday']);
    expect(new Map(gaps.map(({ scope, code }) => [scope.split('/').at(-1), code]))).toEqual(
      new Map([
        [research, 'model-forbidden'],
        ['closed', 'not-found'],
        ['page', 'model-bad-reply'],
        ['broken', 'model-unavailable'],
      ]),
    );
  });

  it('does not let one entry of an unknown form hide the others', async () => {
    list(accountsOf(sales), [null, { id: 7 }, account('contoso', { tags: 'many' })]);
    list(deploymentsOf('contoso'), [
      null,
      7,
      { name: 'no id' },
      deployment('everyday'),
      deployment('odd', { rateLimits: 'many', capabilities: { chatCompletion: 'true', maxContextToken: 'much' } }),
      deployment('odder', { capabilities: ['chat'] }),
      deployment('x'.repeat(1000)),
    ]);
    await expect(names()).resolves.toEqual(['everyday', 'odd', 'odder']);
    expect(log.lines.join()).toContain('"ignored":4');
  });

  it('waits as long as ARM asks, but not for an hour', async () => {
    let refusals = 2;
    answers.set(deploymentsOf('contoso'), (response) => {
      refusals -= 1;
      if (refusals >= 0) sendJson(response, { status: 429, headers: { 'retry-after': '7' } });
      else sendJson(response, { body: { value: [deployment('everyday')] } });
    });
    await expect(names()).resolves.toEqual(['everyday']);
    expect(waits).toEqual([7000, 7000]);

    answers.set(deploymentsOf('contoso'), (response) => {
      sendJson(response, { status: 429, headers: { 'retry-after': '3600' } });
    });
    await expect(find()).resolves.toMatchObject({ models: [], gaps: [{ code: 'model-rate-limited' }] });
    expect(waits).toHaveLength(2);
  });

  it('answers a claims challenge once with a new token', async () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    const subscriptions = answers.get('/subscriptions?');
    answers.set('/subscriptions?', (response, request) => {
      if (request.headers.authorization === 'Bearer token-1')
        sendJson(response, { status: 401, headers: { 'www-authenticate': challenge } });
      else subscriptions?.(response, request);
    });
    await expect(names()).resolves.toEqual(['everyday']);
    expect(tokens[1]).toEqual({ resource: 'arm', claims, rejected: 'token-1' });
  });

  it('says that the person is to sign in where every token is refused, also where policy names the subscriptions', async () => {
    answers.set('/subscriptions?', (response) => sendJson(response, { status: 401 }));
    answers.set(accountsOf(sales), (response) => sendJson(response, { status: 401 }));
    await expect(find()).rejects.toMatchObject({ code: 'sign-in-required' });
    await expect(find({ subscriptions: [sales] })).rejects.toMatchObject({ code: 'sign-in-required' });
  });

  it('asks for no address that a resource’s id leads away to', async () => {
    const ids = [
      '/subscriptions/../secrets',
      `/subscriptions/${sales}/resourceGroups/../../secrets/providers/x`,
      `/subscriptions/${sales}/resourceGroups/a?x=/providers/x`,
      '/other',
      'https://evil.example/subscriptions/1',
      `/subscriptions/${sales}/resourceGroups/%2e%2e/providers/x`,
    ];
    list(
      accountsOf(sales),
      ids.map((id) => account('contoso', { id })),
    );
    await expect(names()).resolves.toEqual([]);
    expect(askedPaths()).toEqual(['/subscriptions', accountsOf(sales)]);
  });

  it('ends at once when it is called off', async () => {
    const cancel = new AbortController();
    answers.set(deploymentsOf('contoso'), () => cancel.abort(new AppError('sign-in-cancelled')));
    await expect(find({}, cancel.signal)).rejects.toMatchObject({ code: 'sign-in-cancelled' });
  });
});
