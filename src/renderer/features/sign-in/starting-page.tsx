import { makeStyles, Spinner } from '@fluentui/react-components';

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    // A start that is quick shows no progress at all.
    animationName: { from: { opacity: 0 }, to: { opacity: 1 } },
    animationDuration: '100ms',
    animationDelay: '400ms',
    animationFillMode: 'backwards',
  },
});

/** What is seen until main knows who is there. */
export function StartingPage() {
  const classes = useStyles();
  return (
    <main className={classes.root} aria-busy="true">
      <Spinner size="small" label="Starting Parley" />
    </main>
  );
}
