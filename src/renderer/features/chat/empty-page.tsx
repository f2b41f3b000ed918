import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { greeting, starters } from './chat.logic.ts';

const useStyles = makeStyles({
  greeting: {
    flexGrow: 1,
    flexBasis: 0,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'flex-end',
    padding: '24px 16px',
    textAlign: 'center',
  },
  heading: {
    margin: 0,
    fontSize: '26px',
    lineHeight: '34px',
    fontWeight: tokens.fontWeightSemibold,
    textWrap: 'balance',
    overflowWrap: 'anywhere',
  },
  starters: {
    // More room below than above: the eye's middle is higher than the ruler's.
    flexGrow: 1.4,
    flexBasis: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignContent: 'flex-start',
    justifyContent: 'center',
    gap: '8px',
    padding: '16px',
  },
  starter: { minWidth: 'auto', fontWeight: tokens.fontWeightRegular },
});

/** The head of a conversation without messages. */
export function Greeting({ givenName }: { readonly givenName: string }) {
  const classes = useStyles();
  return (
    <div className={classes.greeting}>
      <h2 className={classes.heading}>{greeting(givenName, new Date().getHours())}</h2>
    </div>
  );
}

/** Beginnings of messages for a conversation without any; one is put into the composer, not sent. */
export function Starters({ onStart }: { readonly onStart: (draft: string) => void }) {
  const classes = useStyles();
  return (
    <div className={classes.starters}>
      {starters.map(({ label, draft }) => (
        <Button key={label} className={classes.starter} shape="circular" onClick={() => onStart(draft)}>
          {label}
        </Button>
      ))}
    </div>
  );
}
