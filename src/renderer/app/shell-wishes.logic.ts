import { linkTextLimit } from '../../shared/model/shell.ts';
import type { ShownConversation } from '../features/chat/chat-page.tsx';
import { newConversation } from './workspace.logic.ts';

/** The window over all others that asks one thing. */
const quickAskId = 'quick-ask';

/** What main knows this window by, out of its address; empty in a browser. */
export function windowIdOf(search: string): string {
  return new URLSearchParams(search).get('window') ?? '';
}

/** Whether this window is the one over all others. */
export function isQuickAsk(search: string): boolean {
  return windowIdOf(search) === quickAskId;
}

/** Where a text goes that a link brings, and what the draft there is then. */
export interface LinkDraft {
  readonly conversation: ShownConversation;
  readonly draft: string;
}

/**
 * Puts a link's text into a chat that nobody has written in. SECURITY: never into a conversation that is under way, where it
 * could pass for the person's next words, and never in the place of what they have written: it stands below that.
 * @param isWritten whether the shown conversation has messages
 * @param draft what is written there and not sent
 */
export function draftFromLink(
  {
    shown,
    isWritten,
    draft,
  }: { readonly shown: ShownConversation; readonly isWritten: boolean; readonly draft: string },
  text: string,
): LinkDraft {
  const linked = text.slice(0, linkTextLimit);
  // A chat that has no words yet may be a temporary one that is under way.
  if (isWritten || !shown.isNew || draft.trim() === '') return { conversation: newConversation(), draft: linked };
  return { conversation: shown, draft: `${draft.trimEnd()}\n\n${linked}` };
}
