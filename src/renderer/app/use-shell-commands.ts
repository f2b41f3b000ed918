import { useEffect, useSyncExternalStore } from 'react';
import { useBridge } from '../bridge.ts';
import type { CommandHub } from '../commands.ts';
import { giveCommand, menuOffer, offeredCommands } from './commands.logic.ts';
import { isModalOpen } from './use-command-keys.ts';
import { windowIdOf } from './shell-wishes.logic.ts';

/** Does what menus of the system give to this window, and tells main which of their commands can be done now. */
export function useShellCommands(hub: CommandHub): void {
  const { shell } = useBridge();
  const offer = useSyncExternalStore(hub.subscribe, () => menuOffer(hub.isAvailable));
  useEffect(() => {
    const input = { windowId: windowIdOf(window.location.search), commands: offeredCommands(offer) };
    return shell.commands(input, { item: (id) => void giveCommand(hub, id, isModalOpen()), end: () => {} });
  }, [shell, hub, offer]);
}
