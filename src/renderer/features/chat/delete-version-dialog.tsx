import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';

/** What the confirmation needs. */
export interface DeleteVersionDialogProps {
  /** Null while nothing is asked. */
  readonly messageId: string | null;
  readonly onConfirm: (messageId: string) => void;
  readonly onClose: () => void;
}

/** Asks before a version of a message is deleted for good. */
export function DeleteVersionDialog({ messageId, onConfirm, onClose }: DeleteVersionDialogProps) {
  return (
    <Dialog open={messageId !== null} modalType="alert" onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Delete this version?</DialogTitle>
          <DialogContent>
            This version and everything that follows it is deleted from this computer. The other versions stay. This
            cannot be undone.
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={() => messageId !== null && onConfirm(messageId)}>
              Delete
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
