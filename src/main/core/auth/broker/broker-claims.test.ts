import { describe, expect, it } from 'vitest';
import { addClientCapabilities } from './broker-claims.ts';

describe('addClientCapabilities', () => {
  it.each([undefined, ''])('asks for tokens that can be revoked at once, without any challenge: %j', (claims) => {
    expect(addClientCapabilities(claims, ['cp1'])).toBe('{"access_token":{"xms_cc":{"values":["cp1"]}}}');
  });

  it('loses nothing of a challenge', () => {
    const claims = '{"id_token":{"a":null},"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
    expect(JSON.parse(addClientCapabilities(claims, ['cp1']) ?? '')).toEqual({
      id_token: { a: null },
      access_token: { nbf: { essential: true, value: '1700000000' }, xms_cc: { values: ['cp1'] } },
    });
  });

  it('changes nothing for a client without capabilities', () => {
    expect(addClientCapabilities(undefined, [])).toBeUndefined();
    expect(addClientCapabilities('{"id_token":{}}', [])).toBe('{"id_token":{}}');
  });

  it.each(['junk', '[]', '7', 'null', '{"access_token":"all"}', 'eyJhY2Nlc3NfdG9rZW4iOnt9fQ=='])(
    'refuses a challenge that is junk before the broker sees it: %j',
    (claims) => {
      expect(() => addClientCapabilities(claims, ['cp1'])).toThrow(
        expect.objectContaining({ name: 'ClientConfigurationError', errorCode: 'invalid_claims' }),
      );
    },
  );
});
