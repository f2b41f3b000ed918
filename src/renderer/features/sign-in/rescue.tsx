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
import { useCallback, useState } from 'react';
import type { HistoryRescue } from '../../../shared/model/history.ts';
import { useAction, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { type WayOut, wayOutWords } from './rescue.logic.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', alignSelf: 'stretch', gap: '8px' },
  card: { marginTop: '8px' },
});

/** The ways out of a history that cannot be opened. Each is asked about; none deletes anything. */
export function Rescue({ backups }: HistoryRescue) {
  const classes = useStyles();
  const [chosen, setChosen] = useState<WayOut | null>(null);
  const ways: readonly WayOut[] = [
    ...backups.map((backup) => ({ kind: 'restore', backup }) as const),
    { kind: 'start-new' },
  ];
  return (
    <div className={classes.root}>
      {ways.map((way) => {
        const { button } = wayOutWords(way);
        return (
          <Button key={button} onClick={() => setChosen(way)}>
            {button}
          </Button>
        );
      })}
      {chosen === null ? null : <RescueDialog way={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}

function RescueDialog({ way, onClose }: { readonly way: WayOut; readonly onClose: () => void }) {
  const classes = useStyles();
  const card = useErrorCard();
  const { history } = useBridge();
  const { question, consequence, confirm } = wayOutWords(way);
  const [state, run] = useAction(
    useCallback(
      async () => (way.kind === 'restore' ? history.restore({ time: way.backup.time }) : history.startNew()),
      [history, way],
    ),
  );
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{question}</DialogTitle>
          <DialogContent>
            {consequence}
            {state.kind === 'failed' ? <ErrorCard className={classes.card} {...card(state.error)} /> : null}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" disabledFocusable={state.kind === 'running'} onClick={run}>
              {confirm}
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
