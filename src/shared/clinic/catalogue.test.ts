import { describe, expect, test } from 'vitest';
import { brokerFamilies, unknownBrokerError } from './broker.ts';
import { aadstsChapters, otherChapters } from './catalogue.ts';
import { aadstsFamilies, unknownRefusal } from './families.ts';
import { networkFamilies } from './network.ts';
import { portals } from './portals.ts';

const aadsts = aadstsChapters.flatMap(({ entries }) => Object.entries(entries));
const everything = [
  ...aadsts,
  ...otherChapters.flatMap(({ entries }) => Object.entries(entries)),
  ...Object.entries(aadstsFamilies),
  ...Object.entries(brokerFamilies),
  ...networkFamilies.map(([pattern, explanation]) => [String(pattern), explanation] as const),
  ['unknown', unknownRefusal] as const,
  ['unknown broker', unknownBrokerError] as const,
];

const jargon = /undefined| {2}|\.\.|AADSTS|OAuth|MSAL|token|tenant|you (forgot|failed|entered)/i;

describe('the catalogue', () => {
  test('does not lose the codes that it promises', () => {
    expect(aadsts.length).toBeGreaterThanOrEqual(80);
    for (const [code] of aadsts) expect(code).toMatch(/^\d{5,8}$/);
  });

  test('does not explain one AADSTS code in two ways', () => {
    const codes = aadsts.map(([code]) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test('no entry is told in fragments, jargon or blame', () => {
    for (const [code, { cause, advice, note }] of everything) {
      for (const sentence of [cause, advice]) {
        expect(sentence, code).toMatch(/^[A-Z“][^\n]{6,180}\.$/);
        expect(sentence, code).not.toMatch(jargon);
        // One sentence each: a card has room for no more.
        expect(sentence, code).not.toMatch(/\. [A-Z]/);
      }
      expect(note, code).toMatch(/^[\w“][^\n]{5,300}\.$/);
    }
  });

  test('no entry offers a button that cannot help', () => {
    for (const [code, { fixer, remedy, advice, portal }] of everything) {
      if (remedy === 'message-it' || remedy === 'request-consent') {
        expect(fixer, code).not.toBe('you');
        expect(advice, code).toContain('IT department');
      }
      if (portal !== undefined) expect(Object.values(portals), code).toContainEqual(portal);
    }
  });

  test('portal links lead nowhere but to Microsoft’s admin centres', () => {
    for (const portal of Object.values(portals)) {
      const { url = 'https://entra.microsoft.com' } = portal as { readonly url?: string };
      expect(['entra.microsoft.com', 'admin.microsoft.com', 'intune.microsoft.com']).toContain(new URL(url).host);
    }
  });
});
