import { describe, expect, test } from 'vitest';
import { aadstsCodes, diagnose } from './diagnose.ts';

const told = (fields: Record<string, string | number>) => diagnose({ code: 'sign-in-refused', fields });

describe('diagnose', () => {
  test('an error without a telling field is not given an invented cause', () => {
    expect(told({})).toBeUndefined();
    expect(told({ reason: 'unknown', status: 503, host: 'contoso.example' })).toBeUndefined();
    expect(told({ reason: 'FAILED' })).toBeUndefined();
  });

  test('a person without access is not told to sign in again', () => {
    expect(told({ aadsts: 'AADSTS50105', reason: 'interaction_required' })).toMatchObject({
      matched: 'AADSTS50105',
      isKnown: true,
      fixer: 'it',
      remedy: 'message-it',
      portal: { page: 'Users and groups' },
      reference: 'https://login.microsoftonline.com/error?code=50105',
    });
  });

  test('the general code of two does not hide the telling one', () => {
    expect(told({ aadsts: 'AADSTS70000, AADSTS50076' })?.matched).toBe('AADSTS50076');
    expect(told({ aadsts: 'AADSTS70000', suberror: 'user_password_expired' })?.matched).toBe('user_password_expired');
    expect(told({ aadsts: 'AADSTS70000', reason: 'invalid_grant' })?.matched).toBe('AADSTS70000');
  });

  test('where only an administrator can consent, the person is not sent to sign in again', () => {
    for (const fields of [{}, { aadsts: 'AADSTS65001', suberror: 'consent_required' }, { aadsts: 'AADSTS90095' }]) {
      expect(diagnose({ code: 'consent-admin', fields })).toMatchObject({ fixer: 'it', remedy: 'request-consent' });
    }
  });

  test('a code that is new is told by the code it refines, and says that it is new', () => {
    const diagnosis = told({ aadsts: 'AADSTS501059' });
    expect(diagnosis).toMatchObject({ matched: 'AADSTS501059', isKnown: false, remedy: 'message-it' });
    expect(diagnosis?.note).toMatch(/AADSTS501059 is new to Parley/);
    expect(diagnosis?.reference).toBe('https://login.microsoftonline.com/error?code=501059');
  });

  test('a code of no known kin is told by its reason, else by how it begins, else plainly', () => {
    expect(told({ aadsts: 'AADSTS65999', reason: 'consent_required' })?.remedy).toBe('sign-in');
    expect(told({ aadsts: 'AADSTS65999' })?.remedy).toBe('request-consent');
    expect(told({ aadsts: 'AADSTS120999' })?.cause).toContain('password');
    expect(told({ aadsts: 'AADSTS39999' })).toMatchObject({ isKnown: false, remedy: 'message-it' });
  });

  test('a broker behind a proxy leads to the browser, however its code is written', () => {
    const forms = [3_399_942_148, '3399942148', -895_025_148, '0xCAA70004', 'NoNetwork 3399942148 tag_7cisv'];
    for (const broker of forms) {
      expect(told({ broker, reason: 'no_network_connectivity' }), String(broker)).toMatchObject({
        remedy: 'sign-in-browser',
        isKnown: true,
      });
    }
    expect(told({ broker: '0xCAA82EE7' })?.cause).toContain('network');
  });

  test('a broker that hangs, or fails in a new way, still leads to the browser', () => {
    for (const broker of [
      'silent-deadline',
      'probe-crash',
      'system-not-supported',
      'tag_7cisv',
      'ApiContractViolation',
    ]) {
      expect(told({ broker })?.remedy, broker).toBe('sign-in-browser');
    }
    expect(told({ broker: 'tag_7cisv' })?.isKnown).toBe(false);
  });

  test('a proxy, a clock and a certificate are told apart, whichever field names them', () => {
    const cause = (fields: Record<string, string>) =>
      diagnose({ code: 'network-unreachable', fields: { host: 'contoso.openai.azure.com', ...fields } })?.cause;
    expect(cause({ network: 'net::ERR_PROXY_AUTH_UNSUPPORTED' })).toContain('proxy');
    expect(cause({ reason: 'ERR_CERT_DATE_INVALID' })).toContain('clock');
    expect(cause({ reason: 'ERR_CERT_COMMON_NAME_INVALID' })).toContain('another name');
    expect(cause({ network: 'net::ERR_CERT_AUTHORITY_INVALID' })).toContain('who issued');
    expect(cause({ network: 'ERR_NAME_NOT_RESOLVED' })).toBe(
      'The address of contoso.openai.azure.com could not be found on your network.',
    );
    expect(cause({ network: 'ERR_CERT_SOMETHING_NEW' })).toContain('certificate');
  });

  test('a host that is none does not get into a sentence', () => {
    for (const host of ['<img src=x>', 'a b', 'x'.repeat(500), '']) {
      expect(diagnose({ code: 'network-unreachable', fields: { network: 'ENOTFOUND', host } })?.cause).toBe(
        'The address of the service could not be found on your network.',
      );
    }
  });

  test('codes are not found inside of longer numbers or words', () => {
    expect(aadstsCodes('AADSTS50105: x AADSTS123456789 XAADSTS50020 aadsts50034')).toEqual(['50105']);
  });
});

describe('hostile fields', () => {
  const junk = [
    '',
    ' ',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'AADSTS',
    'AADSTS__proto__',
    'AADSTS00000',
    'AADSTS99999999',
    '<script>alert(1)</script>',
    'AADSTS50105<img src=x onerror=alert(1)>',
    '\u0000\u202e\ud800',
    '-'.repeat(1_000_000),
    'A'.repeat(1_000_000),
    'AADSTS5'.repeat(150_000),
    'net::ERR_'.repeat(110_000),
    '{"error":"x"}',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    1e308,
  ];
  const names = ['aadsts', 'suberror', 'reason', 'broker', 'network', 'host'];

  test('none throws, and none gets its text onto the card', () => {
    for (const value of junk) {
      for (const name of names) {
        const diagnosis = told({ network: 'ENOTFOUND', [name]: value });
        const text = `${diagnosis?.cause} ${diagnosis?.advice} ${diagnosis?.note} ${diagnosis?.matched}`;
        expect(text.length).toBeLessThan(1200);
        expect(text).not.toMatch(/[<>]|alert|\[object|function/);
      }
    }
  });

  test('no mixture of codes and noise throws or leaves a sentence unfinished', () => {
    const pieces = ['AADSTS', '50105', '0x', 'CAA7', '-', ' ', 'net::', 'ERR_', 'CERT', '<b>', '\n', '::', '_', '9'];
    let seed = 20_251_121;
    const next = (limit: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % limit;
    };
    const noise = () => Array.from({ length: next(12) }, () => pieces[next(pieces.length)] ?? '').join('');
    for (let round = 0; round < 5000; round++) {
      const fields = Object.fromEntries(names.map((name) => [name, noise()]));
      const diagnosis = told(fields);
      if (diagnosis === undefined) continue;
      expect(`${diagnosis.cause}|${diagnosis.advice}`, JSON.stringify(fields)).toMatch(
        /^[A-Z][^<>]*\.\|[A-Z][^<>]*\.$/,
      );
    }
  });
});
