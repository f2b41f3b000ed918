import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import type { ChallengeJunk } from '../http/bearer.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import type { HandMadeClient, JsonReply } from '../testing/hand-made-client.ts';

const cp1 = { access_token: { xms_cc: { values: ['cp1'] } } };

describe('a token that is revoked under way', () => {
  let emulators: Emulators;
  let client: HandMadeClient;
  let tokens: JsonReply;

  beforeEach(async () => {
    emulators = await startEmulators();
    emulators.openai.setDelay(0);
    client = createHandMadeClient(emulators);
    tokens = await client.renew(await client.signIn('ada'), { claims: JSON.stringify(cp1) });
  });
  afterEach(() => emulators.close());

  const ask = (reply: JsonReply, api: 'responses' | 'chat/completions' = 'responses'): Promise<Response> =>
    fetch(`${emulators.openai.endpoint}/${api}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(reply.body['access_token'])}`, 'content-type': 'application/json' },
      body: JSON.stringify(
        api === 'responses'
          ? { model: 'corp-chat', input: 'hi', store: false, stream: true }
          : { model: 'corp-chat', messages: [{ role: 'user', content: 'hi' }], stream: true },
      ),
    });
  const challengeOf = (response: Response): string => {
    const encoded = /claims="([^"]+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1] ?? '';
    return Buffer.from(encoded, 'base64').toString();
  };

  test.each(['responses', 'chat/completions'] as const)(
    'the %s stream breaks off with an error event, and only a token with the claims goes on',
    async (api) => {
      emulators.openai.next({ kind: 'token-revoked', afterDeltas: 2, how: 'event' });
      const response = await ask(tokens, api);
      const text = await response.text();
      expect(response.status).toBe(200);
      expect(text.match(/"delta":[{"]/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
      const last = text.trimEnd().split('data: ').at(-1) ?? '';
      expect(JSON.parse(last)).toMatchObject({ error: { code: 'token_expired' } });
      expect(text).not.toContain('response.failed');
      expect(text).not.toContain('[DONE]');

      const refused = await ask(tokens, api);
      expect(refused.status).toBe(401);
      const challenge = JSON.parse(challengeOf(refused)) as { access_token: object };
      const claims = JSON.stringify({ access_token: { ...cp1.access_token, ...challenge.access_token } });
      expect((await ask(await client.renew(tokens, { claims: JSON.stringify(cp1) }), api)).status).toBe(401);
      expect((await ask(await client.renew(tokens, { claims }), api)).status).toBe(200);
    },
  );

  test('the stream can just be cut, and the renewal can need the person', async () => {
    emulators.openai.next({ kind: 'token-revoked', afterDeltas: 1, how: 'cut', interaction: 'mfa' });
    await expect((await ask(tokens)).text()).rejects.toThrow('terminated');
    const claims = challengeOf(await ask(tokens));
    const refusal = await client.renew(tokens, { claims });
    expect(refusal.body).toMatchObject({ error: 'interaction_required', error_codes: [50076], claims });
    const fresh = await client.signIn('ada', { claims, prompt: 'login' });
    expect((await ask(fresh)).status).toBe(200);
  });

  test('a held stream can be revoked at any moment', async () => {
    const held = emulators.openai.hold();
    const response = await ask(tokens);
    held.send('Once upon');
    held.revokeToken('event');
    const text = await response.text();
    expect(text).toContain('Once upon');
    expect(text).toContain('token_expired');
    expect((await ask(tokens)).status).toBe(401);
  });

  test.each<[ChallengeJunk, RegExp]>([
    ['not-base64', /claims="%%%/],
    ['not-json', /claims="eyJhY2Nlc3NfdG9rZW4iOg=="/],
    ['not-an-object', /claims="[\w+/=]+"/],
    ['no-claims', /error="insufficient_claims"$/],
    ['prototype', /claims="[\w+/=]+"/],
    ['markup', /claims="[\w+/=]+"/],
  ])('a challenge that is junk (%s) comes as it is, once', async (junk, header) => {
    emulators.openai.next({ kind: 'junk-challenge', junk });
    const response = await ask(tokens);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(header);
    expect((await ask(tokens)).status).toBe(200);
  });

  test('a challenge of a megabyte is more than an HTTP client takes', async () => {
    emulators.openai.next({ kind: 'junk-challenge', junk: 'megabyte' });
    await expect(ask(tokens)).rejects.toThrow('fetch failed');
    expect((await ask(tokens)).status).toBe(200);
  });
});
