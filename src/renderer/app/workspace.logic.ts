import type { ShownConversation } from '../features/chat/chat-page.tsx';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { Projection } from '../bridge.ts';

/** Below this width the list of conversations is a drawer over the conversation. */
export const drawerQuery = '(max-width: 719.98px)';

/** What the top bar calls the shown conversation. */
export function shownTitle(conversations: Projection<readonly Conversation[]>, shownId: string): string {
  const items = conversations.kind === 'ready' ? conversations.value : [];
  return items.find(({ id }) => id === shownId)?.title ?? 'New chat';
}

/** A conversation that nobody has written in yet. */
export function newConversation(): ShownConversation {
  return { id: crypto.randomUUID(), isNew: true };
}

/** The part of the window's address that names the shown conversation, so that a reloaded window shows it again. */
export function addressOf({ id }: ShownConversation): string {
  return `#${id}`;
}

/** The conversation that a window showed before it was loaded again. */
export function shownBefore(hash: string): ShownConversation | undefined {
  return /^#[0-9a-f-]{36}$/.test(hash) ? { id: hash.slice(1), isNew: false } : undefined;
}

/** Whether the shown conversation is in the list no more: deleted, here or in another window, or somebody else's. */
export function hasVanished(
  before: readonly Conversation[],
  after: readonly Conversation[],
  shown: ShownConversation,
): boolean {
  const has = (list: readonly Conversation[]) => list.some(({ id }) => id === shown.id);
  return (has(before) || !shown.isNew) && !has(after);
}

/** Whether a key press asks for the search in all conversations: Ctrl+Shift+F, on macOS with Command. */
export function isSearchShortcut(
  press: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): boolean {
  return press.code === 'KeyF' && press.shiftKey && press.ctrlKey !== press.metaKey && !press.altKey;
}
