import {
  fontSizes,
  Preferences,
  type PreferenceKey,
  type PreferencesChange,
  zoomSteps,
} from '../../../shared/model/preferences.ts';
import type { SystemChoice, SystemState } from '../../../shared/model/shell.ts';
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
  | { readonly kind: 'languages' }
  /** Keys that count in every program, as the system names them. */
  | { readonly kind: 'global-keys'; readonly toChange: (accelerator: string) => PreferencesChange };

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
    key: 'quickAskShortcut',
    section: 'general',
    label: 'Quick ask from every program',
    description: 'Keys that open a small window for one question, whatever program you are in.',
    words: 'global shortcut hotkey keyboard launcher',
    control: { kind: 'global-keys', toChange: (quickAskShortcut) => ({ quickAskShortcut }) },
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
    key: 'spellCheck',
    section: 'chat',
    label: 'Check spelling',
    description: 'Misspelt words in the message that you write are underlined.',
    words: 'spell dictionary grammar proofing',
    control: { kind: 'switch', toChange: (spellCheck) => ({ spellCheck }) },
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
  return platform === 'browser' ? settings.filter(({ key }) => !notInBrowsers.has(key)) : settings;
}

/** A browser has a zoom, notifications and a spell check of its own, and no place in the system. */
const notInBrowsers: ReadonlySet<PreferenceKey> = new Set([
  'zoomPercent',
  'notifications',
  'closeToTray',
  'quickAskShortcut',
  'spellCheck',
  'spellCheckLanguages',
]);

/** What stands in the way of a choice; empty for nothing, undefined where nothing can. */
export function obstacleOf(key: PreferenceKey, system: SystemState | null): string | undefined {
  if (system === null) return undefined;
  switch (key) {
    case 'quickAskShortcut':
      return isHeld(system.quickAskShortcut)
        ? 'Another program has these keys, or the system does not give them away. Choose others.'
        : '';
    case 'closeToTray':
      return isHeld(system.tray)
        ? 'This desktop has no place for an icon, so Parley ends when its last window is closed.'
        : '';
    case 'spellCheck':
      return isHeld(system.spellCheck)
        ? 'There is no dictionary on this computer, so spelling is not checked. Ask your IT department for one.'
        : '';
    default:
      return undefined;
  }
}

function isHeld(choice: SystemChoice): boolean {
  return choice === 'taken' || choice === 'unsupported';
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
