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
import { useState } from 'react';
import type { HistoryDamage } from '../../shared/model/history.ts';
import { useErrorCard } from '../bridge.ts';
import { Rescue } from '../features/sign-in/rescue.tsx';
import { ErrorCard } from '../ui/error-card.tsx';
import { Notice } from './notice-bar.tsx';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
});

/** Says that a part of the history cannot be read, and offers the ways out at once; the rest can be read on. */
export function DamageBar({ error, rescue }: HistoryDamage) {
  const classes = useStyles();
  const card = useErrorCard();
  const [isOpen, setIsOpen] = useState(false);
  const [isDismissed, setIsDismissed] = useState(false);
  const close = () => setIsOpen(false);
  if (isDismissed) return null;
  return (
    <>
      <Notice
        intent="warning"
        text="A part of your conversations on this computer is damaged and cannot be read."
        action={
          <Button size="small" onClick={() => setIsOpen(true)}>
            What can I do?
          </Button>
        }
      />
      <Dialog open={isOpen} onOpenChange={(_event, data) => !data.open && close()}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>A part of your conversations cannot be read</DialogTitle>
            <DialogContent className={classes.content}>
              <ErrorCard {...card(error)} />
              <span>
                You can go on with everything else. Export what matters to you before you restore a backup: what came
                after it is then put aside with the damaged file.
              </span>
              <Rescue {...rescue} />
            </DialogContent>
            <DialogActions>
              <Button
                appearance="primary"
                onClick={() => {
                  close();
                  setIsDismissed(true);
                }}
              >
                Go on reading
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </>
  );
}
