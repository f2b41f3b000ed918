import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useContext, useState } from 'react';
import type { Account } from '../../../shared/model/account.ts';
import { type ActionState, AppInfoContext, useAction, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { focusOnShow } from '../../ui/focus-on-show.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '4px', overflowWrap: 'anywhere' },
  danger: { color: tokens.colorStatusDangerForeground3, marginLeft: '32px' },
  card: { marginTop: '8px' },
});

/** What signing out needs. */
export interface SignOutDialogProps {
  readonly account: Account;
  readonly onClose: () => void;
}

/** How far the person is: what is deleted for good is asked for twice. */
type Step = 'choosing' | 'confirming';

/** Asks how to sign out, and signs out. */
export function SignOutDialog({ account, onClose }: SignOutDialogProps) {
  const [step, setStep] = useState<Step>('choosing');
  const [browser, setBrowser] = useState(false);
  const [forget, setForget] = useState(false);
  const { session } = useBridge();
  const [state, signOut] = useAction(
    useCallback(async () => {
      const result = await session.signOut({ accountId: account.id, browser, forget });
      if (result.ok) onClose();
      return result;
    }, [session, account.id, browser, forget, onClose]),
  );
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        {step === 'choosing' ? (
          <Choice
            account={account}
            browser={browser}
            forget={forget}
            state={state}
            onBrowser={setBrowser}
            onForget={setForget}
            onSignOut={forget ? () => setStep('confirming') : signOut}
            onClose={onClose}
          />
        ) : (
          <Confirmation account={account} state={state} onConfirm={signOut} onClose={onClose} />
        )}
      </DialogSurface>
    </Dialog>
  );
}

interface StepProps extends SignOutDialogProps {
  readonly state: ActionState;
}

interface ChoiceProps extends StepProps {
  readonly browser: boolean;
  readonly forget: boolean;
  readonly onBrowser: (browser: boolean) => void;
  readonly onForget: (forget: boolean) => void;
  readonly onSignOut: () => void;
}

function Choice({ account, browser, forget, state, onBrowser, onForget, onSignOut, onClose }: ChoiceProps) {
  const classes = useStyles();
  const { readSignedOut } = useContext(AppInfoContext);
  return (
    <DialogBody>
      <DialogTitle>Sign out?</DialogTitle>
      <DialogContent className={classes.content}>
        <Text>
          Parley forgets the sign-in of {account.username}.
          {forget ? '' : ' Its conversations stay on this computer, for when you sign in again.'}
          {forget || !readSignedOut ? '' : ' Until then they can be read here without signing in.'}
        </Text>
        {forget ? null : (
          <Text>
            What you have written and not sent is deleted. Messages that wait to be sent stay with their conversations,
            and are sent only when you have signed in again and say so.
          </Text>
        )}
        <Checkbox
          label="Sign out in the browser too"
          checked={browser}
          onChange={(_event, data) => onBrowser(data.checked === true)}
        />
        <Checkbox
          label="Delete this account’s conversations from this computer"
          checked={forget}
          onChange={(_event, data) => onForget(data.checked === true)}
        />
        {forget ? (
          <Text className={classes.danger} size={200}>
            They are deleted for good. Nobody can bring them back.
          </Text>
        ) : null}
        <Failure state={state} />
      </DialogContent>
      <DialogActions>
        <Button appearance="primary" disabledFocusable={state.kind === 'running'} onClick={onSignOut}>
          Sign out
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </DialogActions>
    </DialogBody>
  );
}

function Confirmation({ account, state, onConfirm, onClose }: StepProps & { readonly onConfirm: () => void }) {
  const classes = useStyles();
  return (
    <DialogBody>
      <DialogTitle>Delete all conversations of this account?</DialogTitle>
      <DialogContent className={classes.content}>
        <Text>
          Every conversation of {account.username} is deleted from this computer, and you are signed out. This cannot be
          undone.
        </Text>
        <Failure state={state} />
      </DialogContent>
      <DialogActions>
        <Button disabledFocusable={state.kind === 'running'} onClick={onConfirm}>
          Delete and sign out
        </Button>
        <Button
          // The button that was pressed has gone, with the focus that Escape needs.
          ref={focusOnShow}
          appearance="primary"
          onClick={onClose}
        >
          Cancel
        </Button>
      </DialogActions>
    </DialogBody>
  );
}

function Failure({ state }: Pick<StepProps, 'state'>) {
  const classes = useStyles();
  const card = useErrorCard();
  return state.kind === 'failed' ? <ErrorCard className={classes.card} {...card(state.error)} /> : null;
}
