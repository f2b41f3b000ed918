import { describe, expect, it } from 'vitest';
import { readRefusal, type Refusal, type RefusedReply } from './refusal.ts';
import { defaultRetryRules, planRetry } from './retry-plan.ts';
import { waitHint } from './wait-hint.ts';

const now = Date.UTC(2026, 10, 3, 9, 0, 0);

describe('waitHint', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after-ms': '1250' }, 1250],
    [{ 'retry-after-ms': '1250', 'retry-after': '60' }, 1250],
    [{ 'retry-after-ms': 'soon', 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after': '1e308' }, 366 * 86_400_000],
    [{ 'retry-after-ms': '9'.repeat(400) }, undefined],
    [{ 'x-ratelimit-reset-tokens': `${'9'.repeat(307)}h` }, 366 * 86_400_000],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'NaN' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': 'Tue, 03 Nov 2026 09:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Tue, 03 Nov 2026 08:00:00 GMT' }, 0],
    // A computer whose clock is an hour wrong.
    [{ 'retry-after': 'Tue, 03 Nov 2026 10:00:30 GMT', date: 'Tue, 03 Nov 2026 10:00:00 GMT' }, 30_000],
    [{ 'retry-after': 'later' }, undefined],
    [{ 'x-ratelimit-reset-tokens': '12' }, 12_000],
    [{ 'x-ratelimit-reset-tokens': '1m30s' }, 90_000],
    [{ 'x-ratelimit-reset-requests': '120ms' }, 120],
    [{ 'x-ratelimit-reset-requests': '1h0m0.5s' }, 3_600_500],
    [{ 'x-ratelimit-reset-requests': '2026-11-03T09:00:07Z' }, 7000],
    [{ 'x-ratelimit-reset-requests': '5', 'x-ratelimit-reset-tokens': '40' }, 40_000],
    [
      {
        'x-ratelimit-reset-requests': '5',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-tokens': '40',
        'x-ratelimit-remaining-tokens': '100',
      },
      5000,
    ],
    // What the responses API of Azure sends.
    [
      { 'x-ratelimit-limit-tokens': '-1', 'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-reset-tokens': '0' },
      undefined,
    ],
    [{ 'x-ratelimit-reset-tokens': 'soon' }, undefined],
  ])('a wait that the service names is not heeded: %j', (headers, expected) => {
    expect(waitHint(new Headers(headers), now)).toBe(expected);
  });
});

type Row = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly code?: string;
  readonly message?: string;
};

function refusalOf({ status, headers, code, message }: Row): Refusal {
  const reply: RefusedReply = { status, headers: new Headers(headers), code, message };
  return readRefusal(reply, now);
}

const azureTokens =
  'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded token rate limit of ' +
  'your current OpenAI S0 pricing tier. Please retry after 9 seconds. Please go here: https://aka.ms/oai/quotaincrease if you ' +
  'would like to further increase the default rate limit.';

