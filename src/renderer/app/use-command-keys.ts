import { useEffect } from 'react';
import { chordOf } from '../../shared/commands/chord.ts';
import { commandOf } from '../../shared/commands/commands.ts';
import type { AppInfo } from '../../shared/model/session.ts';
import { usePreferences } from '../bridge.ts';
import type { CommandHub } from '../commands.ts';
import { giveCommand } from './commands.logic.ts';

/** Gives the commands whose keys are pressed; what a part of the window has taken for itself is none. */
export function useCommandKeys(hub: CommandHub, platform: AppInfo['platform']): void {
  const { shortcuts } = usePreferences().values;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const { key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
      const isAltGraph = event.getModifierState('AltGraph');
      const press = { key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing, isAltGraph };
      const chord = chordOf(press, platform);
      const command = chord === undefined ? undefined : commandOf(chord, shortcuts, platform);
      if (command === undefined || !giveCommand(hub, command.id, isModalOpen())) return;
      // The menu of macOS gives what is left alone here.
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [hub, platform, shortcuts]);
}

/** Whether a dialog lies over the window. */
export function isModalOpen(): boolean {
  return document.querySelector('[aria-modal="true"]') !== null;
}
