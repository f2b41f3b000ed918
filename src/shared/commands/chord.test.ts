import { describe, expect, test } from 'vitest';
import {
  ariaChord,
  chordFault,
  chordLabel,
  chordOf,
  globalChordFault,
  isChord,
  type KeyPlatform,
  type KeyPress,
} from './chord.ts';
import { chordsOf, commandOf, commands, conflictOf } from './commands.ts';

function press(key: string, code: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

const control = { ctrlKey: true };
const platforms: readonly KeyPlatform[] = ['windows', 'macos', 'linux', 'browser'];

describe('a press of keys', () => {
  test.each([
    ['the letter that the keyboard types, wherever it is', press('k', 'KeyV', control), 'Mod+K'],
    ['the place, where the keyboard types no Latin letter', press('л', 'KeyK', control), 'Mod+K'],
    ['a letter with Caps Lock', press('K', 'KeyK', control), 'Mod+K'],
    ['Shift', press('F', 'KeyF', { ...control, shiftKey: true }), 'Mod+Shift+F'],
    ['a sign that takes Shift on this keyboard', press('/', 'Digit7', { ...control, shiftKey: true }), 'Mod+/'],
    ['a digit that takes Shift on this keyboard', press('1', 'Digit1', { ...control, shiftKey: true }), 'Mod+Shift+1'],
    ['a digit whose key types another sign', press('à', 'Digit0', control), 'Mod+0'],
    ['plus', press('+', 'Equal', { ...control, shiftKey: true }), 'Mod+Plus'],
    ['a key with a name', press('ArrowDown', 'ArrowDown', { altKey: true }), 'Alt+ArrowDown'],
    ['modifiers alone', press('Control', 'ControlLeft', control), undefined],
    ['AltGr', press('@', 'KeyQ', { ...control, altKey: true, isAltGraph: true }), undefined],
    ['an input method', press('k', 'KeyK', { ...control, isComposing: true }), undefined],
    ['a dead key', press('Dead', 'BracketLeft', control), undefined],
    ['the Windows key', press('k', 'KeyK', { metaKey: true }), undefined],
  ])('is read right: %s', (_name, pressed, chord) => {
    expect(chordOf(pressed, 'windows')).toBe(chord);
    expect(chord === undefined || isChord(chord)).toBe(true);
  });

  test('on a Mac has Command for Mod, and Control for itself', () => {
    expect(chordOf(press('k', 'KeyK', { metaKey: true }), 'macos')).toBe('Mod+K');
    expect(chordOf(press('k', 'KeyK', control), 'macos')).toBe('Ctrl+K');
    expect(chordOf(press('˚', 'KeyK', { metaKey: true, altKey: true }), 'macos')).toBe('Mod+Alt+K');
  });
});

test.each(['', '+', 'Mod+', 'K+Mod', 'Shift+Mod+K', 'Mod+Mod+K', 'mod+k', 'Mod+KK', 'Mod+ ', 'Hyper+K', '<b>'])(
  'what is no chord is not taken for one: “%s”',
  (text) => expect(isChord(text)).toBe(false),
);

test.each([
  ['K', 'types-text'],
  ['Shift+K', 'types-text'],
  ['?', 'types-text'],
  ['Enter', 'reserved'],
  ['Mod+C', 'reserved'],
  ['Mod+Enter', 'reserved'],
  ['Mod+Tab', 'reserved'],
  ['Mod+Shift+ArrowLeft', 'reserved'],
  ['Escape', 'reserved'],
  ['Alt+F4', 'reserved'],
  ['F7', undefined],
  ['Mod+Shift+K', undefined],
] as const)('a chord that would take something away from the person is refused: %s', (chord, fault) => {
  expect(chordFault(chord, 'windows')).toBe(fault);
});

test('a key alone is no shortcut in every program, where a person would lose it', () => {
  expect(globalChordFault('F5', 'windows')).toBe('needs-modifier');
  expect(globalChordFault('Shift+F5', 'linux')).toBe('needs-modifier');
  expect(globalChordFault('Mod+C', 'linux')).toBe('reserved');
  expect(globalChordFault('Mod+Alt+Space', 'windows')).toBeUndefined();
});

test('a letter with Option, which types a sign on a Mac, is refused there alone', () => {
  expect(chordFault('Alt+K', 'macos')).toBe('types-text');
  expect(chordFault('Alt+K', 'linux')).toBeUndefined();
});

describe('the table of commands', () => {
  test.each(platforms)('has no chord twice, none that is refused, and none that no keyboard sends: %s', (platform) => {
    const free = commands.filter(({ isFixed }) => isFixed !== true);
    const chords = free.flatMap((command) => chordsOf(command, {}, platform));
    expect(chords.filter((chord, index) => chords.indexOf(chord) !== index)).toEqual([]);
    const refused = chords.filter((chord) => !isChord(chord) || chordFault(chord, platform) !== undefined);
    expect(refused).toEqual([]);
  });

  test('lets what a person has bound come before what it says, and falls back on nonsense', () => {
    const bindings = { export: 'Mod+N', find: null, rename: 'C', nothing: 'Mod+J' };
    expect(commandOf('Mod+N', bindings, 'windows')?.id).toBe('export');
    expect(commandOf('Mod+F', bindings, 'windows')).toBeUndefined();
    expect(commandOf('F2', bindings, 'windows')?.id).toBe('rename');
    expect(conflictOf('Mod+K', 'find', { bindings, platform: 'windows' })?.id).toBe('command-palette');
    expect(conflictOf('Mod+F', 'new-chat', { bindings, platform: 'windows' })).toBeUndefined();
  });
});

test('chords are written as the platform and assistive technology write them', () => {
  expect(chordLabel('Mod+Shift+F', 'windows')).toBe('Ctrl+Shift+F');
  expect(chordLabel('Mod+Shift+F', 'macos')).toBe('⇧⌘F');
  expect(chordLabel('Mod+Plus', 'linux')).toBe('Ctrl++');
  expect(ariaChord('Mod+Shift+F', 'macos')).toBe('Meta+Shift+F');
});
