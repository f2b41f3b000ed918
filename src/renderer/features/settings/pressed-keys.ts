import type { KeyboardEvent } from 'react';
import { assertNever } from '../../../shared/errors.ts';
import { type ChordFault, chordLabel, chordOf, type KeyPlatform } from '../../../shared/commands/chord.ts';

/** What a person means who presses keys while a shortcut is recorded. */
export type PressedKeys =
  /** Nothing yet: a modifier alone, or Tab, which goes on to the next control as everywhere. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'remove' }
  /** Keys that no chord is made of. */
  | { readonly kind: 'unusable' }
  | { readonly kind: 'chord'; readonly chord: string };

/** Reads a press while a shortcut is recorded, and keeps it from doing anything else. */
export function readPress(event: KeyboardEvent, platform: KeyPlatform): PressedKeys {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (key === 'Tab') return { kind: 'nothing' };
  event.preventDefault();
  event.stopPropagation();
  if (key === 'Escape') return { kind: 'leave' };
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph'].includes(key)) return { kind: 'nothing' };
  const isPlain = !ctrlKey && !metaKey && !altKey && !shiftKey;
  if (isPlain && (key === 'Backspace' || key === 'Delete')) return { kind: 'remove' };
  const { isComposing } = event.nativeEvent;
  const isAltGraph = event.getModifierState('AltGraph');
  const chord = chordOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing, isAltGraph }, platform);
  return chord === undefined ? { kind: 'unusable' } : { kind: 'chord', chord };
}

/** What is told of keys that no chord is made of. */
export const unusableText = 'These keys cannot be used.';

/** What is told while keys are waited for. */
export const recordingText = 'Delete removes the keys, Escape leaves them.';

/** Why a chord is not taken. */
export function faultText(chord: string, fault: ChordFault, platform: KeyPlatform): string {
  const name = chordLabel(chord, platform);
  switch (fault) {
    case 'types-text':
      return platform === 'macos'
        ? `${name} types text. Hold Command or Control with it.`
        : `${name} types text. Hold Ctrl or Alt with it.`;
    case 'needs-modifier':
      return platform === 'macos'
        ? `Other programs need ${name}. Hold Command or Control with it.`
        : `Other programs need ${name}. Hold Ctrl or Alt with it.`;
    case 'reserved':
      return `${name} belongs to the system or to writing. Press other keys.`;
    default:
      return assertNever(fault);
  }
}
