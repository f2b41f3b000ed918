import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { Link20Regular } from '@fluentui/react-icons/svg/link';
import type { SignInProgress } from '../../../shared/model/session.ts';
import { useAction, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { DeviceCode } from './device-code.tsx';
import { signInWords, waitsUntil } from './sign-in.logic.ts';

const useStyles = makeStyles({
  lead: { color: tokens.colorNeutralForeground2, textWrap: 'balance', lineHeight: 1.5 },
  buttons: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: '8px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  card: { alignSelf: 'stretch', marginTop: '8px' },
});

/** What a person sees under the heading while a sign-in waits for them; it can be called off at any time. */
export function SignInWaiting({ progress }: { readonly progress: SignInProgress }) {
  const { deadline, linkReady, deviceCode } = progress;
  const classes = useStyles();
  const card = useErrorCard();
  const { session } = useBridge();
  const [cancelling, cancel] = useAction(session.cancelSignIn);
  const [copying, copyLink] = useAction(session.copySignInLink);
  const failed = [cancelling, copying].flatMap((state) => (state.kind === 'failed' ? [state.error] : []));
  const { status, lead } = signInWords(progress);
  return (
    <>
      <Spinner size="small" label={status} />
      {lead === '' ? null : (
        <Text align="center" className={classes.lead}>
          {lead}
        </Text>
      )}
      {deviceCode === null ? null : <DeviceCode {...deviceCode} deadline={deadline} />}
      <div className={classes.buttons}>
        <Button onClick={cancel}>Cancel</Button>
        {linkReady ? (
          <Button appearance="subtle" icon={<Link20Regular />} onClick={copyLink}>
            Copy sign-in link
          </Button>
        ) : null}
      </div>
      {lead === '' || deviceCode !== null ? null : (
        <Text size={200} className={classes.quiet}>
          {waitsUntil(deadline, Date.now())}
        </Text>
      )}
      {failed.map((error) => (
        <ErrorCard key={error.correlationId} className={classes.card} {...card(error)} />
      ))}
    </>
  );
}
