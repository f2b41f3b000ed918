import { describe, expect, it } from 'vitest';
import { defaultPreferences } from '../../shared/model/preferences.ts';
import { applySpellCheck, knownLanguages, type SpellCheckOptions, type SpellCheckSession } from './spell-check.ts';

const known = ['de', 'en-GB', 'en-US', 'fr', 'pt-BR', 'pt-PT'];

function apply(options: Partial<SpellCheckOptions>) {
  const told: Record<string, unknown> = {};
  const session: SpellCheckSession = {
    availableSpellCheckerLanguages: known,
    setSpellCheckerDictionaryDownloadURL: (url) => void (told['from'] = url),
    setSpellCheckerEnabled: (enabled) => void (told['enabled'] = enabled),
    setSpellCheckerLanguages: (languages) => void (told['languages'] = languages),
  };
  const choice = applySpellCheck(session, {
    platform: 'linux',
    preferences: defaultPreferences,
    systemLanguages: ['de-AT', 'en-US'],
    dictionaries: '',
    ...options,
  });
  return { choice, ...told };
}

describe('the spell check', () => {
  it.each(['linux', 'win32'] as const)('asks no server for dictionaries on %s, where policy names none', (platform) => {
    expect(apply({ platform })).toEqual({
      choice: 'unsupported',
      enabled: false,
      languages: [],
      from: 'https://dictionaries.invalid/',
    });
  });

  it('takes the dictionaries of the server that policy names, for the system’s languages', () => {
    expect(apply({ dictionaries: 'https://files.contoso.example/spelling' })).toEqual({
      choice: 'on',
      enabled: true,
      from: 'https://files.contoso.example/spelling/',
      languages: ['de', 'en-US'],
    });
  });

  it('leaves macOS, which checks by itself, its own dictionaries', () => {
    expect(apply({ platform: 'darwin' })).toEqual({ choice: 'on', enabled: true });
  });

  it('is off for a person who wants none', () => {
    const preferences = { ...defaultPreferences, spellCheck: false };
    expect(apply({ preferences, dictionaries: 'https://files.contoso.example/' })).toMatchObject({
      choice: 'off',
      enabled: false,
    });
  });

  it('knows a language by what is nearest to it, once, and leaves out what there is no dictionary for', () => {
    expect(knownLanguages(['EN-gb', 'de-CH', 'de-DE', 'pt', 'ja', ''], known)).toEqual(['en-GB', 'de', 'pt-BR']);
  });
});
