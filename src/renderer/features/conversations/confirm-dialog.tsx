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
import type { ReactNode } from 'react';

const useStyles = makeStyles({ content: { overflowWrap: 'anywhere' } });

/** What a person is asked before it is done. */
export interface Confirmation {
  readonly title: string;
  readonly text: ReactNode;
  /** What the button that does it says. */
  readonly action: string;
  readonly run: () => void;
}

/** What the confirmation needs. */
export interface ConfirmDialogProps {
  /** Null while nothing is asked. */
  readonly confirmation: Confirmation | null;
  readonly onClose: () => void;
}

/** Asks before something is done for good. */
export function ConfirmDialog({ confirmation, onClose }: ConfirmDialogProps) {
  const classes = useStyles();
  const confirm = () => {
    onClose();
    confirmation?.run();
  };
  return (
    <Dialog open={confirmation !== null} modalType="alert" onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{confirmation?.title}</DialogTitle>
          <DialogContent className={classes.content}>{confirmation?.text}</DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={confirm}>
              {confirmation?.action}
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
