import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { ErrorCircle20Filled } from '@fluentui/react-icons/svg/error-circle';
import { useId } from 'react';
import { ActionButton, type ButtonAction } from './action-button.tsx';
import { CopyButton } from './copy-button.tsx';

/** What an error card shows. */
export interface ErrorCardProps {
  readonly sentence: string;
  /** What to do, and who can do it. */
  readonly action: string;
  readonly code: string;
  readonly correlationId: string;
  /** The time as text, in UTC. */
  readonly time: string;
  /** What "Copy details" copies. */
  readonly details: string;
  /** Who can end the trouble, in words. */
  readonly whoCanFix?: string | undefined;
  /** Where an administrator finds the setting. */
  readonly whereForIt?: string | undefined;
  /** The first one is the main one. */
  readonly actions?: readonly ButtonAction[];
  /** Puts the card away; without it, the card stays as long as its error. */
  readonly onDismiss?: () => void;
  readonly className?: string | undefined;
}

const useStyles = makeStyles({
  root: {
    display: 'flex',
    gap: '12px',
    padding: '12px 16px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
    textAlign: 'left',
    '@media (max-width: 320px)': { gap: '8px', padding: '8px' },
  },
  icon: { flexShrink: 0, color: tokens.colorStatusDangerForeground1 },
  body: { display: 'flex', flexDirection: 'column', gap: '4px', minWidth: 0, flexGrow: 1, overflowWrap: 'anywhere' },
  text: { margin: 0, lineHeight: '20px' },
  dismiss: { flexShrink: 0, alignSelf: 'flex-start', margin: '-4px -8px 0 0' },
  sentence: { fontWeight: tokens.fontWeightSemibold },
  note: { color: tokens.colorNeutralForeground2 },
  small: { fontSize: tokens.fontSizeBase200, lineHeight: '16px' },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: '16px',
    margin: '4px 0 0',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '16px',
    '& dt': { display: 'inline' },
    '& dd': { display: 'inline', margin: '0 0 0 4px', fontFamily: tokens.fontFamilyMonospace, userSelect: 'text' },
  },
  // Without a frame, it is its icon that stands in line with the text.
  alone: { marginLeft: '-8px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '8px' },
});

/** Says what went wrong and what to do, with all that a help desk needs. */
export function ErrorCard({
  sentence,
  action,
  code,
  correlationId,
  time,
  details,
  whoCanFix,
  whereForIt,
  actions,
  onDismiss,
  className,
}: ErrorCardProps) {
  const classes = useStyles();
  const sentenceId = useId();
  const isCopyAlone = actions === undefined || actions.length === 0;
  return (
    <div role="alert" aria-labelledby={sentenceId} className={mergeClasses(classes.root, className)}>
      <ErrorCircle20Filled className={classes.icon} />
      <div className={classes.body}>
        <p id={sentenceId} className={mergeClasses(classes.text, classes.sentence)}>
          {sentence}
        </p>
        <p className={classes.text}>{action}</p>
        {whoCanFix === undefined ? null : (
          <p className={mergeClasses(classes.text, classes.note)}>Who can fix it: {whoCanFix}</p>
        )}
        {whereForIt === undefined ? null : (
          <p className={mergeClasses(classes.text, classes.note, classes.small)}>For IT: {whereForIt}</p>
        )}
        <dl className={classes.facts}>
          <div>
            <dt>Code</dt>
            <dd>{code}</dd>
          </div>
          <div>
            <dt>Correlation id</dt>
            <dd>{correlationId}</dd>
          </div>
          <div>
            <dt>Time</dt>
            <dd>{time}</dd>
          </div>
        </dl>
        <div className={classes.buttons}>
          {actions?.map((each, index) => (
            <ActionButton
              key={each.label}
              action={each}
              size="small"
              appearance={index === 0 ? 'primary' : 'secondary'}
            />
          ))}
          <CopyButton
            className={isCopyAlone ? classes.alone : undefined}
            label="Copy details"
            isLabelShown
            size="small"
            appearance="subtle"
            text={() => details}
          />
        </div>
      </div>
      {onDismiss === undefined ? null : (
        <Button
          className={classes.dismiss}
          size="small"
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label="Dismiss"
          title="Dismiss"
          onClick={onDismiss}
        />
      )}
    </div>
  );
}