describe('readRefusal', () => {
  it.each<[Row, Refusal]>([
    [
      { status: 429, headers: { 'retry-after': '9' }, code: '429', message: azureTokens },
      { kind: 'rate-limit', limit: 'tokens', wait: 9000 },
    ],
    [
      { status: 429, message: azureTokens.replace('token rate', 'call rate') },
      { kind: 'rate-limit', limit: 'requests', wait: undefined },
    ],
    [
      { status: 429, headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1' } },
      { kind: 'rate-limit', limit: 'requests', wait: 1000 },
    ],
    [{ status: 429 }, { kind: 'rate-limit', limit: 'unknown', wait: undefined }],
    // A request that is larger than all that the deployment may do in a minute.
    [
      { status: 429, headers: { 'retry-after': '86400' }, message: azureTokens },
      { kind: 'quota', wait: 86_400_000 },
    ],
    [
      { status: 429, code: 'insufficient_quota' },
      { kind: 'quota', wait: undefined },
    ],
    [
      { status: 429, message: 'Rate limit of 50 requests per day exceeded.' },
      { kind: 'quota', wait: undefined },
    ],
    // API Management.
    [
      { status: 403, headers: { 'retry-after': '600' }, message: 'Out of call volume quota.' },
      { kind: 'quota', wait: 600_000 },
    ],
    [
      { status: 403, message: 'Token quota is exceeded.' },
      { kind: 'quota', wait: undefined },
    ],
    [{ status: 403, message: 'Principal does not have access to API/Operation.' }, { kind: 'final' }],
    [
      { status: 503, headers: { 'retry-after': '10' } },
      { kind: 'unavailable', wait: 10_000 },
    ],
    [{ status: 500 }, { kind: 'unavailable', wait: undefined }],
    [{ status: 408 }, { kind: 'unavailable', wait: undefined }],
    [{}, { kind: 'unavailable', wait: undefined }],
    [{ status: 400, code: 'content_filter' }, { kind: 'final' }],
    [{ status: 401 }, { kind: 'final' }],
    [{ status: 404, code: 'DeploymentNotFound' }, { kind: 'final' }],
  ])('one kind of refusal is taken for another: %j', (row, expected) => {
    expect(refusalOf(row)).toEqual(expected);
  });
});

const limited = (wait?: number): Refusal => ({ kind: 'rate-limit', limit: 'tokens', wait });
const first = { attempt: 1, waitedMilliseconds: 0 };

describe('planRetry', () => {
  it('everybody comes back in the same moment, or before the service is ready', () => {
    const steps = [0, 0.5, 0.999].map((value) => planRetry(limited(20_000), first, { random: () => value }));
    expect(steps).toEqual([
      { kind: 'wait', milliseconds: 20_000, shown: 'countdown' },
      { kind: 'wait', milliseconds: 25_000, shown: 'countdown' },
      { kind: 'wait', milliseconds: 29_990, shown: 'countdown' },
    ]);
  });

  it('a moment’s wait startles with a countdown', () => {
    expect(planRetry(limited(500), first, { random: () => 0 })).toEqual({
      kind: 'wait',
      milliseconds: 500,
      shown: 'silently',
    });
  });

  it('the herd comes back as dense as it left', () => {
    const spreads = [1, 2, 3, 4, 5].map((attempt) => {
      const step = planRetry(limited(1000), { attempt, waitedMilliseconds: 0 }, { random: () => 1 - Number.EPSILON });
      return step.kind === 'wait' ? step.milliseconds - 1000 : 0;
    });
    expect(spreads).toEqual([2000, 6000, 18_000, 54_000, 90_000]);
  });

  it.each<[string, Refusal, { attempt: number; waitedMilliseconds: number }, unknown]>([
    [
      'a wait of hours is begun',
      { kind: 'quota', wait: 86_400_000 },
      first,
      { reason: 'quota', retryInMilliseconds: 86_400_000 },
    ],
    ['a quota without an end is waited for', { kind: 'quota', wait: undefined }, first, { reason: 'quota' }],
    [
      'a countdown of ten minutes is begun',
      limited(10 * 60_000),
      first,
      { reason: 'too-long', retryInMilliseconds: 600_000 },
    ],
    [
      'a turn waits for ever, a bit at a time',
      limited(60_000),
      { attempt: 5, waitedMilliseconds: 9.5 * 60_000 },
      { reason: 'too-long' },
    ],
    ['a turn asks for ever', limited(0), { attempt: 12, waitedMilliseconds: 0 }, { reason: 'attempts' }],
    [
      'a service that is down is waited for like a limit',
      { kind: 'unavailable', wait: undefined },
      { attempt: 4, waitedMilliseconds: 0 },
      { reason: 'attempts' },
    ],
    ['a refusal of the prompt is repeated', { kind: 'final' }, first, { reason: 'final' }],
  ])('%s', (_bug, refusal, state, expected) => {
    expect(planRetry(refusal, state, { random: () => 0.5 })).toMatchObject({
      kind: 'give-up',
      ...(expected as object),
    });
  });

  it('a quota that is about to be renewed is given up', () => {
    expect(planRetry({ kind: 'quota', wait: 60_000 }, first, { random: () => 0 })).toMatchObject({
      kind: 'wait',
      shown: 'countdown',
    });
  });

  it('waits of a whole turn outlast its patience', () => {
    let state = first;
    for (let step = planRetry(limited(), state, { random: () => 0.9 }); step.kind === 'wait';) {
      state = { attempt: state.attempt + 1, waitedMilliseconds: state.waitedMilliseconds + step.milliseconds };
      step = planRetry(limited(), state, { random: () => 0.9 });
    }
    expect(state.waitedMilliseconds).toBeLessThanOrEqual(defaultRetryRules.patienceMilliseconds);
    expect(state.attempt).toBeGreaterThan(4);
  });
});
