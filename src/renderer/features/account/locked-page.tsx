import { Button, makeStyles } from '@fluentui/react-components';
import { useCallback, useContext, useState } from 'react';
import type { SessionState } from '../../../shared/model/session.ts';
import { AppInfoContext, helpDeskActions, useAction, useBridge, useErrorCard } from '../../bridge.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { FullPage } from '../../ui/full-page.tsx';
import { AccessDialog, accessMessage } from './access-dialog.tsx';
import { lockedHeading, type LockedMain, lockedMain } from './locked.logic.ts';
import { OtherAccounts } from './other-accounts.tsx';
import { Person } from './person.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { TenantMenu } from './tenant-menu.tsx';
import { usePhoto } from './use-photo.ts';

const useStyles = makeStyles({
  card: { alignSelf: 'stretch' },
  buttons: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: '8px' },
});

/** An account that is known but may not go on. */
export type LockedState = Extract<SessionState, { readonly kind: 'locked' }>;

type Shown = 'nothing' | 'access' | 'sign-out';

/** The page of an account that may not go on: why, who can mend it, and every way on from here. */
export function LockedPage({ account, accounts, error, evidence }: Omit<LockedState, 'kind'>) {
  const classes = useStyles();
  const card = useErrorCard();
  const info = useContext(AppInfoContext);
  const photo = usePhoto(account.id);
  const { session } = useBridge();
  const [checking, checkAccess] = useAction(session.checkAccess);
  const [signing, signIn] = useAction(session.signIn);
  const [shown, setShown] = useState<Shown>('nothing');
  const close = useCallback(() => setShown('nothing'), []);
  const failed = [checking, signing].flatMap((state) => (state.kind === 'failed' ? [state.error] : []));
  const main = lockedMain(error.code);
  const look = (button: LockedMain) => (button === main ? 'primary' : 'secondary');
  return (
    <FullPage heading={lockedHeading(error.code)}>
      <Person account={account} photo={photo} size={48} />
      <ErrorCard className={classes.card} {...card(error)} />
      <div className={classes.buttons}>
        <Button appearance={look('try-again')} disabledFocusable={checking.kind === 'running'} onClick={checkAccess}>
          Try again
        </Button>
        <Button appearance={look('sign-in')} disabledFocusable={signing.kind === 'running'} onClick={signIn}>
          Sign in again
        </Button>
        <ActionButton appearance={look('message-it')} action={accessMessage({ evidence, error, info })} />
        {helpDeskActions(info).map((action) => (
          <ActionButton key={action.label} action={action} />
        ))}
      </div>
      <div className={classes.buttons}>
        {evidence === null ? null : (
          <Button appearance="transparent" onClick={() => setShown('access')}>
            Why don’t I have access?
          </Button>
        )}
        <TenantMenu appearance="transparent" label="Use another account" />
        <Button appearance="transparent" onClick={() => setShown('sign-out')}>
          Sign out
        </Button>
      </div>
      <div>
        <OtherAccounts account={account} accounts={accounts} />
      </div>
      {failed.map((each) => (
        <ErrorCard key={each.correlationId} className={classes.card} {...card(each)} />
      ))}
      {shown === 'sign-out' ? <SignOutDialog account={account} onClose={close} /> : null}
      {shown === 'access' && evidence !== null ? (
        <AccessDialog evidence={evidence} onClose={close} error={error} />
      ) : null}
    </FullPage>
  );
}
