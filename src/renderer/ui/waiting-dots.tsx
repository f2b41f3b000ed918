import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: '5px', height: '24px' },
  dot: {
    width: '7px',
    height: '7px',
    borderRadius: '50%',
    backgroundColor: tokens.colorNeutralForeground3,
    animationName: { '0%, 60%, 100%': { opacity: 0.25 }, '30%': { opacity: 1 } },
    animationDuration: '1.2s',
    animationIterationCount: 'infinite',
    '@media (prefers-reduced-motion: reduce)': { animationName: 'none' },
    '@media (forced-colors: active)': { backgroundColor: 'CanvasText' },
  },
  second: { animationDelay: '150ms' },
  third: { animationDelay: '300ms' },
});

/** Shows that something is under way whose length nobody knows. */
export function WaitingDots() {
  const classes = useStyles();
  return (
    <div className={classes.root} aria-hidden="true">
      <span className={classes.dot} />
      <span className={mergeClasses(classes.dot, classes.second)} />
      <span className={mergeClasses(classes.dot, classes.third)} />
    </div>
  );
}
