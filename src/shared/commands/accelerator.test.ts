import { expect, test } from 'vitest';
import { acceleratorOf, chordOfAccelerator } from './accelerator.ts';
import { chordsOf, commands } from './commands.ts';

test.each([
  ['Mod+Shift+F', 'CommandOrControl+Shift+F'],
  ['Mod+Alt+ArrowDown', 'CommandOrControl+Alt+Down'],
  ['Mod+Ctrl+Enter', 'CommandOrControl+Control+Return'],
  ['Mod+Plus', 'CommandOrControl+Plus'],
  ['Mod+,', 'CommandOrControl+,'],
  ['F2', 'F2'],
])('the chord %s is given to Electron by a name that it knows: %s', (chord, accelerator) => {
  expect(acceleratorOf(chord)).toBe(accelerator);
  expect(chordOfAccelerator(accelerator, 'macos')).toBe(chord);
});

test.each(['Mod+ö', 'Mod+й', 'Mod+é', 'nothing', ''])(
  'the chord “%s”, for which Electron would refuse the menu, is left out of it',
  (chord) => {
    expect(acceleratorOf(chord)).toBeUndefined();
  },
);

test('no command of the table lacks the name of its keys', () => {
  const platforms = ['linux', 'macos'] as const;
  const chords = platforms.flatMap((platform) => commands.flatMap((command) => chordsOf(command, {}, platform)));
  expect(chords.filter((chord) => acceleratorOf(chord) === undefined)).toEqual([]);
});

test.each([
  ['Control+Alt+Space', 'windows', 'Mod+Alt+Space'],
  ['Control+Alt+Space', 'macos', 'Ctrl+Alt+Space'],
  ['alt+CTRL+esc', 'linux', 'Mod+Alt+Escape'],
  ['Super+A', 'linux', undefined],
  ['Control+VolumeUp', 'windows', undefined],
  ['Control+CmdOrCtrl+A', 'windows', undefined],
  ['', 'windows', undefined],
] as const)('%s of a policy is shown on %s as the keys that it is', (accelerator, platform, chord) => {
  expect(chordOfAccelerator(accelerator, platform)).toBe(chord);
});
