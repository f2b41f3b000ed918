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
import { type ReactNode, useState } from 'react';

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
  /** Whether it is being done, where that is waited for. */
  readonly isRunning?: boolean;
  readonly onClose: () => void;
}

/** Asks before something is done for good. It stays while nothing is asked, so that the focus returns to what asked. */
export function ConfirmDialog({ confirmation, isRunning = false, onClose }: ConfirmDialogProps) {
  const classes = useStyles();
  const [asked, setAsked] = useState(confirmation);
  // The words stay while the dialog fades out.
  if (confirmation !== null && confirmation !== asked) setAsked(confirmation);
  return (
    <Dialog open={confirmation !== null} modalType="alert" onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{asked?.title}</DialogTitle>
          <DialogContent className={classes.content}>{asked?.text}</DialogContent>
          <DialogActions>
            <Button appearance="primary" disabledFocusable={isRunning} onClick={() => confirmation?.run()}>
              {asked?.action}
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
