import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../../shared/errors.ts';
import type { AccessFinding } from '../../../shared/model/account.ts';
import { sampleEvidence, sampleHealth, sampleSession } from '../../test-support/samples.ts';
import { accessDetails, accessWords } from './access.logic.ts';
import { accountFacts, healthFacts, initials } from './account.logic.ts';
import { lockedHeading, lockedMain } from './locked.logic.ts';

const now = Date.now();

describe('healthFacts', () => {
  const state = (expiresAt: number | null) =>
    healthFacts({ ...sampleHealth, expiresAt }, now).find(({ name }) => name === 'State')?.value;

  test('an end that has passed is not told as one to come', () => {
    expect(state(null)).toBe('Signed in');
    expect(state(now + 60_000)).toMatch(/^Signed in until /);
    expect(state(now - 60_000)).toBe('Signed in, to be renewed');
  });

  test('a reason that is new is not swallowed', () => {
    const broker = { state: 'unavailable', reason: 'brand-new', since: now } as const;
    expect(healthFacts({ ...sampleHealth, broker }, now).at(-1)?.value).toBe('Not available: brand-new');
  });
});

test('nobody in the one usual cloud is bothered with its name, everybody else is', () => {
  const names = (cloudName: string) =>
    accountFacts({ ...sampleSession.account, cloudName }, []).map(({ name }) => name);
  expect(names('Microsoft Azure')).toEqual(['Tenant']);
  expect(names('Microsoft Azure US Government')).toEqual(['Tenant', 'Cloud']);
});

describe('accessWords', () => {
  const finding: AccessFinding = { claim: 'roles', source: 'token', state: 'present', found: ['a', 'b'], count: 2 };
  const found = (changes: Partial<AccessFinding>) =>
    accessWords({ ...sampleEvidence, findings: [{ ...finding, ...changes }] }).found[0];

  test('what is absent, what is there without a value and what cannot be read are not told alike', () => {
    expect(found({})).toBe('“roles” in the token: a, b');
    expect(found({ count: 250 })).toBe('“roles” in the token: a, b, and 248 more');
    expect(found({ found: [], count: 0 })).toBe('“roles” in the token: none');
    expect(found({ state: 'absent' })).toBe('“roles” in the token: not there');
    expect(found({ state: 'unusable' })).toContain('cannot be read');
  });

  test('details that are sent on carry no address of a person', () => {
    const details = accessDetails(
      { ...sampleEvidence, findings: [{ ...finding, found: ['ada@contoso.com'] }] },
      '0.1.0',
    );
    expect(details).not.toContain('ada@contoso.com');
    expect(details).toContain('2026-06-01T09:30:00.000Z');
  });
});

describe('a locked account', () => {
  test('who has no access is not sent round in circles of signing in', () => {
    expect(lockedMain('access-denied')).toBe('message-it');
    expect(lockedMain('access-unchecked')).toBe('try-again');
    expect(lockedMain('sign-in-required')).toBe('sign-in');
  });

  test('no reason is left without a heading', () => {
    expect(errorCodes.map(lockedHeading).every((heading) => heading !== '')).toBe(true);
  });
});

test.each([
  ['Ada Lovelace', 'AL'],
  ['Grace Brewster Murray Hopper (Contoso)', 'GH'],
  ['élodie', 'É'],
  ['山田 太郎', '山太'],
  ['(external)', ''],
])('a name without a photo shows letters of it, and nothing that is none: %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
