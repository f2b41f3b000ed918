import { z } from 'zod';
import { Preferences, PreferencesChange } from '../../../shared/model/preferences.ts';

const { shape } = Preferences;

const keys = {
  Theme: shape.theme.describe('Light, dark, high contrast, or what the operating system says.'),
  Density: shape.density.describe('How close lines and rows are.'),
  FontSize: shape.fontSize.describe('Size of the text of conversations in pixels.'),
  Motion: shape.motion.describe('Whether things move as the operating system says, or never.'),
  SendKey: shape.sendKey.describe('What sends a message; the other one begins a new line.'),
  ExpandReasoning: shape.expandReasoning.describe('Whether what a model tells of its thoughts is unfolded.'),
  SpellCheckLanguages: shape.spellCheckLanguages
    .meta({ accepts: 'a list of language tags, such as `en-GB`' })
    .describe('Languages whose spelling is checked; those of the operating system if empty.'),
  SpellCheck: shape.spellCheck.describe('Whether spelling is checked.'),
  Notifications: shape.notifications.describe(
    'How much the operating system shows of an answer that ends in the background: nothing (`off`), the title of its conversation ' +
      '(`title`), or how it begins (`content`). Of temporary chats it shows neither.',
  ),
  QuickAskShortcut: shape.quickAskShortcut
    .meta({ accepts: 'an accelerator of Electron’s, such as `Control+Alt+Space`, or nothing' })
    .describe('Keys that open the quick-ask window from every program.'),
  CloseToTray: shape.closeToTray.describe('Whether Parley goes on in the tray when its window is closed.'),
};

const values = z.strictObject(keys).partial();

/** What policy says of people's preferences, as it is written. */
export const PreferencesPolicy = z.strictObject({
  Forced: values.default({}).describe('What nobody can change: shown with a padlock.'),
  Defaults: values.default({}).describe('What counts until a person chooses something else.'),
});

/** What policy says of people's preferences. */
export interface PreferenceRules {
  readonly forced: PreferencesChange;
  readonly defaults: PreferencesChange;
}

/** Turns the written rules into those that core works with. */
export function toPreferenceRules({ Forced, Defaults }: z.output<typeof PreferencesPolicy>): PreferenceRules {
  return { forced: toChange(Forced), defaults: toChange(Defaults) };
}

/** The keys are the preferences' own, with a capital. */
function toChange(written: z.output<typeof values>): PreferencesChange {
  const entries = Object.entries(written).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]);
  return PreferencesChange.parse(Object.fromEntries(entries));
}
