import { describe, expect, test } from 'vitest';
import { eventsOf } from '../testing/model-client.ts';
import { resourceOfEachTest } from '../testing/resource-of-each-test.ts';
import type { OpenAIScript } from './scripts.ts';

describe.each(['responses', 'chat'] as const)('refusals of the emulated resource (%s)', (api) => {
  const resource = resourceOfEachTest();

  const play = async (script: OpenAIScript): Promise<Response> => {
    resource.emulators.openai.next(script);
    return resource.client.ask(api);
  };
  const errorOf = async (response: Response): Promise<unknown> => [response.status, await response.json()];
  const headersOf = ({ headers }: Response, ...names: readonly string[]) => names.map((name) => headers.get(name));

  test('who has no role is told so in another form than Azure’s', async () => {
    const message = expect.stringMatching(/^The principal `[0-9a-f-]{36}` lacks the required data action/) as string;
    const body = { error: { code: 'PermissionDenied', message } };
    const unauthorised = await play({ kind: 'no-role' });
    expect(unauthorised.headers.get('www-authenticate')).toBeNull();
    expect(await errorOf(unauthorised)).toEqual([401, body]);
    expect(await errorOf(await play({ kind: 'no-role', status: 403 }))).toEqual([403, body]);
  });

  test('limits can’t be told apart, or say something else than their headers', async () => {
    const requests = await play({ kind: 'throttled', limit: 'requests', seconds: 21.5 });
    expect(headersOf(requests, 'retry-after', 'retry-after-ms', 'x-ratelimit-remaining-requests')).toEqual([
      '22',
      '21500',
      '0',
    ]);
    expect(await errorOf(requests)).toMatchObject([
      429,
      { error: { code: '429', message: expect.stringContaining('exceeded call rate limit') as string } },
    ]);
    const tokens = await play({ kind: 'throttled', limit: 'tokens', hint: 'reset', seconds: 55 });
    expect(
      headersOf(tokens, 'retry-after', 'x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens', 'policy-id'),
    ).toEqual([null, '0', '55', 'DeploymentRatelimit-Token']);
    expect(JSON.stringify(await tokens.json())).toContain('exceeded token rate limit');
    const tooLarge = await play({ kind: 'throttled', limit: 'too-large', hint: 'retry-after' });
    expect(headersOf(tooLarge, 'retry-after', 'retry-after-ms')).toEqual(['86400', null]);
  });

  test('a quota looks like a rate limit', async () => {
    const quota = await play({ kind: 'throttled', limit: 'quota', hint: 'none' });
    expect(headersOf(quota, 'retry-after', 'retry-after-ms')).toEqual([null, null]);
    expect(await errorOf(quota)).toMatchObject([429, { error: { code: 'insufficient_quota' } }]);
    const calls = await play({ kind: 'throttled', limit: 'call-quota', hint: 'retry-after', seconds: 7200 });
    expect(calls.headers.get('retry-after')).toBe('7200');
    expect(await errorOf(calls)).toEqual([
      403,
      { statusCode: 403, message: 'Out of call volume quota. Quota will be replenished in 02:00:00.' },
    ]);
  });

  test('a refusal without a hint has one', async () => {
    const response = await play({ kind: 'throttled', limit: 'tokens', hint: 'none' });
    expect(
      headersOf(response, 'retry-after', 'retry-after-ms', 'x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'),
    ).toEqual([null, null, '-1', '0']);
    expect(JSON.stringify(await response.json())).not.toContain('retry after');
    const peak = await play({ kind: 'throttled', limit: 'peak', hint: 'date' });
    const wait = Date.parse(peak.headers.get('retry-after') ?? '') - Date.parse(peak.headers.get('date') ?? '');
    expect(wait).toBe(7000);
  });

  test.each(['sexual', 'jailbreak'] as const)('a filtered prompt does not say why: %s', async (category) => {
    const [status, body] = (await errorOf(await play({ kind: 'content-filter', where: 'input', category }))) as [
      number,
      { error: Record<string, unknown> },
    ];
    const verdict =
      category === 'jailbreak' ? { filtered: true, detected: true } : { filtered: true, severity: 'high' };
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'content_filter', param: 'prompt' });
    expect(body.error).toMatchObject(
      api === 'chat'
        ? { innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { [category]: verdict } } }
        : {
            innererror: { code: 'ContentFiltered' },
            content_filters: [
              { blocked: true, source_type: 'prompt', content_filter_results: { [category]: verdict } },
            ],
          },
    );
  });

  test.each([true, false])(
    'a filtered answer does not say why, or loses its beginning (stream: %s)',
    async (stream) => {
      resource.emulators.openai.next({ kind: 'content-filter', where: 'output', category: 'protected_material_text' });
      const response = await resource.client.ask(api, { stream });
      const verdict = { protected_material_text: { filtered: true, detected: true }, hate: { severity: 'safe' } };
      const text = await response.text();
      const all = stream ? eventsOf(text) : [JSON.parse(text) as Record<string, unknown>];
      expect(text).toContain('Hello! I am');
      if (api === 'chat') {
        const stopped = all.find((chunk) => JSON.stringify(chunk).includes('"finish_reason":"content_filter"'));
        expect(stopped).toMatchObject({ choices: [{ content_filter_results: verdict }] });
      } else {
        const end = all.at(-1);
        expect(stream ? end?.['response'] : end).toMatchObject({
          status: 'incomplete',
          incomplete_details: { reason: 'content_filter' },
          content_filters: [
            { blocked: false, source_type: 'prompt' },
            { blocked: true, source_type: 'completion', content_filter_results: verdict },
          ],
        });
      }
    },
  );

  test('a redirect keeps its address to itself', async () => {
    const response = await play({ kind: 'redirect', location: 'https://elsewhere.example/v1/responses' });
    expect([response.status, response.headers.get('location')]).toEqual([
      307,
      'https://elsewhere.example/v1/responses',
    ]);
  });

  test('garbage in the middle destroys what came before', async () => {
    resource.emulators.openai.next({ kind: 'garbage', afterDeltas: 2 });
    const text = await (await resource.client.ask(api, { stream: true })).text();
    expect(text).toContain('Hello! I am');
    expect(text).toMatch(/not an event<\/html>\n\n$/);
  });
});
