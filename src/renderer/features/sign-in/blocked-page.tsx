import { makeStyles } from '@fluentui/react-components';
import type { AppErrorData } from '../../../shared/errors.ts';
import { useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { FullPage } from '../../ui/full-page.tsx';

const useStyles = makeStyles({ card: { alignSelf: 'stretch' } });

/** The page of a person whom Parley cannot let in yet, with the reason and a way to try again. */
export function BlockedPage({ error, retry }: { readonly error: AppErrorData; readonly retry: () => void }) {
  const classes = useStyles();
  const card = useErrorCard();
  return (
    <FullPage heading="Parley can’t start">
      <ErrorCard className={classes.card} {...card(error)} actions={[{ label: 'Try again', run: retry }]} />
    </FullPage>
  );
}
