import { Button, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { ArrowLeft20Regular } from '@fluentui/react-icons/svg/arrow-left';
import { binDays } from '../../../shared/model/conversation-order.ts';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', gap: '4px', flexShrink: 0, padding: '0 8px' },
  heading: {
    flexGrow: 1,
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  note: { flexShrink: 0, margin: 0, padding: '4px 20px 8px', color: tokens.colorNeutralForeground3 },
});

/** What the head of the archive or of the bin needs. */
export interface ShelfHeadProps {
  readonly view: 'archive' | 'bin';
  readonly onBack: () => void;
  /** Undefined where there is nothing to empty. */
  readonly onEmpty: (() => void) | undefined;
}

/** Says which conversations are shown in the list's place, and leads back. */
export function ShelfHead({ view, onBack, onEmpty }: ShelfHeadProps) {
  const classes = useStyles();
  const restoreFocus = useRestoreFocusTarget();
  return (
    <>
      <div className={classes.line}>
        <Button
          appearance="subtle"
          icon={<ArrowLeft20Regular />}
          aria-label="Back to conversations"
          title="Back to conversations"
          onClick={onBack}
        />
        <h2 className={classes.heading}>{view === 'archive' ? 'Archived' : 'Bin'}</h2>
        {onEmpty === undefined ? null : (
          <Button {...restoreFocus} appearance="subtle" size="small" onClick={onEmpty}>
            Empty bin…
          </Button>
        )}
      </div>
      <p className={classes.note}>
        {view === 'archive'
          ? 'A new message brings a conversation back into the list.'
          : `What is deleted stays here for ${binDays} days.`}
      </p>
    </>
  );
}
