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

/** Whether the shown conversation was in the list and is so no more: deleted, here or in another window. */
export function hasVanished(before: readonly Conversation[], after: readonly Conversation[], shownId: string): boolean {
  const has = (list: readonly Conversation[]) => list.some(({ id }) => id === shownId);
  return has(before) && !has(after);
}
