import { useContext } from 'react';
import { AppInfoContext, useBridge, usePreferences } from '../bridge.ts';
import { type CommandHub, useCommand } from '../commands.ts';
import { zoomedTo } from './commands.logic.ts';
import { useCommandKeys } from './use-command-keys.ts';
import { useShellCommands } from './use-shell-commands.ts';

/** Takes commands from keys and menus, and does those that need nobody to be signed in. */
export function WindowCommands({ hub }: { readonly hub: CommandHub }) {
  const { preferences, shell } = useBridge();
  const { platform } = useContext(AppInfoContext);
  const { zoomPercent } = usePreferences().values;
  useCommandKeys(hub, platform);
  useShellCommands(hub);
  // A browser has windows and a zoom of its own.
  const isOurs = platform !== 'browser';
  const zoom = (percent: number) => void preferences.change({ zoomPercent: percent });
  useCommand('new-window', isOurs ? () => void shell.openWindow('new-window') : undefined);
  useCommand('quick-ask', isOurs ? () => void shell.openWindow('quick-ask') : undefined);
  useCommand('zoom-in', isOurs ? () => zoom(zoomedTo(zoomPercent, 'in')) : undefined);
  useCommand('zoom-out', isOurs ? () => zoom(zoomedTo(zoomPercent, 'out')) : undefined);
  useCommand('zoom-reset', isOurs ? () => zoom(100) : undefined);
  return null;
}
