import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { useEffect, useState } from 'react';
import type { Undo } from './use-arrange.ts';

const shownMilliseconds = 10_000;

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    flexShrink: 0,
    margin: '8px',
    padding: '4px 4px 4px 12px',
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
  },
  text: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  button: { flexShrink: 0, minWidth: 'auto' },
});

/** What the bar needs. */
export interface UndoBarProps {
  /** Null while there is nothing to take back. */
  readonly undo: Undo | null;
  readonly onUndo: (undo: Undo) => void;
  readonly onEnd: () => void;
}

/** Says what was done and takes it back; goes by itself unless somebody is about to use it. */
export function UndoBar({ undo, onUndo, onEnd }: UndoBarProps) {
  const classes = useStyles();
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (undo === null || isHeld) return undefined;
    const timer = setTimeout(onEnd, shownMilliseconds);
    return () => clearTimeout(timer);
  }, [undo, isHeld, onEnd]);
  // The button that was pressed goes without telling that the pointer and the focus have left it.
  useEffect(() => setIsHeld(false), [undo]);
  return (
    <div role="status">
      {undo === null ? null : (
        <div
          className={classes.bar}
          onPointerEnter={() => setIsHeld(true)}
          onPointerLeave={() => setIsHeld(false)}
          onFocus={() => setIsHeld(true)}
          onBlur={() => setIsHeld(false)}
        >
          <span className={classes.text}>{undo.text}</span>
          <Button
            className={classes.button}
            appearance="transparent"
            size="small"
            aria-keyshortcuts="Control+Z"
            onClick={() => onUndo(undo)}
          >
            Undo
          </Button>
          <Button
            appearance="transparent"
            size="small"
            icon={<Dismiss16Regular />}
            aria-label="Dismiss"
            onClick={onEnd}
          />
        </div>
      )}
    </div>
  );
}
