import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AppError } from '../../../shared/errors.ts';
import { sendBatch } from './graph-batch.ts';
import { GraphConnection } from './graph-connection.ts';
import { type GraphTenant, startGraphTenant } from '../../../../dev/emulators/testing/graph-tenant.ts';

const Named = z.object({ displayName: z.string() });
const me = { path: '/me', features: ['profile'] } as const;

let tenant: GraphTenant;
const { signal } = new AbortController();

beforeEach(async () => {
  tenant = await startGraphTenant();
});
afterEach(() => tenant.emulators.close());

const askMe = () => tenant.connection.json(me, Named, signal);
const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => {
      throw new Error('It did not fail.');
    },
    (thrown: unknown) => thrown as AppError,
  );

describe('the connection to Graph', () => {
  it('asks for the scopes of the feature alone, not for more', async () => {
    await askMe();
    await tenant.connection.page({ path: '/me/people', features: ['people'] }, Named, signal);
    expect(tenant.tokens.map(({ graphScopes }) => graphScopes)).toEqual([
      ['User.Read'],
      ['People.Read', 'User.ReadBasic.All'],
    ]);
  });

  it('waits as long as Graph asks, tells the person, and goes on', async () => {
    tenant.emulators.graph.failNext({ status: 429, code: 'TooManyRequests', headers: { 'retry-after': '7' } });
    tenant.emulators.graph.failNext({ status: 503, code: 'ServiceUnavailable' });
    expect(await askMe()).toEqual({ displayName: 'Ada Lovelace' });
    expect([tenant.waits, tenant.told]).toEqual([
      [7000, 2000],
      [7000, 2000],
    ]);
  });

  it('does not keep a person waiting for minutes, and says when to come back', async () => {
    tenant.emulators.graph.throttleFor(300);
    const error = await failure(askMe());
    expect(error).toMatchObject({ code: 'graph-busy', fields: { status: 429, retryAfterSeconds: 300 } });
    expect(tenant.emulators.graph.requests).toHaveLength(1);
  });

  it('gives up after a few refusals', async () => {
    tenant.emulators.graph.failNext({ status: 503, code: 'ServiceUnavailable' }, 10);
    expect(await failure(askMe())).toMatchObject({ code: 'graph-unavailable' });
    expect(tenant.emulators.graph.requests).toHaveLength(4);
  });

  it('does not invite twice where the first reply was lost', async () => {
    tenant.emulators.graph.failNext({ status: 503, code: 'ServiceUnavailable' });
    const request = { path: '/me/checkMemberObjects', features: ['profile'], body: { ids: [] } } as const;
    expect(await failure(tenant.connection.send(request, signal))).toMatchObject({ code: 'graph-unavailable' });
    expect(tenant.emulators.graph.requests).toHaveLength(1);
  });

  it('tries a broken connection once more, and only once', async () => {
    tenant.emulators.graph.failNext({ kind: 'drop' });
    expect(await askMe()).toEqual({ displayName: 'Ada Lovelace' });
    tenant.emulators.graph.failNext({ kind: 'drop' }, 5);
    expect(await failure(askMe())).toMatchObject({ code: 'network-unreachable' });
    expect(tenant.emulators.graph.requests).toHaveLength(4);
  });

  it('answers a claims challenge with a new token, once', async () => {
    tenant.emulators.entra.requireClaims({ resource: 'graph' });
    await failure(askMe());
    expect(tenant.tokens).toHaveLength(2);
    expect(tenant.tokens[1]).toMatchObject({
      claims: expect.stringContaining('access_token') as string,
      rejected: expect.any(String) as string,
    });
  });

  it('a card names the request, so that support can find it', async () => {
    const error = await failure(tenant.connection.send({ path: '/users', features: ['profile'] }, signal));
    const [sent] = tenant.emulators.graph.requests;
    expect(error).toMatchObject({
      code: 'graph-forbidden',
      correlationId: sent?.headers['client-request-id'],
      fields: { status: 403, reason: 'Authorization_RequestDenied', requestId: expect.any(String) as string },
    });
  });

  it("no free text of a server gets into an error, nor a proxy's page", async () => {
    tenant.emulators.graph.failNext({ status: 400, code: '<script>alert(1)</script>', message: 'secret' });
    expect(JSON.stringify((await failure(askMe())).toData())).not.toMatch(/script|secret/);
    tenant.emulators.graph.failNext({ kind: 'html', status: 200 });
    expect(await failure(askMe())).toMatchObject({ code: 'graph-bad-reply' });
  });

  it.each([
    'https://evil.example/v1.0/users',
    'http://localhost:1/v1.0/users',
    '//evil.example/',
    'javascript:alert(1)',
    'ORIGIN/beta/users',
  ])('the next page %s is not asked for with the token', async (link) => {
    const nextLink = link.replace('ORIGIN', tenant.emulators.graph.origin);
    expect(() => tenant.connection.readPage({ value: [], '@odata.nextLink': nextLink }, Named)).toThrow(
      'graph-bad-reply',
    );
  });

  it('one odd item does not cost the whole page', () => {
    const { items } = tenant.connection.readPage({ value: [{ displayName: 'Ada' }, { displayName: 7 }, null] }, Named);
    expect(items).toEqual([{ displayName: 'Ada' }]);
  });

  it('a call that is called off ends at once, also in a wait', async () => {
    const abort = new AbortController();
    const held = tenant.emulators.graph.hold();
    const asked = failure(tenant.connection.json(me, Named, abort.signal));
    await held.arrived;
    abort.abort(new Error('typed on'));
    expect((await asked).message).toBe('typed on');
    held.release();
  });

  it('silence has an end', async () => {
    const { origin } = tenant.emulators.graph;
    const passing = { now: () => 0, sleep: () => Promise.resolve() };
    const impatient = new GraphConnection({
      origin,
      clock: passing,
      log: { info() {}, warn() {}, error() {} },
      fetch: (...request) => fetch(...request),
      tokens: { token: async () => 'a.b.c' },
    });
    tenant.emulators.graph.failNext({ kind: 'hang' }, 5);
    expect(await failure(impatient.json(me, Named, signal))).toMatchObject({
      code: 'network-unreachable',
      fields: { reason: 'TIMED_OUT' },
    });
  });

  it('in a batch one question fails without the others, and each keeps its own answer', async () => {
    tenant.emulators.graph.failNextInBatch(
      { status: 429, code: 'TooManyRequests', headers: { 'retry-after': '9' } },
      '/me/contacts',
    );
    const steps = [{ path: '/me/people?$top=1' }, { path: '/me/contacts' }, { path: '/users/nobody@contoso.example' }];
    const results = await sendBatch(tenant.connection, { steps, features: ['people', 'contacts'] }, signal);
    expect(results).toMatchObject([
      { kind: 'answered' },
      { kind: 'failed', error: { code: 'graph-busy', fields: { retryAfterSeconds: 9 } } },
      { kind: 'failed', error: { code: 'graph-not-found' } },
    ]);
    expect(tenant.paths()).toEqual(['/$batch']);
  });
});
