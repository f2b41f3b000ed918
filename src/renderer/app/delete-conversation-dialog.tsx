import type { AppErrorData } from '../../shared/errors.ts';
import type { Conversation } from '../../shared/model/conversation.ts';
import { binDays } from '../../shared/model/conversation-order.ts';
import { useBridge } from '../bridge.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

/** What the confirmation needs. */
export interface DeleteConversationDialogProps {
  /** Null while nobody is asked. */
  readonly conversation: Conversation | null;
  readonly onError: (error: AppErrorData | null) => void;
  readonly onClose: () => void;
}

/** Asks before the shown conversation goes into the bin by keys alone. */
export function DeleteConversationDialog({ conversation, onError, onClose }: DeleteConversationDialogProps) {
  const { history } = useBridge();
  const move = async (conversationId: string) => {
    const result = await history.arrange({ placements: [{ conversationId, isInBin: true }] });
    onError(result.ok ? null : result.error);
  };
  const confirmation =
    conversation === null
      ? null
      : {
          title: 'Delete this conversation?',
          text: (
            <>
              “<bdi>{conversation.title}</bdi>” goes into the bin, where it can be had back for {binDays} days.
            </>
          ),
          action: 'Delete',
          run: () => {
            onClose();
            void move(conversation.id);
          },
        };
  return <ConfirmDialog confirmation={confirmation} onClose={onClose} />;
}
