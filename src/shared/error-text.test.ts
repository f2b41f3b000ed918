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
};

describe('error text', () => {
  test.each(errorCodes)('%s leaves no gap in its sentences, with and without its fields', (code) => {
    for (const given of [{}, fields]) {
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
});
