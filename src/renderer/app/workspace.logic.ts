import type { ShownConversation } from '../features/chat/chat-page.tsx';
import type { OutboxState } from '../../shared/model/outbox.ts';
import type { Drafts } from '../features/chat/drafts.ts';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { Projection } from '../bridge.ts';

/** Below this width the list of conversations is a drawer over the conversation. */
export const drawerQuery = '(max-width: 719.98px)';

/** What the top bar says in the place of a title; nothing while the title of one that is there is not known. */
export function titlePlaceholder(record: Projection<Conversation | null>, { isNew }: ShownConversation): string {
  return record.kind === 'loading' && !isNew ? '' : 'New chat';
}

/** A conversation that nobody has written in yet. */
export function newConversation(): ShownConversation {
  return { id: crypto.randomUUID(), isNew: true };
}

/** A new chat: the one that something is written in already, where there is one. */
export function newChat(
  drafts: Pick<Drafts, 'newChatId' | 'choices' | 'choose'>,
  assistantId?: string,
): ShownConversation {
  const id = drafts.newChatId();
  const next = id === undefined ? newConversation() : { id, isNew: true };
  if (assistantId !== undefined) drafts.choose(next.id, { assistantId });
  return { ...next, assistantId: drafts.choices(next.id).assistantId };
}

/** What the list says of a conversation in which something is not sent yet. */
export function unsentMark(
  conversationId: string,
  drafts: Pick<Drafts, 'has'>,
  { messages }: Pick<OutboxState, 'messages'>,
): string | undefined {
  if (messages.some((message) => message.conversationId === conversationId)) return 'Waiting';
  return drafts.has(conversationId) ? 'Draft' : undefined;
}

/** The part of the window's address that names the shown conversation, so that a reloaded window shows it again. */
export function addressOf({ id }: ShownConversation): string {
  return `#${id}`;
}

/** The conversation that a window showed before it was loaded again. */
export function shownBefore(hash: string): ShownConversation | undefined {
  return /^#[0-9a-f-]{36}$/.test(hash) ? { id: hash.slice(1), isNew: false } : undefined;
}

/**
 * Whether the shown conversation is there no more: deleted, here or in another window, or somebody else's.
 * @param knownId the conversation that was there last
 */
export function hasVanished(
  record: Projection<Conversation | null>,
  shown: ShownConversation,
  knownId: string | null,
): boolean {
  if (record.kind !== 'ready') return false;
  return record.value === null ? !shown.isNew || knownId === shown.id : record.value.binnedAt !== null;
}
