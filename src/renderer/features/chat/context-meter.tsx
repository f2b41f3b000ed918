import { makeStyles, tokens, Tooltip } from '@fluentui/react-components';
import { shortWindow } from '../../ui/short-window.ts';
import type { ContextMeter } from './context.logic.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: '6px',
    flexShrink: 0,
    padding: '0 4px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    cursor: 'default',
  },
  track: {
    width: '32px',
    height: '4px',
    borderRadius: '2px',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralStroke2,
    [shortWindow]: { display: 'none' },
    // Seen in forced colours, where tints are gone.
    outline: '1px solid transparent',
  },
  fill: {
    height: '100%',
    backgroundColor: tokens.colorNeutralForeground3,
    '@media (forced-colors: active)': { backgroundColor: 'CanvasText' },
  },
});

/** How full the model's memory of the conversation is; what that means is told on hover and focus. */
export function ContextMeterView({ percent, sentence }: Pick<ContextMeter, 'percent' | 'sentence'>) {
  const classes = useStyles();
  return (
    <Tooltip content={sentence} relationship="description">
      <span
        className={classes.root}
        role="meter"
        aria-label="Context used"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(percent, 100)}
        aria-valuetext={`${percent} %`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its sentence is to be had by keyboard too
        tabIndex={0}
      >
        <span className={classes.track}>
          <span className={classes.fill} style={{ width: `${Math.min(percent, 100)}%`, display: 'block' }} />
        </span>
        {percent} %
      </span>
    </Tooltip>
  );
}
