import { Button, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useContext } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { SignInProgress } from '../../../shared/model/session.ts';
import { AppInfoContext, signInLabels, useAction, useBridge, useCardActions, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { FullPage } from '../../ui/full-page.tsx';
import { signInWords, welcome } from './sign-in.logic.ts';
import { SignInWaiting } from './sign-in-waiting.tsx';

const useStyles = makeStyles({
  lead: { color: tokens.colorNeutralForeground2, textWrap: 'balance', lineHeight: 1.5 },
  primary: { minWidth: '14rem', marginTop: '8px' },
  others: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', columnGap: '24px', rowGap: '8px' },
  read: { overflowWrap: 'anywhere' },
  card: { alignSelf: 'stretch', marginTop: '8px' },
});

/** What the page needs. */
export interface SignInPageProps {
  readonly error: AppErrorData | null;
  /** Accounts whose history can be read without signing in. */
  readonly readable: readonly Account[];
}

/** The page of a person who is not signed in. */
export function SignInPage({ error, readable }: SignInPageProps) {
  const classes = useStyles();
  const card = useErrorCard();
  const cardActions = useCardActions();
  const { organisationName, otherMethods } = useContext(AppInfoContext);
  const { session } = useBridge();
  const [state, signIn] = useAction(session.signIn);
  const shown = state.kind === 'failed' ? state.error : error;
  const actions = shown === null ? [] : cardActions(shown, { canSignIn: false });
  // What the card offers, the page need not offer again.
  const others = otherMethods.filter((method) => !actions.some(({ label }) => label === signInLabels[method]));
  return (
    <FullPage heading={welcome(organisationName)}>
      <Text align="center" className={classes.lead}>
        Sign in with your work account to talk to the models that your organisation gives you.
      </Text>
      <Button
        className={classes.primary}
        appearance="primary"
        size="large"
        disabledFocusable={state.kind === 'running'}
        onClick={signIn}
      >
        Sign in
      </Button>
      {others.length === 0 ? null : (
        <div className={classes.others}>
          {others.map((method) => (
            <Link key={method} as="button" onClick={() => void session.signIn({ method })}>
              {signInLabels[method]}
            </Link>
          ))}
        </div>
      )}
      {readable.map(({ id, username }) => (
        <Link key={id} as="button" className={classes.read} onClick={() => void session.readHistory({ accountId: id })}>
          {readable.length === 1 ? 'Read your history' : `Read the history of ${username}`}
        </Link>
      ))}
      {shown === null ? null : <ErrorCard className={classes.card} {...card(shown)} actions={actions} />}
    </FullPage>
  );
}

/** The page while a sign-in waits for the person. */
export function SigningInPage({ progress }: { readonly progress: SignInProgress }) {
  return (
    <FullPage heading={signInWords(progress).heading}>
      <SignInWaiting progress={progress} />
    </FullPage>
  );
}
