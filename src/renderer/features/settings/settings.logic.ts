import {
  fontSizes,
  Preferences,
  type PreferenceKey,
  type PreferencesChange,
  zoomSteps,
} from '../../../shared/model/preferences.ts';
import type { AppInfo } from '../../../shared/model/session.ts';

/** The pages of the settings, in their order. */
export const sections = ['general', 'appearance', 'chat', 'shortcuts', 'privacy', 'about'] as const;

/** A page of the settings. */
export type Section = (typeof sections)[number];

/** What the pages are called. */
export const sectionNames: Readonly<Record<Section, string>> = {
  general: 'General',
  appearance: 'Appearance',
  chat: 'Chat',
  shortcuts: 'Shortcuts',
  privacy: 'Privacy and storage',
  about: 'About',
};

/** One choice of several. */
export interface Choice {
  readonly label: string;
  readonly change: PreferencesChange;
}

/** How a preference is changed. */
export type Control =
  | { readonly kind: 'switch'; readonly toChange: (isOn: boolean) => PreferencesChange }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | {
      readonly kind: 'slider';
      readonly smallest: number;
      readonly largest: number;
      readonly unit: string;
      readonly toChange: (value: number) => PreferencesChange;
    }
  | { readonly kind: 'languages' };

/** A preference that people see. */
export interface Setting {
  readonly key: PreferenceKey;
  readonly section: Section;
  readonly label: string;
  readonly description: string;
  /** What else people look for it by. */
  readonly words: string;
  readonly control: Control;
}

/** THE list of settings, in the order of their pages. */
export const settings: readonly Setting[] = [
  {
    key: 'language',
    section: 'general',
    label: 'Language',
    description: 'The language of menus, buttons and messages of Parley.',
    words: 'locale translation',
    control: { kind: 'choices', choices: [{ label: 'Same as the system', change: { language: 'system' } }] },
  },
  {
    key: 'zoomPercent',
    section: 'general',
    label: 'Zoom',
    description: 'The size of everything in the window.',
    words: 'larger smaller scale magnify accessibility',
    control: {
      kind: 'choices',
      choices: zoomSteps.map((step) => ({ label: `${step} %`, change: { zoomPercent: step } })),
    },
  },
  {
    key: 'notifications',
    section: 'general',
    label: 'Notifications',
    description: 'What the system shows of an answer that is finished while you are elsewhere.',
    words: 'alert toast background sound',
    control: {
      kind: 'choices',
      choices: [
        { label: 'Nothing', change: { notifications: 'off' } },
        { label: 'The title of the conversation', change: { notifications: 'title' } },
        { label: 'How the answer begins', change: { notifications: 'content' } },
      ],
    },
  },
  {
    key: 'closeToTray',
    section: 'general',
    label: 'Keep running in the tray',
    description: 'Closing the window leaves Parley running in the background.',
    words: 'close quit exit background minimise',
    control: { kind: 'switch', toChange: (closeToTray) => ({ closeToTray }) },
  },
  {
    key: 'theme',
    section: 'appearance',
    label: 'Theme',
    description: 'The colours of the window.',
    words: 'dark light night mode colour color contrast accessibility',
    control: {
      kind: 'choices',
      choices: [
        { label: 'Same as the system', change: { theme: 'system' } },
        { label: 'Light', change: { theme: 'light' } },
        { label: 'Dark', change: { theme: 'dark' } },
        { label: 'High contrast', change: { theme: 'high-contrast' } },
      ],
    },
  },
  {
    key: 'density',
    section: 'appearance',
    label: 'Density',
    description: 'How close lines and rows are.',
    words: 'spacing compact comfortable cosy',
    control: {
      kind: 'choices',
      choices: [
        { label: 'Comfortable', change: { density: 'comfortable' } },
        { label: 'Compact', change: { density: 'compact' } },
      ],
    },
  },
  {
    key: 'fontSize',
    section: 'appearance',
    label: 'Text size',
    description: 'The size of the text of conversations and of the message that you write.',
    words: 'font large small accessibility',
    control: {
      kind: 'slider',
      ...fontSizes,
      unit: 'px',
      toChange: (fontSize) => ({ fontSize }),
    },
  },
  {
    key: 'motion',
    section: 'appearance',
    label: 'Motion',
    description: 'Whether things move when they open and close.',
    words: 'animation reduce accessibility',
    control: {
      kind: 'choices',
      choices: [
        { label: 'Same as the system', change: { motion: 'system' } },
        { label: 'Reduced', change: { motion: 'reduced' } },
      ],
    },
  },
  {
    key: 'sendKey',
    section: 'chat',
    label: 'Send messages with',
    description: 'The other key begins a new line; so does Shift+Enter.',
    words: 'return keyboard composer newline',
    control: {
      kind: 'choices',
      choices: [
        { label: 'Enter', change: { sendKey: 'enter' } },
        { label: 'Ctrl+Enter', change: { sendKey: 'ctrl-enter' } },
      ],
    },
  },
  {
    key: 'expandReasoning',
    section: 'chat',
    label: 'Show reasoning',
    description: 'Unfold what a model tells of its thoughts before it answers.',
    words: 'thinking expand collapse',
    control: { kind: 'switch', toChange: (expandReasoning) => ({ expandReasoning }) },
  },
  {
    key: 'spellCheckLanguages',
    section: 'chat',
    label: 'Spell check languages',
    description: 'Tags of the languages that you write in, such as en-GB, de. Those of the system if empty.',
    words: 'spelling dictionary',
    control: { kind: 'languages' },
  },
];

/** The settings that this platform has. */
export function settingsOf(platform: AppInfo['platform']): readonly Setting[] {
  // A browser has a zoom, notifications and no tray of its own.
  const isMissing = ({ key }: Setting) => key === 'zoomPercent' || key === 'notifications' || key === 'closeToTray';
  return platform === 'browser' ? settings.filter((setting) => !isMissing(setting)) : settings;
}

/** Whether a change is what counts already. */
export function isChosen(change: PreferencesChange, values: Preferences): boolean {
  return Object.entries(change).every(([key, value]) =>
    Object.entries(values).some(([k, v]) => k === key && v === value),
  );
}

/** Whether everything that is typed is found in a text, word by word, in any order. */
export function isFound(typed: string, ...texts: readonly string[]): boolean {
  const text = plain(texts.join(' '));
  return plain(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}

/** The languages that are typed; undefined where something is no tag of one. */
export function readLanguages(typed: string): readonly string[] | undefined {
  const tags = typed.split(/[\s,;]+/).filter((tag) => tag !== '');
  const parsed = Preferences.shape.spellCheckLanguages.safeParse([...new Set(tags)]);
  return parsed.data;
}
