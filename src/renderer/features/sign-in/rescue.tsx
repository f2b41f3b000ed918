import { Button, makeStyles, useRestoreFocusTarget } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import type { HistoryRescue } from '../../../shared/model/history.ts';
import { useAction, useBridge, useErrorCard } from '../../bridge.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { type WayOut, wayOutWords } from './rescue.logic.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', alignSelf: 'stretch', gap: '8px' },
  card: { marginTop: '8px' },
});

/** The ways out of a history that cannot be opened. Each is asked about; none deletes anything. */
export function Rescue({ backups }: HistoryRescue) {
  const classes = useStyles();
  const ways: readonly WayOut[] = [
    ...backups.map((backup) => ({ kind: 'restore', backup }) as const),
    { kind: 'start-new' },
  ];
  return (
    <div className={classes.root}>
      {ways.map((way) => (
        <RescueWay key={wayOutWords(way).button} way={way} />
      ))}
    </div>
  );
}

function RescueWay({ way }: { readonly way: WayOut }) {
  const classes = useStyles();
  const restoreFocus = useRestoreFocusTarget();
  const card = useErrorCard();
  const { history } = useBridge();
  const { button, question, consequence, confirm } = wayOutWords(way);
  const [isAsked, setIsAsked] = useState(false);
  const [state, run] = useAction(
    useCallback(
      async () => (way.kind === 'restore' ? history.restore({ time: way.backup.time }) : history.startNew()),
      [history, way],
    ),
  );
  const text = (
    <>
      {consequence}
      {state.kind === 'failed' ? <ErrorCard className={classes.card} {...card(state.error)} /> : null}
    </>
  );
  return (
    <>
      <Button {...restoreFocus} onClick={() => setIsAsked(true)}>
        {button}
      </Button>
      <ConfirmDialog
        confirmation={isAsked ? { title: question, text, action: confirm, run } : null}
        isRunning={state.kind === 'running'}
        onClose={() => setIsAsked(false)}
      />
    </>
  );
}
