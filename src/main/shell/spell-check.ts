import type { Session } from 'electron';
import type { Preferences } from '../../shared/model/preferences.ts';
import type { SystemChoice } from '../../shared/model/shell.ts';

/** What decides how spelling is checked. */
export interface SpellCheckOptions {
  readonly platform: NodeJS.Platform;
  readonly preferences: Pick<Preferences, 'spellCheck' | 'spellCheckLanguages'>;
  /** The languages of the system, the preferred one first. */
  readonly systemLanguages: readonly string[];
  /** Https address of a folder with dictionaries that policy names; empty for none. */
  readonly dictionaries: string;
}

/** The part of a session that is used. */
export type SpellCheckSession = Pick<
  Session,
  | 'availableSpellCheckerLanguages'
  | 'setSpellCheckerDictionaryDownloadURL'
  | 'setSpellCheckerEnabled'
  | 'setSpellCheckerLanguages'
>;

/** Reserved for what never exists (RFC 2606). */
const nowhere = 'https://dictionaries.invalid/';

/**
 * Turns the spell check of a session on or off. macOS checks by itself; elsewhere Chromium fetches dictionaries.
 * SECURITY: never from the server of Google's that it knows, which would learn of every start; policy names another one.
 */
export function applySpellCheck(session: SpellCheckSession, options: SpellCheckOptions): SystemChoice {
  const { platform, preferences, systemLanguages, dictionaries } = options;
  const needsDictionaries = platform !== 'darwin';
  if (needsDictionaries) {
    const folder = dictionaries === '' ? nowhere : dictionaries;
    session.setSpellCheckerDictionaryDownloadURL(folder.endsWith('/') ? folder : `${folder}/`);
  }
  if (!preferences.spellCheck) return turnOff(session, 'off');
  if (!needsDictionaries) {
    session.setSpellCheckerEnabled(true);
    return 'on';
  }
  const { spellCheckLanguages } = preferences;
  const wished = spellCheckLanguages.length === 0 ? systemLanguages : spellCheckLanguages;
  const languages = knownLanguages(wished, session.availableSpellCheckerLanguages);
  if (dictionaries === '' || languages.length === 0) return turnOff(session, 'unsupported');
  session.setSpellCheckerLanguages(languages);
  session.setSpellCheckerEnabled(true);
  return 'on';
}

/** The dictionaries' names of languages: `de-AT` is checked by `de` where there is no other. */
export function knownLanguages(wished: readonly string[], known: readonly string[]): string[] {
  const named = wished.flatMap((tag) => {
    const base = tag.split('-')[0] ?? tag;
    const name =
      known.find((each) => each.toLowerCase() === tag.toLowerCase()) ??
      known.find((each) => each.toLowerCase() === base.toLowerCase()) ??
      known.find((each) => each.toLowerCase().startsWith(`${base.toLowerCase()}-`));
    return name === undefined ? [] : [name];
  });
  return [...new Set(named)];
}

function turnOff(session: SpellCheckSession, choice: SystemChoice): SystemChoice {
  session.setSpellCheckerEnabled(false);
  // Chromium fetches the dictionaries of its languages also while it does not check.
  session.setSpellCheckerLanguages([]);
  return choice;
}
