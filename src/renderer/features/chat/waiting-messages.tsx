import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDown16Regular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUp16Regular } from '@fluentui/react-icons/svg/arrow-up';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { Edit16Regular } from '@fluentui/react-icons/svg/edit';
import { memo } from 'react';
import type { WaitingMessage } from '../../../shared/model/outbox.ts';
import { useBridge, useErrorCard } from '../../bridge.ts';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import type { ConversationOutbox } from './use-outbox.ts';
import { canSendNow, waitingAnnouncement, waitingText } from './waiting.logic.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    maxHeight: '30vh',
    overflowY: 'auto',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    padding: '6px 8px 6px 16px',
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: '14px',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  words: { flex: '1 1 12rem', minWidth: 0 },
  text: {
    maxHeight: '2lh',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    unicodeBidi: 'plaintext',
  },
  state: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', alignItems: 'center', flexShrink: 0, marginInlineStart: 'auto' },
  hidden: visuallyHidden,
});

/** What the list of waiting messages needs. */
export interface WaitingMessagesProps {
  readonly outbox: ConversationOutbox;
  readonly isRunning: boolean;
  /** Puts a message back into the composer. */
  readonly onEdit: (message: WaitingMessage) => void;
  /** A button has gone with its message, and the focus with it. */
  readonly onGone: () => void;
}

/** The messages of a conversation that wait, above the composer: in their order, each with what it waits for and what can be done. */
export const WaitingMessages = memo(function WaitingMessages(props: WaitingMessagesProps) {
  const { messages } = props.outbox;
  const classes = useStyles();
  return (
    <>
      {messages.length === 0 ? null : (
        <ul className={classes.list} aria-label="Waiting messages">
          {messages.map((message, index) => (
            <WaitingItem key={message.id} message={message} index={index} {...props} />
          ))}
        </ul>
      )}
      <div role="status" className={classes.hidden}>
        {waitingAnnouncement(messages.length)}
      </div>
    </>
  );
});

function WaitingItem({
  message,
  index,
  outbox,
  isRunning,
  onEdit,
  onGone,
}: WaitingMessagesProps & { readonly message: WaitingMessage; readonly index: number }) {
  const { outbox: main } = useBridge();
  const card = useErrorCard();
  const classes = useStyles();
  const { id: messageId, text, files, state, isAutomatic } = message;
  const { isOnline, mayBeAutomatic, messages } = outbox;
  const isSending = state.kind === 'sending';
  const said = text === '' ? files.map(({ name }) => name).join(', ') : text;
  const cancel = () => {
    void main.remove({ messageId, isTakenBack: false });
    onGone();
  };
  const move = (to: 'earlier' | 'later') => void main.move({ messageId, to });
  const content = state.kind === 'refused' ? card(state.error) : undefined;
  return (
    <li className={classes.item} aria-busy={isSending}>
      <div className={classes.words}>
        <div className={classes.text} dir="auto">
          {said.slice(0, 300)}
        </div>
        <div className={classes.state}>
          {content === undefined ? waitingText(message, isOnline) : `${content.sentence} ${content.action}`}
        </div>
        {state.kind === 'network' && mayBeAutomatic ? (
          <Checkbox
            size="medium"
            label="Send by itself"
            checked={isAutomatic}
            onChange={(_event, data) => void main.setAutomatic({ messageId, isAutomatic: data.checked === true })}
          />
        ) : null}
      </div>
      {isSending ? null : (
        <div className={classes.actions}>
          {index === 0 && canSendNow(message, { isOnline, isRunning }) ? (
            <Button
              size="small"
              onClick={() => {
                void main.sendNow({ messageId });
                onGone();
              }}
            >
              Send now
            </Button>
          ) : null}
          {index === 0 ? null : (
            <Button
              appearance="subtle"
              size="small"
              icon={<ArrowUp16Regular />}
              aria-label="Send earlier"
              title="Send earlier"
              onClick={() => move('earlier')}
            />
          )}
          {index === messages.length - 1 ? null : (
            <Button
              appearance="subtle"
              size="small"
              icon={<ArrowDown16Regular />}
              aria-label="Send later"
              title="Send later"
              onClick={() => move('later')}
            />
          )}
          <Button
            appearance="subtle"
            size="small"
            icon={<Edit16Regular />}
            aria-label="Edit waiting message"
            title="Edit"
            onClick={() => onEdit(message)}
          />
          <Button
            appearance="subtle"
            size="small"
            icon={<Dismiss16Regular />}
            aria-label="Cancel waiting message"
            title="Cancel"
            onClick={cancel}
          />
        </div>
      )}
    </li>
  );
}
