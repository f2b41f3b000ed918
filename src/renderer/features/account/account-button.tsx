import {
  Avatar,
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import { SignOut20Regular } from '@fluentui/react-icons/svg/sign-out';
import { useCallback, useEffect, useState } from 'react';
import type { Account } from '../../../shared/model/account.ts';
import { useAction, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';

const useStyles = makeStyles({
  trigger: { minWidth: 'auto', flexShrink: 0, padding: '2px', borderRadius: tokens.borderRadiusCircular },
  icon: { width: 'auto', height: 'auto' },
  surface: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    width: 'min(20rem, calc(100vw - 64px))',
    borderRadius: tokens.borderRadiusXLarge,
  },
  person: { display: 'flex', alignItems: 'center', gap: '12px' },
  names: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: '4px 12px',
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    '& dt': { color: tokens.colorNeutralForeground3 },
    '& dd': { margin: 0, overflowWrap: 'anywhere', userSelect: 'text' },
  },
});

/** Shows who is signed in, and signs out. */
export function AccountButton({ account }: { readonly account: Account }) {
  const classes = useStyles();
  const card = useErrorCard();
  const { session } = useBridge();
  const photo = usePhoto(account.id);
  const [state, signOut] = useAction(
    useCallback(() => session.signOut({ accountId: account.id, browser: false, forget: false }), [session, account.id]),
  );
  const image = photo === null ? {} : { image: { src: photo, alt: '' } };
  return (
    <Popover trapFocus positioning={{ position: 'below', align: 'end' }}>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          className={classes.trigger}
          appearance="subtle"
          shape="circular"
          aria-label="Account"
          title={`${account.name} (${account.username})`}
          icon={{
            className: classes.icon,
            children: <Avatar size={28} name={account.name} color="brand" aria-hidden="true" {...image} />,
          }}
        />
      </PopoverTrigger>
      <PopoverSurface className={classes.surface} aria-label="Account">
        <div className={classes.person}>
          <Avatar size={48} name={account.name} color="brand" aria-hidden="true" {...image} />
          <div className={classes.names}>
            <Text size={400} weight="semibold">
              {account.name}
            </Text>
            <Text className={classes.quiet}>{account.username}</Text>
          </div>
        </div>
        <dl className={classes.facts}>
          <dt>Cloud</dt>
          <dd>{account.cloudName}</dd>
          <dt>Tenant</dt>
          <dd>{account.tenantId}</dd>
        </dl>
        <Button icon={<SignOut20Regular />} disabledFocusable={state.kind === 'running'} onClick={signOut}>
          Sign out
        </Button>
        {state.kind === 'failed' ? <ErrorCard {...card(state.error)} /> : null}
      </PopoverSurface>
    </Popover>
  );
}

/** A photo is a nicety: where there is none, or it fails, initials stand in. */
function usePhoto(accountId: string): string | null {
  const { session } = useBridge();
  const [photo, setPhoto] = useState<{ readonly accountId: string; readonly address: string | null } | null>(null);
  useEffect(() => {
    let isWanted = true;
    void session.photo().then((result) => {
      if (isWanted && result.ok) setPhoto({ accountId, address: result.value });
    });
    return () => {
      isWanted = false;
    };
  }, [session, accountId]);
  return photo?.accountId === accountId ? photo.address : null;
}
