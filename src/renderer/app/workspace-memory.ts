import type { ShownConversation } from '../features/chat/chat-page.tsx';
import { createDrafts, type Drafts } from '../features/chat/drafts.ts';
import { noSearch, type SearchWish } from '../features/conversations/search-filter.logic.ts';
import { newConversation, shownBefore } from './workspace.logic.ts';

/** What the window remembers of one person while another page stands in the way: a sign-in, or somebody else's session. */
export interface WorkspaceMemory {
  readonly drafts: Drafts;
  shown: ShownConversation;
  search: SearchWish;
}

/** The memories of accounts; nobody ever sees another's. */
export interface WorkspaceMemories {
  readonly of: (accountId: string) => WorkspaceMemory;
  /** Forgets those of accounts that are signed out. */
  readonly keepOnly: (accountIds: readonly string[]) => void;
}

/** Makes memories that last as long as the window. */
export function createWorkspaceMemories(): WorkspaceMemories {
  const memories = new Map<string, WorkspaceMemory>();
  const of = (accountId: string) => {
    const known = memories.get(accountId);
    if (known !== undefined) return known;
    const shown = memories.size === 0 ? shownBefore(window.location.hash) : undefined;
    const memory: WorkspaceMemory = { drafts: createDrafts(), shown: shown ?? newConversation(), search: noSearch };
    memories.set(accountId, memory);
    return memory;
  };
  const keepOnly = (accountIds: readonly string[]) => {
    for (const id of memories.keys()) if (!accountIds.includes(id)) memories.delete(id);
  };
  return { of, keepOnly };
}
