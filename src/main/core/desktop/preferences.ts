import type { Unsubscribe } from '../../../shared/ipc/define.ts';
import type { Notifications } from '../../../shared/model/shell.ts';

/** What a person has chosen about Parley's place on their desktop. */
export interface DesktopPreferences {
  readonly notifications: Notifications;
  /** Closing the last window keeps Parley beside the clock. */
  readonly closeToTray: boolean;
  /** Electron's name of a key combination; empty for none. */
  readonly quickAskShortcut: string;
  readonly spellCheck: boolean;
  /** BCP 47 tags of the languages that are checked; those of the system where empty. */
  readonly spellCheckLanguages: readonly string[];
}

/** Where the choices are kept. */
export interface DesktopPreferenceSource {
  current(): DesktopPreferences;
  onChange(listener: () => void): Unsubscribe;
}

/** What holds for a person who has chosen nothing. */
export const usualDesktopPreferences: DesktopPreferences = {
  notifications: 'title',
  closeToTray: false,
  quickAskShortcut: '',
  spellCheck: true,
  spellCheckLanguages: [],
};

/** The choices of a person who cannot choose. */
export const fixedPreferences: DesktopPreferenceSource = {
  current: () => usualDesktopPreferences,
  onChange: () => () => {},
};
