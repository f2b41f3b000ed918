import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Clock20Regular } from '@fluentui/react-icons/svg/clock';
import type { Deployment } from '../../../shared/model/deployment.ts';
import type { AnswerWait as Wait } from '../../../shared/model/message.ts';
import { useNow } from '../../ui/use-now.ts';
import { countdown, waitText } from './chat.logic.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: '8px',
    minHeight: '32px',
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground2,
  },
  icon: { flexShrink: 0 },
  time: { fontVariantNumeric: 'tabular-nums' },
});

/** What the wait of an answer needs. */
export interface AnswerWaitProps {
  readonly wait: Wait;
  readonly deployments: readonly Deployment[];
  readonly onCancel: () => void;
}

/** Says what an answer waits for and for how long; a screen reader is told once, by ChatSession. */
export function AnswerWait({ wait, deployments, onCancel }: AnswerWaitProps) {
  const classes = useStyles();
  const now = useNow();
  const rest = countdown(wait.until, now);
  return (
    <div className={classes.root}>
      <Clock20Regular className={classes.icon} />
      <span>{waitText(wait, deployments)}</span>
      <span role="timer" className={classes.time}>
        {rest === '' ? 'Asking again now' : `Asking again in ${rest}`}
      </span>
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
