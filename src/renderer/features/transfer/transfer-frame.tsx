import {
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import { useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', overflowWrap: 'anywhere' },
});

/** What the frame of a transfer needs. */
export interface TransferFrameProps {
  readonly title: ReactNode;
  /** While something is written or read, nothing but a button ends it. */
  readonly isRunning: boolean;
  /** Why it failed; null where it did not. */
  readonly error: AppErrorData | null;
  readonly actions: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The dialog of an export or an import. */
export function TransferFrame({ title, isRunning, error, actions, onClose, children }: TransferFrameProps) {
  const classes = useStyles();
  const card = useErrorCard();
  return (
    <Dialog open modalType={isRunning ? 'alert' : 'modal'} onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={classes.content}>
            {children}
            {error === null ? null : <ErrorCard {...card(error)} />}
          </DialogContent>
          <DialogActions>{actions}</DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
