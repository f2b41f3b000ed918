import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

/** What the confirmation needs. */
export interface DeleteVersionDialogProps {
  /** Null while nothing is asked. */
  readonly messageId: string | null;
  readonly onConfirm: (messageId: string) => void;
  readonly onClose: () => void;
}

/** Asks before a version of a message is deleted for good. */
export function DeleteVersionDialog({ messageId, onConfirm, onClose }: DeleteVersionDialogProps) {
  const confirmation = messageId === null ? null : { ...question, run: () => onConfirm(messageId) };
  return <ConfirmDialog confirmation={confirmation} onClose={onClose} />;
}

const question = {
  title: 'Delete this version?',
  text: 'This version and everything that follows it is deleted from this computer. The other versions stay. This cannot be undone.',
  action: 'Delete',
};
