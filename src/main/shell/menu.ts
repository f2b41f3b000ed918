import type { MenuItemConstructorOptions } from 'electron';
import { acceleratorOf } from '../../shared/commands/accelerator.ts';
import { chordsOf, type CommandId, commands, commandWith, type KeyBindings } from '../../shared/commands/commands.ts';
import type { OtherWindow } from '../../shared/model/shell.ts';
import { platformOf } from './platform.ts';

/** What the application menu does. */
export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** In builds from source only. */
  readonly withDeveloperTools: boolean;
  /** The keys that the person has chosen. */
  readonly bindings: KeyBindings;
  /** Gives a command to the page of the window in use. */
  readonly run: (command: CommandId) => void;
  readonly openWindow: (window: OtherWindow) => void;
}

const separator = { type: 'separator' } as const;

/** The commands whose items are grey where the page cannot do them now. */
export const pageCommands: readonly CommandId[] = commands
  .filter(({ id, menuLabel }) => menuLabel !== undefined && id !== 'new-window' && id !== 'quick-ask')
  .map(({ id }) => id);

/**
 * The application menu, in each system's order, made of the table of commands. Reload is not in it: a reflex for Ctrl+R
 * should not blank a person's window.
 */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, withDeveloperTools, openWindow, run } = options;
  const isMac = platform === 'darwin';
  const item = (id: CommandId): MenuItemConstructorOptions => ({
    ...appearanceOf(id, options),
    enabled: false,
    click: () => run(id),
  });
  // Without a page too, as on macOS, where Parley goes on when its last window is closed.
  const windowItem = (id: OtherWindow): MenuItemConstructorOptions => ({
    ...appearanceOf(id, options),
    click: () => openWindow(id),
  });
  return [
    ...(isMac ? [appMenu(item)] : []),
    {
      label: '&File',
      submenu: [
        item('new-chat'),
        item('temporary-chat'),
        windowItem('new-window'),
        windowItem('quick-ask'),
        separator,
        item('import'),
        item('export'),
        item('export-all'),
        separator,
        item('print'),
        separator,
        ...(isMac ? [] : [item('settings'), separator]),
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('command-palette'),
        item('search'),
        item('find'),
        item('toggle-list'),
        item('previous-conversation'),
        item('next-conversation'),
        separator,
        item('assistants'),
        item('prompts'),
        item('usage'),
        separator,
        item('zoom-reset'),
        item('zoom-in'),
        item('zoom-out'),
        separator,
        { role: 'togglefullscreen' },
        ...(withDeveloperTools ? [separator, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('shortcuts'), ...(isMac ? [] : [separator, { role: 'about' } as const])] },
  ];
}

/**
 * The name of a command and the keys that it has now. The menu only shows them: the page, which hears them first on every
 * system, does what they are for. macOS comes here too with what the page has left alone.
 */
function appearanceOf(id: CommandId, { platform, bindings }: MenuOptions): MenuItemConstructorOptions {
  const command = commandWith(id);
  const [chord] = chordsOf(command, bindings, platformOf(platform));
  const accelerator = chord === undefined ? undefined : acceleratorOf(chord);
  return {
    id,
    label: command.menuLabel ?? command.label,
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
  };
}

/** macOS has the application's own menu first, with its settings. */
function appMenu(item: (command: CommandId) => MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      item('settings'),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}
