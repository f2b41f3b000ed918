import { z } from 'zod';
import { chordFault, isChord, type KeyPlatform } from './chord.ts';

/** Every command that a person can give by keys, in a menu or in the command palette. */
export type CommandId = (typeof commandList)[number]['id'];

/** A command. */
export interface Command {
  readonly id: CommandId;
  readonly label: string;
  /** What a menu of the system calls it; undefined where it is in none. */
  readonly menuLabel?: string;
  /** What else people look for it by. */
  readonly words: string;
  /** The chords that it has of its own. */
  readonly keys: readonly string[];
  /** The same on macOS, where they are others. */
  readonly macKeys?: readonly string[];
  /** True where the keys belong to what is shown at the moment and cannot be changed. */
  readonly isFixed?: true;
}

const commandList = [
  {
    id: 'command-palette',
    label: 'Command palette',
    menuLabel: 'Command Palette…',
    words: 'find go commands',
    keys: ['Mod+K'],
  },
  {
    id: 'new-chat',
    label: 'New chat',
    menuLabel: 'New Chat',
    words: 'create begin start conversation',
    keys: ['Mod+N'],
  },
  {
    id: 'temporary-chat',
    label: 'Temporary chat',
    menuLabel: 'New Temporary Chat',
    words: 'private incognito new',
    keys: ['Mod+Shift+N'],
  },
  {
    id: 'new-window',
    label: 'New window',
    menuLabel: 'New Window',
    words: 'open another second',
    keys: ['Mod+Shift+O'],
  },
  { id: 'quick-ask', label: 'Quick ask', menuLabel: 'Quick Ask', words: 'small window question', keys: [] },
  {
    id: 'search',
    label: 'Search conversations',
    menuLabel: 'Search Conversations',
    words: 'find history',
    keys: ['Mod+Shift+F'],
  },
  {
    id: 'find',
    label: 'Find in conversation',
    menuLabel: 'Find in Conversation',
    words: 'search text page',
    keys: ['Mod+F'],
  },
  {
    id: 'next-conversation',
    label: 'Next conversation',
    menuLabel: 'Next Conversation',
    words: 'go down switch',
    keys: ['Alt+ArrowDown'],
    macKeys: ['Mod+Alt+ArrowDown'],
  },
  {
    id: 'previous-conversation',
    label: 'Previous conversation',
    menuLabel: 'Previous Conversation',
    words: 'go up switch',
    keys: ['Alt+ArrowUp'],
    macKeys: ['Mod+Alt+ArrowUp'],
  },
  { id: 'focus-composer', label: 'Write a message', words: 'focus composer input text', keys: ['Mod+L'] },
  {
    id: 'toggle-list',
    label: 'Show or hide conversations',
    menuLabel: 'Show or Hide Conversations',
    words: 'toggle list sidebar',
    keys: ['Mod+B'],
  },
  { id: 'model-picker', label: 'Choose a model', words: 'model picker deployment switch', keys: ['Mod+Shift+M'] },
  { id: 'rename', label: 'Rename conversation', words: 'title', keys: ['F2'] },
  { id: 'delete', label: 'Delete conversation', words: 'remove bin', keys: ['Mod+Shift+D'] },
  { id: 'copy-last-answer', label: 'Copy last answer', words: 'clipboard', keys: ['Mod+Shift+C'] },
  { id: 'regenerate', label: 'Regenerate answer', words: 'again retry', keys: ['Mod+Shift+R'] },
  { id: 'stop', label: 'Stop answer', words: 'cancel end', keys: ['Escape'], isFixed: true },
  { id: 'assistants', label: 'Assistants', menuLabel: 'Assistants…', words: 'library instructions', keys: [] },
  { id: 'prompts', label: 'Prompts', menuLabel: 'Prompts…', words: 'library texts templates', keys: [] },
  { id: 'usage', label: 'Usage', menuLabel: 'Usage…', words: 'tokens cost price', keys: [] },
  {
    id: 'import',
    label: 'Import conversations',
    menuLabel: 'Import Conversations…',
    words: 'open file chatgpt',
    keys: [],
  },
  {
    id: 'export',
    label: 'Export conversation',
    menuLabel: 'Export Conversation…',
    words: 'save file markdown pdf',
    keys: ['Mod+Shift+E'],
  },
  {
    id: 'export-all',
    label: 'Export all conversations',
    menuLabel: 'Export All Conversations…',
    words: 'save file backup',
    keys: [],
  },
  { id: 'print', label: 'Print conversation', menuLabel: 'Print…', words: 'paper printer', keys: ['Mod+P'] },
  { id: 'settings', label: 'Settings', menuLabel: 'Settings…', words: 'preferences options', keys: ['Mod+,'] },
  {
    id: 'shortcuts',
    label: 'Keyboard shortcuts',
    menuLabel: 'Keyboard Shortcuts',
    words: 'keys list help',
    keys: ['Mod+/'],
  },
  { id: 'zoom-in', label: 'Zoom in', menuLabel: 'Zoom In', words: 'larger bigger', keys: ['Mod+=', 'Mod+Plus'] },
  { id: 'zoom-out', label: 'Zoom out', menuLabel: 'Zoom Out', words: 'smaller', keys: ['Mod+-'] },
  { id: 'zoom-reset', label: 'Reset zoom', menuLabel: 'Actual Size', words: 'actual size 100 %', keys: ['Mod+0'] },
] as const satisfies readonly (Omit<Command, 'id'> & { readonly id: string })[];

/** THE list of commands: the palette, the page of shortcuts and the system's menus are made from it. */
export const commands: readonly Command[] = commandList;

/** A command as it is named between main and a page. */
export const CommandName = z.enum(commandList.map(({ id }) => id));

/** What the table says of a command. */
export function commandWith(id: CommandId): Command {
  const command: Command | undefined = commands.find((each) => each.id === id);
  if (command === undefined) throw new Error(`No command ${id}`);
  return command;
}

/** What a person has bound by the command's id: a chord, or null for none. What is left out is as the table says. */
export type KeyBindings = Readonly<Record<string, string | null>>;

/** The chords of a command now, the one that is shown first. */
export function chordsOf(command: Command, bindings: KeyBindings, platform: KeyPlatform): readonly string[] {
  const usual = platform === 'macos' ? (command.macKeys ?? command.keys) : command.keys;
  const bound = command.isFixed === true ? undefined : bindings[command.id];
  if (bound === null) return [];
  // A binding of another platform, or one that was written into the file, may not be possible here.
  return bound === undefined || !isChord(bound) || chordFault(bound, platform) !== undefined ? usual : [bound];
}

/** The command that a chord is for now; what a person has bound comes before what the table says. */
export function commandOf(chord: string, bindings: KeyBindings, platform: KeyPlatform): Command | undefined {
  const found = commands.filter(
    (command) => command.isFixed !== true && chordsOf(command, bindings, platform).includes(chord),
  );
  return found.find(({ id }) => bindings[id] === chord) ?? found[0];
}

/** The other command that has a chord already. */
export function conflictOf(
  chord: string,
  id: CommandId,
  { bindings, platform }: { readonly bindings: KeyBindings; readonly platform: KeyPlatform },
): Command | undefined {
  return commands.find((command) => command.id !== id && chordsOf(command, bindings, platform).includes(chord));
}
