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
import type { ReactNode, Ref } from 'react';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '8px', minHeight: '12rem' },
});

/** What the frame of a library needs. */
export interface LibraryDialogProps {
  readonly name: string;
  /** What is written at the moment, in the place of the library; null for nothing. */
  readonly editor: ReactNode;
  readonly contentRef: Ref<HTMLDivElement>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The dialog of a library, or of what is written in it: that is left by a button, never by a slip. */
export function LibraryDialog({ name, editor, contentRef, onClose, children }: LibraryDialogProps) {
  const classes = useStyles();
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && editor === null && onClose()}>
      <DialogSurface aria-label={name}>
        {editor ?? (
          <DialogBody>
            <DialogTitle>{name}</DialogTitle>
            <DialogContent>
              <div ref={contentRef} className={classes.content}>
                {children}
              </div>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Close</Button>
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  );
}
