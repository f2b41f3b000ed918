import { describe, expect, test } from 'vitest';
import { redact, redactLine } from './redact.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ';
const refreshToken =
  '1.AXoAlR3y9K0b0E2mB9Zq1Xw5s7Tt8Uu9Vv0Ww1Xx2Yy3Zz4Aa5Bb6Cc7Dd8Ee9Ff.AgABAwEAAADW6jl31mB3T7ugrWTT8pFe';

describe('redact', () => {
  test.each([
    ['a token', jwt],
    ['a token that was cut', jwt.slice(0, 30)],
    ['a header', `Authorization: Bearer ${refreshToken}`],
    ['a header in JSON', `{"authorization":"Bearer ${refreshToken}"}`],
    ['a scheme alone', 'bearer abcd1234efgh'],
    ['a DPoP proof', 'DPoP abcd1234efgh'],
    ['basic credentials', 'Basic YWRhOnNlY3JldC1wYXNzd29yZA=='],
    ['a refresh token on its own', refreshToken],
    ['a cookie', 'Set-Cookie: ESTSAUTH=abc; path=/'],
    ['an OpenAI key', 'sk-proj-abcdEFGH1234'],
    ['an Azure key', '0123456789abcdef0123456789ABCDEF'],
    ['a long Azure key', 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKl'],
    ['a key in base64', 'q83vEjRWeJq83v/EjRWeJq83vEjRWeJq83vEjRWeJq83+vEjRWeJo='],
    ['a query with a code', 'http://localhost:1234/?code=abcd1234efgh&session_state=abcd1234efgh'],
    ['a fragment with a token', 'https://a.example/#access_token=abcd1234efgh'],
    ['a form', 'grant_type=authorization_code&code=abcd1234efgh&x=1'],
    ['an encoded form', 'redirect%3Fcode%3Dabcd1234efgh'],
    ['JSON', '{"refresh_token" : "abcd1234efgh","code":"abcd1234efgh"}'],
    ['a sentence', 'client_secret: abcd1234efgh'],
    ['a key field', 'api-key: abcd1234efgh'],
    ['capitals', 'ACCESS_TOKEN=abcd1234efgh'],
    ['a token split by what nobody sees', `ey\u200bJ${jwt.slice(3)}`],
    ['a device code', 'user_code=ABCD1234EFGH'],
  ])('%s does not reach a clipboard', (_, text) => {
    const result = redact(`before ${text} after`);
    expect(result).toContain('[redacted]');
    expect(result).not.toMatch(/abcd1234efgh|eyJ|AXoA|YWRh|ESTSAUTH=abc|sk-proj|0123456789|q83v|c2lnbmF0/i);
  });

  test.each([
    'ada.lovelace@contoso.com',
    'ada%40contoso.com',
    'ada_gmail.com#EXT#@contoso.onmicrosoft.com',
    'https://login.example/?login_hint=ada@contoso.com',
    'mailto:ada+x@contoso.co.uk',
    '“ada@contoso.com”',
  ])('the address in %s does not either', (text) => {
    expect(redact(text)).not.toMatch(/ada[._+%@]|contoso/);
  });

  test.each([
    'Correlation id: 4a468961-51dc-4d0b-a005-fd99e8a174e5',
    'AADSTS50105',
    'net::ERR_CERT_COMMON_NAME_INVALID',
    'loopback_server_query_response_not_supported',
    'Code: sign-in-refused',
    'state: signed-out',
    'Entra admin center > Enterprise apps > Parley > Users and groups',
    'contoso.openai.azure.com',
    '2026-11-21 10:36:12 UTC',
    'Your sign-in has ended, so this could not be sent on your behalf.',
  ])('what a help desk needs is not lost: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('a line break cannot forge a second detail, nor a direction mark reorder one', () => {
    expect(redactLine('x\nCode: all-is-well\r\n\u2028y')).toBe('x Code: all-is-well y');
    expect(redactLine('a\u202eb\u0007c')).toBe('ab c');
  });

  test('a long text does not leave half a secret at its end', () => {
    expect(redact(`${'x '.repeat(9990)}Bearer ${'abcd'.repeat(5000)}`)).not.toContain('abcd');
    expect(redactLine(`${'ä'.repeat(299)}😀`).isWellFormed()).toBe(true);
  });

  test.each(['a', '?', 'eyJ', 'token=', '@', '%40', '"', 'Bearer ', 'token : ', '- ', 'a@', '[redacted]', '\u200b'])(
    'a megabyte of %j does not stop the app',
    (piece) => {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      expect(redact(text).length).toBeLessThan(200_000);
      expect(redactLine(text).length).toBeLessThanOrEqual(300);
    },
  );
});
