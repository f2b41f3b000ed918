import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { allowedExternalUrl } from '../../../shared/external-url.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { timeLeft } from './sign-in.logic.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'center', gap: '12px', maxWidth: '100%' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'center', gap: '8px' },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '28px',
    lineHeight: '36px',
    fontWeight: tokens.fontWeightSemibold,
    letterSpacing: '0.1em',
    userSelect: 'all',
    overflowWrap: 'anywhere',
  },
  page: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
});

/** What a device code needs. */
export interface DeviceCodeProps {
  readonly userCode: string;
  /** The page where it is entered. */
  readonly page: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** A code to be entered on a page, which may be on another device. */
export function DeviceCode({ userCode, page, deadline }: DeviceCodeProps) {
  const classes = useStyles();
  const now = useNow();
  const address = allowedExternalUrl(page);
  return (
    <div className={classes.root}>
      <div className={classes.line}>
        <span role="group" aria-label="Code" className={classes.code}>
          {userCode}
        </span>
        <CopyButton label="Copy code" appearance="subtle" text={() => userCode} />
      </div>
      {address === undefined ? (
        <Text className={classes.page}>{page}</Text>
      ) : (
        <Link className={classes.page} href={address} target="_blank" rel="noreferrer">
          {page}
        </Link>
      )}
      <Text role="timer" size={200} className={classes.quiet}>
        {timeLeft(deadline, now)}
      </Text>
    </div>
  );
}
