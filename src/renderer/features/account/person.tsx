import { Avatar, type AvatarProps, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Account } from '../../../shared/model/account.ts';
import { initials } from './account.logic.ts';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: '12px', minWidth: 0, textAlign: 'start' },
  names: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  letters: { '::before': { content: 'attr(data-letters)' } },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What a person's line needs. */
export interface PersonProps {
  readonly account: Account;
  /** A data URL; initials where there is none. */
  readonly photo: string | null;
  readonly size: 32 | 48;
  /** What is said besides the username. */
  readonly note?: string;
}

/** Who an account belongs to: photo, name and username. */
export function Person({ account, photo, size, note }: PersonProps) {
  const classes = useStyles();
  const isLarge = size === 48;
  return (
    <span className={classes.root}>
      <AccountPhoto account={account} photo={photo} size={size} />
      <span className={classes.names}>
        <Text size={isLarge ? 400 : 300} weight="semibold" dir="auto">
          {account.name}
        </Text>
        <Text size={isLarge ? 300 : 200} className={classes.quiet}>
          {account.username}
        </Text>
        {note === undefined ? null : (
          <Text size={200} className={classes.quiet}>
            {note}
          </Text>
        )}
      </span>
    </span>
  );
}

/** The photo of an account, or its initials. */
export function AccountPhoto({
  account,
  photo,
  size,
}: Pick<PersonProps, 'account' | 'photo'> & Pick<AvatarProps, 'size'>) {
  const classes = useStyles();
  const image = photo === null ? {} : { image: { src: photo, alt: '' } };
  const letters = initials(account.name);
  return (
    <Avatar
      {...(size === undefined ? {} : { size })}
      color="brand"
      aria-hidden="true"
      // A picture of the name, not a text: nobody calls a button by it.
      initials={letters === '' ? null : { children: <span data-letters={letters} className={classes.letters} /> }}
      {...image}
    />
  );
}
