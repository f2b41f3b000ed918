import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { Link20Regular } from '@fluentui/react-icons/svg/link';
import type { AppErrorData } from '../../../shared/errors.ts';
import { useAction, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { FullPage } from '../../ui/full-page.tsx';
import { waitsUntil, welcome } from './sign-in.logic.ts';

const useStyles = makeStyles({
  lead: { color: tokens.colorNeutralForeground2, textWrap: 'balance', lineHeight: 1.5 },
  primary: { minWidth: '14rem', marginTop: '8px' },
  buttons: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: '8px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  card: { alignSelf: 'stretch', marginTop: '8px' },
});

/** The page of a person who is not signed in. */
export function SignInPage({ organisationName, error }: { organisationName: string; error: AppErrorData | null }) {
  const classes = useStyles();
  const card = useErrorCard();
  const { session } = useBridge();
  const [state, signIn] = useAction(session.signIn);
  const shown = state.kind === 'failed' ? state.error : error;
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
      {shown === null ? null : <ErrorCard className={classes.card} {...card(shown)} />}
    </FullPage>
  );
}

/** The page while the person signs in, in the browser. */
export function SigningInPage({ deadline, linkReady }: { readonly deadline: number; readonly linkReady: boolean }) {
  const classes = useStyles();
  const card = useErrorCard();
  const { session } = useBridge();
  const [cancelling, cancel] = useAction(session.cancelSignIn);
  const [copying, copyLink] = useAction(session.copySignInLink);
  const failed = [cancelling, copying].flatMap((state) => (state.kind === 'failed' ? [state.error] : []));
  return (
    <FullPage heading={linkReady ? 'Finish signing in in your browser' : 'Signing in'}>
      <Spinner size="small" label={linkReady ? 'Waiting for the sign-in' : 'Contacting the sign-in service…'} />
      {linkReady ? (
        <Text align="center" className={classes.lead}>
          A page of your organisation has opened there. If it has not, copy the link into a browser yourself.
        </Text>
      ) : null}
      <div className={classes.buttons}>
        <Button onClick={cancel}>Cancel</Button>
        {linkReady ? (
          <Button appearance="subtle" icon={<Link20Regular />} onClick={copyLink}>
            Copy sign-in link
          </Button>
        ) : null}
      </div>
      {linkReady ? (
        <Text size={200} className={classes.quiet}>
          {waitsUntil(deadline)}
        </Text>
      ) : null}
      {failed.map((error) => (
        <ErrorCard key={error.correlationId} className={classes.card} {...card(error)} />
      ))}
    </FullPage>
  );
}
