import { z } from 'zod';
import { isChord } from '../commands/chord.ts';

/** Widths of the list of conversations in CSS pixels. */
export const listWidths = { smallest: 220, usual: 280, largest: 480 } as const;

/** Sizes of the transcript's text in CSS pixels. */
export const fontSizes = { smallest: 12, usual: 15, largest: 24 } as const;

/** Zoom of the windows in percent: the steps that the commands take. */
export const zoomSteps = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const;

/** What a person has chosen for Parley on this computer. Each key is good by itself, so that one bad value costs itself alone. */
export const Preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark', 'high-contrast']),
  density: z.enum(['comfortable', 'compact']),
  /** Of the transcript, in CSS pixels. */
  fontSize: z.int().min(fontSizes.smallest).max(fontSizes.largest),
  zoomPercent: z.int().min(50).max(300),
  /** `system` follows what the operating system says. */
  motion: z.enum(['system', 'reduced']),
  language: z.enum(['system']),
  sendKey: z.enum(['enter', 'ctrl-enter']),
  expandReasoning: z.boolean(),
  spellCheck: z.boolean(),
  /** Tags of languages, `en-GB`; those of the system if empty. */
  spellCheckLanguages: z.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)).max(10),
  /** How much the operating system shows of an answer that ends in the background: nothing, its title, or how it begins. */
  notifications: z.enum(['off', 'title', 'content']),
  /** Closing the last window keeps Parley beside the clock. */
  closeToTray: z.boolean(),
  /** Electron's name of a key combination; empty for none. */
  quickAskShortcut: z.string().max(60),
  listWidth: z.int().min(listWidths.smallest).max(listWidths.largest),
  isListShown: z.boolean(),
  shortcuts: z.record(z.string().max(60), z.string().max(60).refine(isChord).nullable()),
  /** Ids of the commands that were chosen in the palette, the last one first. */
  recentCommands: z.array(z.string().max(60)).max(5),
});
export type Preferences = Readonly<z.infer<typeof Preferences>>;

/** The name of one preference. */
export const PreferenceKey = Preferences.keyof();
export type PreferenceKey = z.infer<typeof PreferenceKey>;

/** What is to change; what is left out stays. */
export const PreferencesChange = Preferences.partial().transform(
  // A key that is there without a value would take the place of one.
  (change): Partial<Preferences> =>
    Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
);
export type PreferencesChange = z.infer<typeof PreferencesChange>;

/** How Parley is before anybody has chosen anything. */
export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'comfortable',
  fontSize: fontSizes.usual,
  zoomPercent: 100,
  motion: 'system',
  language: 'system',
  sendKey: 'enter',
  expandReasoning: false,
  spellCheck: true,
  spellCheckLanguages: [],
  notifications: 'title',
  closeToTray: false,
  quickAskShortcut: '',
  listWidth: listWidths.usual,
  isListShown: true,
  shortcuts: {},
  recentCommands: [],
};

/** The preferences that count now. */
export const PreferencesView = z.object({
  values: Preferences,
  /** Those that policy has fixed. */
  managed: z.array(PreferenceKey),
});
export type PreferencesView = z.infer<typeof PreferencesView>;
