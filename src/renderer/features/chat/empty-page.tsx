import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Bot20Regular } from '@fluentui/react-icons/svg/bot';
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed';
import type { Assistant } from '../../../shared/model/assistant.ts';
import type { Starter } from '../../../shared/model/conversation.ts';
import { greeting } from './chat.logic.ts';

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
  // A name of policy may fill the page.
  named: { maxHeight: '68px', overflow: 'hidden' },
  description: {
    maxWidth: '36rem',
    margin: '4px 0 8px',
    color: tokens.colorNeutralForeground2,
    textWrap: 'balance',
    overflowWrap: 'anywhere',
  },
  beginnings: {
    // More room below than above: the eye's middle is higher than the ruler's.
    flexGrow: 1.4,
    flexBasis: 0,
    padding: '16px',
  },
  starters: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: '8px' },
  starter: { minWidth: 'auto', fontWeight: tokens.fontWeightRegular },
  subheading: {
    margin: '24px 0 8px',
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  cards: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'center',
    gap: '8px',
    maxWidth: '44rem',
    margin: '0 auto',
    padding: 0,
    listStyleType: 'none',
  },
  item: { flex: '1 1 13rem', minWidth: 0, maxWidth: '20rem' },
  card: {
    width: '100%',
    height: '100%',
    justifyContent: 'flex-start',
    alignItems: 'flex-start',
    gap: '8px',
    padding: '10px 12px',
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
  },
  icon: { flexShrink: 0, color: tokens.colorBrandForeground1 },
  text: { display: 'flex', flexDirection: 'column', minWidth: 0, flexGrow: 1 },
  name: { display: 'flex', alignItems: 'center', gap: '6px', fontWeight: tokens.fontWeightSemibold, minWidth: 0 },
  nameText: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  lock: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  about: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '16px',
    maxHeight: '32px',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
  },
});

/** What the head of an empty page needs. */
export interface GreetingProps {
  readonly givenName: string;
  /** The chosen assistant; undefined for none. */
  readonly assistant: Assistant | undefined;
  readonly onLeaveAssistant: () => void;
}

/** The head of a conversation without messages. */
export function Greeting({ givenName, assistant, onLeaveAssistant }: GreetingProps) {
  const classes = useStyles();
  if (assistant === undefined) {
    return (
      <div className={classes.greeting}>
        <h2 className={classes.heading}>{greeting(givenName, new Date().getHours())}</h2>
      </div>
    );
  }
  return (
    <div className={classes.greeting}>
      <h2 className={mergeClasses(classes.heading, classes.named)} dir="auto" title={assistant.name}>
        {assistant.name}
      </h2>
      {assistant.description === '' ? null : (
        <p className={classes.description} dir="auto">
          {assistant.description}
        </p>
      )}
      <Button appearance="transparent" size="small" onClick={onLeaveAssistant}>
        Chat without an assistant
      </Button>
    </div>
  );
}

/** What a conversation without messages can begin with. */
export interface BeginningsProps {
  readonly starters: readonly Starter[];
  /** Empty where one is chosen. */
  readonly assistants: readonly Assistant[];
  readonly onStart: (text: string) => void;
  readonly onAssistant: (assistantId: string) => void;
}

/** Beginnings of messages, of which one is put into the composer and not sent, and assistants. */
export function Beginnings({ starters, assistants, onStart, onAssistant }: BeginningsProps) {
  const classes = useStyles();
  return (
    <div className={classes.beginnings}>
      <div className={classes.starters}>
        {starters.map(({ label, text }) => (
          <Button key={`${label} ${text}`} className={classes.starter} shape="circular" onClick={() => onStart(text)}>
            <bdi>{label}</bdi>
          </Button>
        ))}
      </div>
      {assistants.length === 0 ? null : (
        <>
          <h3 className={classes.subheading}>Assistants</h3>
          <ul className={classes.cards} aria-label="Assistants">
            {assistants.map((assistant) => (
              <li key={assistant.id} className={classes.item}>
                <AssistantCard assistant={assistant} onChoose={() => onAssistant(assistant.id)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function AssistantCard({ assistant, onChoose }: { readonly assistant: Assistant; readonly onChoose: () => void }) {
  const { name, description, source } = assistant;
  const classes = useStyles();
  return (
    <Button className={classes.card} onClick={onChoose}>
      <Bot20Regular className={classes.icon} />
      <span className={classes.text}>
        <span className={classes.name}>
          <bdi className={classes.nameText}>{name}</bdi>
          {source === 'organisation' ? (
            <LockClosed16Regular className={classes.lock} aria-label="From your organisation" />
          ) : null}
        </span>
        {description === '' ? null : <bdi className={classes.about}>{description}</bdi>}
      </span>
    </Button>
  );
}
