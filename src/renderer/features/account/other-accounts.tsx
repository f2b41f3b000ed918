import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { Account } from '../../../shared/model/account.ts';
import { useBridge } from '../../bridge.ts';
import { Person } from './person.tsx';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  row: { width: '100%', justifyContent: 'flex-start', padding: '6px 8px', fontWeight: tokens.fontWeightRegular },
  heading: { color: tokens.colorNeutralForeground3, padding: '0 8px', textAlign: 'start' },
});

/** What the list of other accounts needs. */
export interface OtherAccountsProps {
  /** The one that is in use or locked; it is left out. */
  readonly account: Account;
  /** Every account that is signed in. */
  readonly accounts: readonly Account[];
  readonly onChosen?: () => void;
}

/** The other accounts that are signed in, each a click away; nothing where there is none. */
export function OtherAccounts({ account, accounts, onChosen }: OtherAccountsProps) {
  const classes = useStyles();
  const { session } = useBridge();
  const headingId = useId();
  const others = accounts.filter(({ id }) => id !== account.id);
  if (others.length === 0) return null;
  const switchTo = (accountId: string) => {
    onChosen?.();
    void session.switchAccount({ accountId });
  };
  return (
    <>
      <Text size={200} weight="semibold" className={classes.heading} id={headingId}>
        Other accounts
      </Text>
      <ul className={classes.list} aria-labelledby={headingId}>
        {others.map((other) => (
          <li key={other.id}>
            <Button className={classes.row} appearance="subtle" onClick={() => switchTo(other.id)}>
              <Person account={other} photo={null} size={32} note={other.tenantName} />
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
