/** What decides between Command and Control, and which presses the system keeps for itself. */
export type KeyPlatform = 'windows' | 'macos' | 'linux' | 'browser';

/** A press of keys, as the DOM tells it. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** True while an input method composes. */
  readonly isComposing?: boolean;
  /** True for AltGr, which types characters. */
  readonly isAltGraph?: boolean;
}

const modifierNames = ['Mod', 'Ctrl', 'Alt', 'Shift'] as const;
const namedKeys: readonly string[] = [
  'Enter',
  'Escape',
  'Tab',
  'Space',
  'Backspace',
  'Delete',
  'Insert',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  ...Array.from({ length: 12 }, (_, index) => `F${index + 1}`),
];
/** The plus sign has a name, since a chord is joined with it. */
const keyPattern = new RegExp(`^(?:[A-Z0-9]|Plus|[^\\sA-Za-z0-9+]|${namedKeys.join('|')})$`, 'u');

/**
 * The chord of a press: modifiers in a fixed order, then the key, `Mod+Shift+F`. `Mod` is Command on macOS and Control
 * elsewhere. Undefined where no whole chord is pressed, or where the press types something.
 */
export function chordOf(press: KeyPress, platform: KeyPlatform): string | undefined {
  if (press.isComposing === true || press.isAltGraph === true) return undefined;
  const key = keyOf(press);
  if (key === undefined) return undefined;
  const isMac = platform === 'macos';
  // The Windows key belongs to the system.
  if (press.metaKey && !isMac) return undefined;
  // A sign that is typed with Shift is another key without it: what counts is the sign.
  const isShifted = press.shiftKey && (/^[A-Z0-9]$/.test(key) || namedKeys.includes(key));
  const held = {
    Mod: isMac ? press.metaKey : press.ctrlKey,
    Ctrl: isMac && press.ctrlKey,
    Alt: press.altKey,
    Shift: isShifted,
  };
  return [...modifierNames.filter((name) => held[name]), key].join('+');
}

/** The key by what it types on this keyboard; by its place where that is no Latin letter. */
function keyOf({ key, code, altKey }: KeyPress): string | undefined {
  if (key === ' ' || code === 'Space') return 'Space';
  if (namedKeys.includes(key)) return key;
  const digit = /^Digit([0-9])$/.exec(code)?.[1];
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^[0-9]$/.test(key)) return key;
  if (key === '+') return 'Plus';
  if (digit !== undefined && (altKey || !/^[/\\[\]{}?=#]$/.test(key))) return digit;
  if (letter !== undefined) return letter;
  return key.length === 1 ? key : undefined;
}

/** Whether a text is a chord as `chordOf` writes them. */
export function isChord(text: string): boolean {
  const parts = text.split('+');
  const key = parts.pop() ?? '';
  const order = parts.map((part) => modifierNames.findIndex((name) => name === part));
  const isOrdered = order.every((place, index) => place > (order[index - 1] ?? -1));
  return keyPattern.test(key) && isOrdered;
}

/** Why a chord cannot be given to a command. */
export type ChordFault = 'types-text' | 'reserved' | 'needs-modifier';

const editing: ReadonlySet<string> = new Set([
  'Mod+A',
  'Mod+C',
  'Mod+V',
  'Mod+X',
  'Mod+Z',
  'Mod+Y',
  'Mod+Shift+Z',
  'Mod+Shift+V',
  'Mod+Enter',
]);
const editingKeys = /^(?:Mod\+|Ctrl\+|Alt\+)?(?:Shift\+)?(?:Backspace|Delete|Insert|Home|End|ArrowLeft|ArrowRight)$/;
/** What Electron's own items of the menu have: to close, to minimise, the full screen. */
const standardItems = ['Mod+W', 'Mod+M', 'F11'] as const;
const system: Readonly<Record<KeyPlatform, readonly string[]>> = {
  windows: [
    'Alt+F4',
    'Alt+Space',
    'Mod+Alt+Delete',
    'Mod+Escape',
    'Mod+Shift+Escape',
    'F10',
    'Shift+F10',
    ...standardItems,
  ],
  linux: ['Alt+F4', 'Alt+Space', 'Mod+Alt+Delete', 'F10', 'Shift+F10', 'Mod+Q', ...standardItems],
  macos: [
    'Mod+Q',
    'Mod+W',
    'Mod+H',
    'Mod+Alt+H',
    'Mod+M',
    'Mod+Ctrl+F',
    'Mod+Space',
    'Mod+Alt+Escape',
    'Mod+Shift+3',
    'Mod+Shift+4',
    'Mod+Shift+5',
  ],
  browser: ['Alt+F4', 'Mod+T', 'Mod+W', 'Mod+Shift+T', 'F10', 'Shift+F10'],
};

/** Why a chord cannot be a shortcut in every program; undefined where it can. */
export function globalChordFault(chord: string, platform: KeyPlatform): ChordFault | undefined {
  // A key alone would be lost to the program that the person is in.
  return chordFault(chord, platform) ?? (/(?:Mod|Ctrl|Alt)\+/.test(chord) ? undefined : 'needs-modifier');
}

/** Why a chord cannot be given to a command; undefined where it can. */
export function chordFault(chord: string, platform: KeyPlatform): ChordFault | undefined {
  const isFunctionKey = /^(?:Shift\+)?F[0-9]+$/.test(chord);
  const withoutShift = chord.replace('Shift+', '');
  const isTyped =
    !isFunctionKey && !/^(?:Mod|Ctrl|Alt)\+/.test(withoutShift) && !/(?:Escape|Tab|Enter|Page.+|Arrow.+)$/.test(chord);
  // Option types signs on a Mac.
  const isTypedByOption = platform === 'macos' && /^Alt\+(?:Shift\+)?.$/u.test(chord);
  if (isTyped || isTypedByOption) return 'types-text';
  const isAlone = !isFunctionKey && !/^(?:Mod|Ctrl|Alt)\+/.test(withoutShift);
  const isTab = chord.endsWith('Tab');
  if (isAlone || isTab || editing.has(chord) || editingKeys.test(chord)) return 'reserved';
  return system[platform].includes(chord) ? 'reserved' : undefined;
}

const words: Readonly<Record<string, string>> = {
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  Plus: '+',
};
const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Backspace: '⌫' };

/** A chord's keys as the platform writes them, each by itself. */
export function chordKeys(chord: string, platform: KeyPlatform): readonly string[] {
  const parts = chord.split('+');
  if (platform !== 'macos') return parts.map((part) => (part === 'Mod' ? 'Ctrl' : (words[part] ?? part)));
  // Command stands next to the key there.
  const ordered = parts[0] === 'Mod' ? [...parts.slice(1, -1), 'Mod', ...parts.slice(-1)] : parts;
  return ordered.map((part) => macSigns[part] ?? words[part] ?? part);
}

/** A chord as a menu writes it. */
export function chordLabel(chord: string, platform: KeyPlatform): string {
  return chordKeys(chord, platform).join(platform === 'macos' ? '' : '+');
}

/** A chord as `aria-keyshortcuts` names it. */
export function ariaChord(chord: string, platform: KeyPlatform): string {
  const modifier = platform === 'macos' ? 'Meta' : 'Control';
  return chord.replace(/^Mod/, modifier).replace(/Ctrl\+/, 'Control+');
}
