import { makeStyles } from '@fluentui/react-components';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { HistoryRescue } from '../../../shared/model/history.ts';
import { useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { FullPage } from '../../ui/full-page.tsx';
import { Rescue } from './rescue.tsx';

const useStyles = makeStyles({ card: { alignSelf: 'stretch' } });

/** What the page needs. */
export interface BlockedPageProps {
  readonly error: AppErrorData;
  /** Null where there is nothing but to try again. */
  readonly rescue: HistoryRescue | null;
  readonly retry: () => void;
}

/** The page of a person whom Parley cannot let in yet, with the reason and a way to try again. */
export function BlockedPage({ error, rescue, retry }: BlockedPageProps) {
  const classes = useStyles();
  const card = useErrorCard();
  return (
    <FullPage heading="Parley can’t start">
      <ErrorCard className={classes.card} {...card(error)} actions={[{ label: 'Try again', run: retry }]} />
      {rescue === null ? null : <Rescue {...rescue} />}
    </FullPage>
  );
}
