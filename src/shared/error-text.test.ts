import { describe, expect, test } from 'vitest';
import { errorCard, errorText } from './error-text.ts';
import { AppError, errorCodes } from './errors.ts';

const fields = {
  source: '/etc/parley/policy.json',
  key: 'Cloud',
  problem: 'has an unknown value',
  accepted: 'global, usgov',
  aadsts: 'AADSTS53003',
  reason: 'invalid_client',
  deployment: 'Everyday',
  status: 503,
  host: 'contoso.openai.azure.com',
  retryAfterSeconds: 86_400,
  audience: 'https://ai.azure.com',
  name: 'corp-chat',
  missing: 'api',
  where: 'answer',
  filtered: 'violence (high)',
  begun: 'no',
  retiresOn: '2026-12-31',
};

/** Fields that lead to another sentence. */
const otherFields = [
  { reason: 'tenant' },
  { reason: 'network' },
  { reason: 'length' },
  { reason: 'web page', host: 'contoso.openai.azure.com' },
  { missing: 'address' },
  { where: 'prompt' },
];

describe('error text', () => {
  test.each(errorCodes)('%s leaves no gap in its sentences, with and without its fields', (code) => {
    for (const given of [{}, fields, ...otherFields]) {
      const { sentence, action } = errorText({ code, fields: given });
      for (const text of [sentence, action]) {
        expect(text).toMatch(/^[A-Z“].*\.$/s);
        expect(text).not.toMatch(/undefined|NaN|\(\)| {2}|\.\./);
      }
    }
  });

  test('a day of waiting is not told in seconds', () => {
    expect(errorText({ code: 'model-rate-limited', fields }).action).toContain('24 hours');
    expect(errorText({ code: 'model-rate-limited', fields: { retryAfterSeconds: 1 } }).action).toContain('1 second,');
  });

  test('the end of a model that was planned is not reported as a fault of the settings', () => {
    const { sentence, action } = errorText({ code: 'deployment-not-found', fields: { retiresOn: '2026-11-02' } });
    expect(sentence).toBe('The model is not there any more: its last day was planned for 2 November 2026.');
    expect(action).not.toContain('IT department');
  });

  test('the wrong policy key and what is accepted are not lost on the way to the administrator', () => {
    const { sentence, action } = errorText({ code: 'policy-invalid', fields });
    expect(sentence).toContain('Cloud has an unknown value');
    expect(action).toContain('global, usgov');
    expect(action).toContain('/etc/parley/policy.json');
  });

  test('copied details do not miss what a help desk asks for', () => {
    const error = new AppError('model-unavailable', { fields: { status: 503, requestId: 'abc' } }).toData();
    const { details } = errorCard({ ...error, time: Date.UTC(2026, 10, 21, 10, 36, 12) }, '0.1.0');
    expect(details).toContain('Code: model-unavailable');
    expect(details).toContain(`Correlation id: ${error.correlationId}`);
    expect(details).toContain('Time: 2026-11-21 10:36:12 UTC');
    expect(details).toContain('Parley: 0.1.0');
    expect(details).toContain('requestId: abc');
  });

  test('a known cause is not hidden behind the general sentence', () => {
    const error = { code: 'sign-in-refused', fields: { aadsts: 'AADSTS50105', reason: 'access_denied' } } as const;
    expect(errorText(error).sentence).toBe('Your account has not been given access to Parley (AADSTS50105).');
    expect(errorText({ code: 'network-certificate', fields: { reason: 'ERR_CERT_DATE_INVALID' } }).sentence).toContain(
      'clock',
    );
  });

  test('the clinic does not speak for what is none of its business', () => {
    const codes = { reason: 'access_denied', aadsts: 'AADSTS50105' };
    expect(errorText({ code: 'vault-changed', fields: codes }).sentence).toContain('key that protects');
    expect(errorText({ code: 'sign-in-cancelled', fields: codes }).sentence).toBe('The sign-in was cancelled.');
    expect(errorCard(new AppError('history-unreadable', { fields: codes }).toData(), '0.1.0')).not.toHaveProperty(
      'remedy',
    );
  });

  test('a card about consent does not forget what it is for, or that only IT can give it', () => {
    const error = new AppError('consent-admin', { fields: { aadsts: 'AADSTS90094', resource: 'Microsoft Graph' } });
    const card = errorCard(error.toData(), '0.1.0');
    expect(card.sentence).toContain('Microsoft Graph');
    expect(card).toMatchObject({ fixer: 'it', remedy: 'request-consent', portal: { page: 'Permissions' } });
  });

  test('a card does not leave open who can do something about it, and where', () => {
    const traceId = '4a468961-51dc-4d0b-a005-fd99e8a174e5';
    const error = new AppError('sign-in-refused', { fields: { aadsts: 'AADSTS50105', traceId, host: 'a.example' } });
    const card = errorCard(error.toData(), '0.1.0');
    expect(card).toMatchObject({ fixer: 'it', remedy: 'message-it', portal: { page: 'Users and groups' } });
    const lines = card.details.split('\n');
    expect(lines).toContain('AADSTS: AADSTS50105');
    expect(lines).toContain(`Trace id: ${traceId}`);
    expect(lines).toContain('Who can fix it: IT');
    expect(lines).toContain('Where: Entra admin center > Enterprise apps > Parley > Users and groups');
    expect(lines).toContain('host: a.example');
  });

  test('copied details do not carry a secret or a name, wherever it hides', () => {
    const secret = 'abcd1234efgh';
    const error = new AppError('sign-in-refused', {
      fields: {
        aadsts: `AADSTS50105 Bearer ${secret}`,
        access_token: secret,
        url: `http://localhost/?code=${secret}`,
        account: 'ada@contoso.com',
        reason: `x\nCode: forged eyJ${secret}`,
      },
      correlationId: `code=${secret}`,
    });
    const { details } = errorCard(error.toData(), `0.1.0 client_secret=${secret}`);
    expect(details).not.toMatch(/abcd1234efgh|contoso|^Code: forged/m);
    expect(details).toContain('[redacted]');
  });
});
