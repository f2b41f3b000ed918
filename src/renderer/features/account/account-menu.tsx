import { Button, Divider, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowExport20Regular } from '@fluentui/react-icons/svg/arrow-export';
import { ArrowImport20Regular } from '@fluentui/react-icons/svg/arrow-import';
import { PersonAdd20Regular } from '@fluentui/react-icons/svg/person-add';
import { QuestionCircle20Regular } from '@fluentui/react-icons/svg/question-circle';
import { Headset20Regular } from '@fluentui/react-icons/svg/headset';
import { DataUsage20Regular } from '@fluentui/react-icons/svg/data-usage';
import { Settings20Regular } from '@fluentui/react-icons/svg/settings';
import { Storage20Regular } from '@fluentui/react-icons/svg/storage';
import { SignOut20Regular } from '@fluentui/react-icons/svg/sign-out';
import { useContext, useEffect, useState } from 'react';
import type { AccessEvidence, Account, AccountHealth } from '../../../shared/model/account.ts';
import {
  AppInfoContext,
  errorData,
  helpDeskActions,
  type Projection,
  unwrap,
  useBridge,
  useErrorCard,
} from '../../bridge.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { accountFacts, healthFacts } from './account.logic.ts';
import { Facts } from '../../ui/facts.tsx';
import { OtherAccounts } from './other-accounts.tsx';
import { Person } from './person.tsx';
import { TenantMenu } from './tenant-menu.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px' },
  list: { display: 'flex', flexDirection: 'column' },
  row: { width: '100%', justifyContent: 'flex-start', padding: '6px 8px', fontWeight: tokens.fontWeightRegular },
});

/** What the account's menu needs. */
export interface AccountMenuProps {
  readonly account: Account;
  readonly accounts: readonly Account[];
  readonly photo: string | null;
  readonly onClose: () => void;
  readonly onExplain: (evidence: AccessEvidence) => void;
  readonly onUsage: () => void;
  readonly onSettings: () => void;
  readonly onStorage: () => void;
  readonly onSignOut: () => void;
  readonly onImport: () => void;
  /** Undefined where the person may not export. */
  readonly onExport: (() => void) | undefined;
}

/** Who is signed in and how that stands, the other accounts, and the way out. */
export function AccountMenu(props: AccountMenuProps) {
  const {
    account,
    accounts,
    photo,
    onClose,
    onExplain,
    onUsage,
    onSettings,
    onStorage,
    onSignOut,
    onImport,
    onExport,
  } = props;
  const classes = useStyles();
  const card = useErrorCard();
  const info = useContext(AppInfoContext);
  const health = useHealth();
  const known = health.kind === 'ready' ? health.value : null;
  const evidence = known?.evidence ?? null;
  return (
    <div className={classes.root}>
      <Person account={account} photo={photo} size={48} />
      <Facts
        facts={[...accountFacts(account, info.tenants), ...(known === null ? [] : healthFacts(known, Date.now()))]}
      />
      {health.kind === 'failed' ? <ErrorCard {...card(health.error)} /> : null}
      <Divider />
      <OtherAccounts account={account} accounts={accounts} onChosen={onClose} />
      <div className={classes.list}>
        <TenantMenu
          className={classes.row}
          appearance="subtle"
          icon={<PersonAdd20Regular />}
          label="Add another account"
          onChosen={onClose}
        />
        <Button className={classes.row} appearance="subtle" icon={<Settings20Regular />} onClick={onSettings}>
          Settings
        </Button>
        <Button className={classes.row} appearance="subtle" icon={<DataUsage20Regular />} onClick={onUsage}>
          Usage
        </Button>
        <Button className={classes.row} appearance="subtle" icon={<ArrowImport20Regular />} onClick={onImport}>
          Import conversations…
        </Button>
        {onExport === undefined ? null : (
          <Button className={classes.row} appearance="subtle" icon={<ArrowExport20Regular />} onClick={onExport}>
            Export all conversations…
          </Button>
        )}
        {evidence === null ? null : (
          <Button
            className={classes.row}
            appearance="subtle"
            icon={<QuestionCircle20Regular />}
            onClick={() => onExplain(evidence)}
          >
            Why don’t I have access?
          </Button>
        )}
        <Button className={classes.row} appearance="subtle" icon={<Storage20Regular />} onClick={onStorage}>
          History on this computer
        </Button>
        {helpDeskActions(info).map((action) => (
          <ActionButton
            key={action.label}
            className={classes.row}
            appearance="subtle"
            icon={<Headset20Regular />}
            action={action}
          />
        ))}
        <Button className={classes.row} appearance="subtle" icon={<SignOut20Regular />} onClick={onSignOut}>
          Sign out
        </Button>
      </div>
    </div>
  );
}

/** How the sign-in stands, asked for once: when the menu opens. */
function useHealth(): Projection<AccountHealth> {
  const { session } = useBridge();
  const [health, setHealth] = useState<Projection<AccountHealth>>({ kind: 'loading' });
  useEffect(() => {
    let isWanted = true;
    void session
      .health()
      .then(unwrap)
      .then(
        (value): Projection<AccountHealth> => ({ kind: 'ready', value }),
        (thrown: unknown): Projection<AccountHealth> => ({ kind: 'failed', error: errorData(thrown) }),
      )
      .then((next) => {
        if (isWanted) setHealth(next);
      });
    return () => {
      isWanted = false;
    };
  }, [session]);
  return health;
}
