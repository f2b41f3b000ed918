import { Chat, useChat } from '@ai-sdk/react';
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import { errorData, useBridge } from '../../bridge.ts';
import type { ChatMessage } from './chat-message.ts';
import { deploymentName } from './chat.logic.ts';
import { BridgeChatTransport } from './chat-transport.ts';
import { Answer, type AnswerProps } from './message-view.tsx';
import type { ComparedItem, Comparison } from './use-comparison.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 20rem), 1fr))',
    alignItems: 'start',
    gap: '16px',
    maxWidth: '84rem',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '0 16px 16px',
  },
  column: {
    minWidth: 0,
    boxSizing: 'border-box',
    padding: '8px 16px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
  },
  head: { display: 'flex', alignItems: 'center', gap: '8px', minHeight: '32px' },
  name: {
    flexGrow: 1,
    minWidth: 0,
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
});

/** What an answer of a comparison needs from its conversation. */
interface SharedProps extends Pick<
  AnswerProps,
  'conversationId' | 'deployments' | 'onRegenerate' | 'cardActions' | 'pauseAction' | 'onDecide'
> {
  /** Whether any of the answers still arrives. */
  readonly isAnyRunning: boolean;
  readonly onEnd: (answer: ChatMessage) => void;
  /** The window has lost sight of an answer. */
  readonly onLose: (error: AppErrorData) => void;
  /** The conversation goes on with this answer. */
  readonly onChoose: (answer: ChatMessage) => void;
}

/** What the comparison needs. */
export interface ComparisonViewProps extends Omit<SharedProps, 'isAnyRunning' | 'onEnd'> {
  readonly comparison: Comparison;
}

/** The answers of several models to one question, side by side where there is room, for the person to choose from. */
export function ComparisonView({ comparison, ...shared }: ComparisonViewProps) {
  const classes = useStyles();
  return (
    <div role="group" aria-label="Compared answers" className={classes.root}>
      {comparison.items.map((item) => (
        <ComparedAnswer
          key={item.id}
          item={item}
          isAnyRunning={comparison.isRunning}
          onEnd={comparison.end}
          {...shared}
        />
      ))}
    </div>
  );
}

function ComparedAnswer(props: SharedProps & { readonly item: ComparedItem }) {
  const { item, isAnyRunning, deployments, onEnd, onLose, onChoose } = props;
  const classes = useStyles();
  const { chat: bridge } = useBridge();
  const [chat] = useState(() => createChat(item, bridge, onEnd));
  const { messages, error } = useChat({ chat, resume: item.kind === 'running' });
  useEffect(
    () => () => {
      void chat.stop();
    },
    [chat],
  );
  useEffect(() => {
    if (error !== undefined) onLose(errorData(error));
  }, [error, onLose]);

  const message = messages.at(-1);
  const isRunning = item.kind === 'running';
  const { deploymentId } = message?.metadata ?? {};
  const name = deploymentId === undefined ? '' : deploymentName(deploymentId, deployments);
  const stop = () => void bridge.stop({ turnId: item.id });
  return (
    <section aria-label={`Answer of ${name}`} className={classes.column}>
      <div className={classes.head}>
        <h2 className={classes.name} dir="auto">
          {name}
        </h2>
        {isRunning ? (
          <Button size="small" aria-label={`Stop ${name}`} onClick={stop}>
            Stop
          </Button>
        ) : null}
      </div>
      {message === undefined ? null : (
        <Answer
          {...props}
          message={message}
          isLast={!isAnyRunning}
          canContinueHere={false}
          isRunning={isRunning}
          onContinue={doNothing}
          onStop={stop}
        >
          <Button size="small" onClick={() => onChoose(message)}>
            Go on with this one
          </Button>
        </Answer>
      )}
    </section>
  );
}

function doNothing(): void {}

function createChat(
  item: ComparedItem,
  bridge: ConstructorParameters<typeof BridgeChatTransport>[0],
  onEnd: SharedProps['onEnd'],
) {
  return new Chat<ChatMessage>({
    id: item.id,
    messages: item.kind === 'ended' ? [item.answer] : [],
    transport: new BridgeChatTransport(bridge, item.kind === 'running' ? item.id : null),
    onFinish: ({ message, isAbort, isError }) => {
      if (!isAbort && !isError) onEnd(message);
    },
  });
}
