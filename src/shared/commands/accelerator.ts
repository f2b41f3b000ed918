import { isChord, type KeyPlatform } from './chord.ts';

/** Electron's names of keys, where they are not those of chords. */
const keyNames: Readonly<Record<string, string>> = {
  Enter: 'Return',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};
const modifierNames: Readonly<Record<string, string>> = {
  Mod: 'CommandOrControl',
  Ctrl: 'Control',
  Alt: 'Alt',
  Shift: 'Shift',
};

/** A chord as Electron names it in menus and global shortcuts; undefined for a key that Electron has no name for. */
export function acceleratorOf(chord: string): string | undefined {
  // Electron refuses a menu as a whole for one letter beyond ASCII.
  if (!isChord(chord) || !/^[!-~]+$/.test(chord)) return undefined;
  const parts = chord.split('+');
  const key = parts.pop() ?? '';
  return [...parts.map((part) => modifierNames[part] ?? part), keyNames[key] ?? key].join('+');
}

/** The chord of an accelerator, however policy has written it; undefined where it has keys that chords do not have. */
export function chordOfAccelerator(accelerator: string, platform: KeyPlatform): string | undefined {
  const isMac = platform === 'macos';
  const modifiers: Readonly<Record<string, string>> = {
    commandorcontrol: 'Mod',
    cmdorctrl: 'Mod',
    control: isMac ? 'Ctrl' : 'Mod',
    ctrl: isMac ? 'Ctrl' : 'Mod',
    alt: 'Alt',
    option: 'Alt',
    shift: 'Shift',
    ...(isMac && { command: 'Mod', cmd: 'Mod', meta: 'Mod', super: 'Mod' }),
  };
  const parts = accelerator.split('+');
  const key = parts.pop() ?? '';
  const held = parts.map((part) => modifiers[part.toLowerCase()]);
  const ordered = ['Mod', 'Ctrl', 'Alt', 'Shift'].filter((name) => held.includes(name));
  const chord = [...ordered, keyOf(key)].join('+');
  return held.includes(undefined) || ordered.length !== held.length || !isChord(chord) ? undefined : chord;
}

function keyOf(name: string): string {
  const isNamed = (known: string) => known.toLowerCase() === name.toLowerCase();
  if (isNamed('Esc')) return 'Escape';
  const renamed = Object.entries(keyNames).find(([, known]) => isNamed(known))?.[0];
  const same = ['Space', 'Tab', 'Escape', 'Backspace', 'Delete', 'Insert', 'Home', 'End', 'PageUp', 'PageDown', 'Plus'];
  return renamed ?? same.find(isNamed) ?? name.toUpperCase();
}
