import { Field, makeStyles, ProgressBar, Spinner } from '@fluentui/react-components';
import type { HistoryWork } from '../../../shared/model/history.ts';
import { FullPage } from '../../ui/full-page.tsx';
import { workWords } from './starting.logic.ts';

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
  work: { alignSelf: 'stretch' },
});

/** What is seen until main knows who is there, or while something is done with the whole history. */
export function StartingPage({ work }: { readonly work: HistoryWork | null }) {
  const classes = useStyles();
  if (work === null) {
    return (
      <main className={classes.root} aria-busy="true">
        <Spinner size="small" label="Starting Parley" />
      </main>
    );
  }
  const { heading, step, reassurance } = workWords(work);
  return (
    <div className={classes.root} aria-busy="true">
      <FullPage heading={heading}>
        <Field className={classes.work} validationMessage={step} validationState="none">
          <ProgressBar thickness="large" {...(work.done === null ? {} : { value: work.done })} aria-label={heading} />
        </Field>
        <span>{reassurance}</span>
      </FullPage>
    </div>
  );
}
