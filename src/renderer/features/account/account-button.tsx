import { Button, makeStyles, Popover, PopoverSurface, PopoverTrigger, tokens } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import type { AccessEvidence, Account } from '../../../shared/model/account.ts';
import { AccessDialog } from './access-dialog.tsx';
import { AccountMenu } from './account-menu.tsx';
import { AccountPhoto } from './person.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { StorageDialog } from './storage-dialog.tsx';
import { usePhoto } from './use-photo.ts';

const useStyles = makeStyles({
  trigger: { minWidth: 'auto', flexShrink: 0, padding: '2px', borderRadius: tokens.borderRadiusCircular },
  icon: { width: 'auto', height: 'auto' },
  surface: {
    width: 'min(22rem, calc(100vw - 16px))',
    overflowY: 'auto',
    boxSizing: 'border-box',
    padding: '16px',
    borderRadius: tokens.borderRadiusXLarge,
  },
});

/** What the account's button needs. */
export interface AccountButtonProps {
  readonly account: Account;
  /** Every account that is signed in. */
  readonly accounts: readonly Account[];
  /** Shows what the account has used. */
  readonly onUsage: () => void;
  readonly onSettings: () => void;
  readonly onImport: () => void;
  /** Undefined where the person may not export. */
  readonly onExport: (() => void) | undefined;
}

/** What the button shows besides itself. */
type Shown =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'menu' }
  | { readonly kind: 'storage' }
  | { readonly kind: 'sign-out' }
  | { readonly kind: 'access'; readonly evidence: AccessEvidence };

/** Shows who is signed in, and leads to the other accounts and out. */
export function AccountButton({ account, accounts, onUsage, onSettings, onImport, onExport }: AccountButtonProps) {
  const classes = useStyles();
  const photo = usePhoto(account.id);
  const [shown, setShown] = useState<Shown>({ kind: 'nothing' });
  const close = useCallback(() => setShown({ kind: 'nothing' }), []);
  return (
    <>
      <Popover
        trapFocus
        positioning={{ position: 'below', align: 'end', overflowBoundaryPadding: 8, autoSize: 'height' }}
        open={shown.kind === 'menu'}
        onOpenChange={(_event, data) => setShown({ kind: data.open ? 'menu' : 'nothing' })}
      >
        <PopoverTrigger disableButtonEnhancement>
          <Button
            className={classes.trigger}
            appearance="subtle"
            shape="circular"
            aria-label="Account"
            title={`${account.name} (${account.username})`}
            icon={{ className: classes.icon, children: <AccountPhoto account={account} photo={photo} size={28} /> }}
          />
        </PopoverTrigger>
        <PopoverSurface className={classes.surface} aria-label="Account">
          <AccountMenu
            account={account}
            accounts={accounts}
            photo={photo}
            onClose={close}
            onExplain={(evidence) => setShown({ kind: 'access', evidence })}
            onUsage={() => {
              close();
              onUsage();
            }}
            onSettings={() => {
              close();
              onSettings();
            }}
            onStorage={() => setShown({ kind: 'storage' })}
            onSignOut={() => setShown({ kind: 'sign-out' })}
            onImport={() => {
              close();
              onImport();
            }}
            onExport={
              onExport &&
              (() => {
                close();
                onExport();
              })
            }
          />
        </PopoverSurface>
      </Popover>
      {shown.kind === 'storage' ? <StorageDialog onClose={close} /> : null}
      {shown.kind === 'sign-out' ? <SignOutDialog account={account} onClose={close} /> : null}
      {shown.kind === 'access' ? <AccessDialog evidence={shown.evidence} onClose={close} error={null} /> : null}
    </>
  );
}
