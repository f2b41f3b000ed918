import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import type { Conversation } from '../../../shared/model/conversation.ts';

const useStyles = makeStyles({ content: { overflowWrap: 'anywhere' } });

/** What the confirmation needs. */
export interface DeleteDialogProps {
  /** Null while nothing is asked. */
  readonly conversation: Conversation | null;
  readonly onConfirm: (conversation: Conversation) => void;
  readonly onClose: () => void;
}

/** Asks before a conversation is deleted for good. */
export function DeleteDialog({ conversation, onConfirm, onClose }: DeleteDialogProps) {
  const classes = useStyles();
  return (
    <Dialog open={conversation !== null} modalType="alert" onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Delete this conversation?</DialogTitle>
          <DialogContent className={classes.content}>
            “<bdi>{conversation?.title}</bdi>” is deleted from this computer. This cannot be undone.
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={() => conversation !== null && onConfirm(conversation)}>
              Delete
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
