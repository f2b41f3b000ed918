import type { MenuItemConstructorOptions } from 'electron';
import type { ShellCommand } from '../../shared/model/shell.ts';

/** What the application menu does. */
export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** In builds from source only. */
  readonly withDeveloperTools: boolean;
  /** Asks the page of the window in use. */
  readonly run: (command: ShellCommand) => void;
  readonly openWindow: () => void;
  readonly quickAsk: () => void;
}

interface CommandItem {
  readonly label: string;
  readonly accelerator?: string;
}

/** What the page can be asked for; where a page cannot do it now, its item is grey. */
const commandItems: Readonly<Record<ShellCommand, CommandItem>> = {
  'new-chat': { label: 'New Chat', accelerator: 'CommandOrControl+N' },
  search: { label: 'Search Conversations', accelerator: 'CommandOrControl+Shift+F' },
  'toggle-list': { label: 'Show or Hide Conversations' },
  settings: { label: 'Settings…', accelerator: 'CommandOrControl+,' },
  shortcuts: { label: 'Keyboard Shortcuts' },
  assistants: { label: 'Assistants…' },
  prompts: { label: 'Prompts…' },
  usage: { label: 'Usage…' },
  import: { label: 'Import Conversations…' },
  export: { label: 'Export Conversation…' },
  'export-all': { label: 'Export All Conversations…' },
  print: { label: 'Print…', accelerator: 'CommandOrControl+P' },
};

const separator = { type: 'separator' } as const;

/** The ids of items whose place in the menu depends on what the page can do. */
export const commandIds = Object.keys(commandItems) as readonly ShellCommand[];

/**
 * The application menu, in each system's order. Reload is not in it: a reflex for Ctrl+R should not blank a person's window.
 */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, withDeveloperTools, openWindow, quickAsk, run } = options;
  const isMac = platform === 'darwin';
  const item = (command: ShellCommand): MenuItemConstructorOptions => ({
    ...commandItems[command],
    id: command,
    enabled: false,
    click: () => run(command),
  });
  return [
    ...(isMac ? [appMenu(item)] : []),
    {
      label: '&File',
      submenu: [
        item('new-chat'),
        { id: 'new-window', label: 'New Window', accelerator: 'CommandOrControl+Shift+N', click: openWindow },
        { id: 'quick-ask', label: 'Quick Ask', click: quickAsk },
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
        item('search'),
        item('toggle-list'),
        item('assistants'),
        item('prompts'),
        item('usage'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        // Without Shift too, as on the number keys of most layouts, and on the keypad.
        { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(withDeveloperTools ? [separator, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('shortcuts'), ...(isMac ? [] : [separator, { role: 'about' } as const])] },
  ];
}

/** macOS has the application's own menu first, with its settings. */
function appMenu(item: (command: ShellCommand) => MenuItemConstructorOptions): MenuItemConstructorOptions {
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
