import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { unwrap, useBridge, errorData } from '../../bridge.ts';
import { type Edit, versionAnnouncement } from './branch.logic.ts';
import type { ChatMessage } from './chat-message.ts';
import type { DraftEdits, Drafts } from './drafts.ts';
import type { ConversationChat } from './use-conversation-chat.ts';

/** What can be done with the branches of a conversation; the same object while nothing of it changes. */
export interface BranchActions {
  readonly edits: DraftEdits & Pick<Drafts, 'subscribe'>;
  /** The models that may answer anew. */
  readonly offered: readonly Deployment[];
  /** Shows a version of a message. */
  readonly onShow: (messageId: string) => void;
  readonly onEdit: (questionId: string, edit: Edit) => void;
  readonly onSendEdit: (question: ChatMessage) => void;
  /** Asks whether a version is to be deleted. */
  readonly onDelete: (messageId: string) => void;
  /** Begins a conversation with what is shown up to an answer; undefined where nothing of it may be written. */
  readonly onFork: ((answerId: string) => void) | undefined;
  readonly onRegenerateWith: (answerId: string, deploymentId: string) => void;
}

/** What branches stand on. */
interface BranchActionsOptions extends Pick<BranchActions, 'offered' | 'onSendEdit' | 'onRegenerateWith'> {
  readonly conversationId: string;
  readonly chat: Pick<ConversationChat, 'showBranch' | 'refuse' | 'versions' | 'isRunning'>;
  readonly drafts: Drafts;
  readonly isTemporary: boolean;
  /** Opens another conversation. */
  readonly onOpen: (conversationId: string) => void;
}

/** The branches of one conversation. */
interface ConversationBranches {
  readonly actions: BranchActions;
  /** What a screen reader is told about the version that is shown now. */
  readonly announcement: string;
  /** The version that the person is asked about; null for none. */
  readonly deletingId: string | null;
  readonly confirmDelete: (messageId: string) => void;
  readonly closeDelete: () => void;
}

/** Lets the person go between the branches of a conversation, edit, fork and delete. */
export function useBranchActions(options: BranchActionsOptions): ConversationBranches {
  const { conversationId, drafts, isTemporary, offered, onOpen, onSendEdit, onRegenerateWith } = options;
  const { showBranch, refuse, versions, isRunning } = options.chat;
  const { history } = useBridge();
  const [shownId, setShownId] = useState<string | null>(null);
  const [deletingId, setDeletingId] = useState<string | null>(null);

  // What is told next is the answer.
  useEffect(() => {
    if (isRunning) setShownId(null);
  }, [isRunning]);

  const onShow = useCallback(
    (messageId: string) => {
      void showBranch(history.show({ conversationId, messageId })).then((isShown) => {
        if (isShown) setShownId(messageId);
      });
    },
    [conversationId, history, showBranch],
  );
  const onFork = useCallback(
    (answerId: string) => {
      const newConversationId = crypto.randomUUID();
      void history
        .fork({ conversationId, answerId, newConversationId })
        .then(unwrap)
        .then(
          () => onOpen(newConversationId),
          (thrown: unknown) => refuse(errorData(thrown)),
        );
    },
    [conversationId, history, onOpen, refuse],
  );
  const actions = useMemo<BranchActions>(
    () => ({
      edits: { ...drafts.edits, subscribe: drafts.subscribe },
      offered,
      onShow,
      onEdit: drafts.edits.set,
      onSendEdit,
      onDelete: setDeletingId,
      onFork: isTemporary ? undefined : onFork,
      onRegenerateWith,
    }),
    [drafts, isTemporary, offered, onFork, onRegenerateWith, onSendEdit, onShow],
  );
  const closeDelete = useCallback(() => setDeletingId(null), []);
  const confirmDelete = useCallback(
    (messageId: string) => {
      setDeletingId(null);
      void showBranch(history.deleteVersion({ conversationId, messageId }));
    },
    [conversationId, history, showBranch],
  );
  const announcement = shownId === null ? '' : versionAnnouncement(shownId, versions);
  return { actions, announcement, deletingId, confirmDelete, closeDelete };
}
