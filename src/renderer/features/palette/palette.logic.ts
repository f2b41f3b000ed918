import { chordLabel, type KeyPlatform } from '../../../shared/commands/chord.ts';
import { chordsOf, type CommandId, commands, type KeyBindings } from '../../../shared/commands/commands.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import type { SearchHit } from '../../../shared/model/search.ts';

/** What the palette can do. */
export type PaletteItem =
  | {
      readonly kind: 'command';
      readonly key: string;
      readonly label: string;
      readonly id: CommandId;
      readonly keys: string;
    }
  | { readonly kind: 'model'; readonly key: string; readonly label: string; readonly deploymentId: string }
  | { readonly kind: 'conversation'; readonly key: string; readonly label: string; readonly conversationId: string };

/** Items that belong together, under a heading. */
export interface PaletteGroup {
  readonly name: string;
  readonly items: readonly PaletteItem[];
}

/** What the palette chooses from. */
export interface PaletteChoices {
  readonly isAvailable: (id: CommandId) => boolean;
  readonly bindings: KeyBindings;
  readonly platform: KeyPlatform;
  /** Ids of the commands that were chosen, the last one first. */
  readonly recent: readonly string[];
  readonly deployments: readonly Deployment[];
  readonly conversations: readonly SearchHit[];
  /** What is shown of conversations while nothing is typed. */
  readonly recentConversations: readonly Conversation[];
}

/** Most conversations that are offered. */
const conversationLimit = 8;

/** What is offered for what is typed: what was chosen before comes first, then what fits best. */
export function paletteGroups(typed: string, choices: PaletteChoices): readonly PaletteGroup[] {
  const { isAvailable, bindings, platform, recent, deployments } = choices;
  const offered = commands.filter(({ id }) => id !== 'command-palette' && isAvailable(id));
  const found = ranked(offered, typed, ({ label, words }) => `${label} ${words}`).map((command): PaletteItem => {
    const [chord] = chordsOf(command, bindings, platform);
    const keys = chord === undefined ? '' : chordLabel(chord, platform);
    return { kind: 'command', key: command.id, label: command.label, id: command.id, keys };
  });
  const place = ({ key }: PaletteItem) => recent.indexOf(key);
  const before = found.filter((item) => place(item) !== -1).toSorted((left, right) => place(left) - place(right));
  const models = ranked(deployments, typed, ({ displayName }) => displayName).map(
    ({ id, displayName }): PaletteItem => ({
      kind: 'model',
      key: `model ${id}`,
      label: displayName,
      deploymentId: id,
    }),
  );
  return [
    { name: 'Recently used', items: before },
    { name: 'Commands', items: found.filter((item) => place(item) === -1) },
    typed.trim() === ''
      ? { name: 'Recent conversations', items: recentItems(choices.recentConversations) }
      : { name: 'Conversations', items: foundItems(choices.conversations) },
    { name: 'Models', items: models },
  ].filter(({ items }) => items.length > 0);
}

/** Those that something happened in last. */
function recentItems(known: readonly Conversation[]): readonly PaletteItem[] {
  const newest = known.toSorted((left, right) => right.updatedAt - left.updatedAt).slice(0, conversationLimit);
  return newest.map(conversationItem);
}

/** A conversation is offered once, however often it was found. */
function foundItems(hits: readonly SearchHit[]): readonly PaletteItem[] {
  const inTitles = hits.filter(({ kind }) => kind === 'title');
  const titles = new Map(inTitles.map(({ conversation: { id, title } }) => [id, title]));
  return [...titles].slice(0, conversationLimit).map(([id, title]) => conversationItem({ id, title }));
}

function conversationItem({ id, title }: Pick<Conversation, 'id' | 'title'>): PaletteItem {
  return { kind: 'conversation', key: id, label: title, conversationId: id };
}

/** Those that fit what is typed, the best first; those that fit equally well stay in their order. */
function ranked<Item>(items: readonly Item[], typed: string, textOf: (item: Item) => string): readonly Item[] {
  return items
    .map((item) => ({ item, fit: fitOf(typed, textOf(item)) }))
    .filter(({ fit }) => fit > 0)
    .toSorted((left, right) => right.fit - left.fit)
    .map(({ item }) => item);
}

/**
 * How well a text fits what is typed; 0 where it does not. Every typed word has to be found: as the beginning of a word,
 * else inside of one, else as some of one's letters from its first on, or as the first letters of words.
 */
export function fitOf(typed: string, text: string): number {
  const wanted = wordsOf(typed);
  const there = wordsOf(text);
  const fits = wanted.map((word) => {
    if (there.some((each) => each.startsWith(word))) return 3;
    if (there.some((each) => each.includes(word))) return 2;
    const isShort = there.some((each) => each[0] === word[0] && hasInOrder(each, word));
    return isShort || initialsOf(there).includes(word) ? 1 : 0;
  });
  if (fits.some((fit) => fit === 0)) return 0;
  return 1 + fits.reduce<number>((sum, fit) => sum + fit, 0);
}

function initialsOf(words: readonly string[]): string {
  return words.map((word) => word.slice(0, 1)).join('');
}

function hasInOrder(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at === -1) return false;
    from = at + letter.length;
  }
  return true;
}

function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** The commands that were chosen, with another one. */
export function withRecent(recent: readonly string[], id: string): string[] {
  return [id, ...recent.filter((each) => each !== id)].slice(0, 5);
}

/** The item that a key leads to; undefined leaves the key to the field. */
export function movedTo(key: string, index: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (index - 1 + count) % count;
  if (key === 'PageDown') return Math.min(index + 8, count - 1);
  return key === 'PageUp' ? Math.max(index - 8, 0) : undefined;
}
