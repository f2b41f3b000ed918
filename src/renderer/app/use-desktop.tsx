import { type ReactNode, useEffect } from 'react';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { ShownConversation } from '../features/chat/chat-page.tsx';
import type { Drafts } from '../features/chat/drafts.ts';
import { LinkNotice, useLinkMark } from './link-notice.tsx';
import { draftFromLink } from './shell-wishes.logic.ts';
import { useShellWishes } from './use-shell-wishes.ts';

/** What a window of conversations does at the desktop's wish. */
export interface DesktopOptions {
  readonly shown: ShownConversation;
  /** The shown one; null while it has no message. */
  readonly conversation: Conversation | null;
  readonly drafts: Drafts;
  readonly onOpen: (conversationId: string, messageId?: string) => void;
  readonly onShow: (next: ShownConversation) => void;
}

/**
 * Ties the window to the desktop: its title, and what notifications and links ask of it.
 * @returns the mark of a draft that a link has written in; null where there is none
 */
export function useDesktop(options: DesktopOptions): ReactNode {
  const { shown, conversation, drafts, onOpen, onShow } = options;
  const link = useLinkMark(drafts, shown.id);
  const title = conversation?.title;
  useEffect(() => {
    document.title = title === undefined ? 'Parley' : `${title} – Parley`;
    // Whoever is shown another page, since they may see no conversation, sees none in the title either.
    return () => {
      document.title = 'Parley';
    };
  }, [title]);

  useShellWishes({
    onOpen,
    onCompose(text) {
      const place = { shown, isWritten: conversation !== null, draft: drafts.get(shown.id) };
      const linked = draftFromLink(place, text);
      drafts.set(linked.conversation.id, linked.draft);
      link.mark(linked.conversation.id);
      onShow(linked.conversation);
    },
  });
  return link.isMarked ? <LinkNotice onDismiss={link.unmark} /> : null;
}
