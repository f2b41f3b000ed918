import { Button, makeStyles } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { memo, type ReactNode, useContext } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { ToolDecision } from '../../../shared/model/tool.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { canContinue } from '../../../shared/model/message.ts';
import { ReadingContext, useErrorCard } from '../../bridge.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ActionButton, type ButtonAction } from '../../ui/action-button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { WaitingDots } from '../../ui/waiting-dots.tsx';
import { AnswerDetails } from './answer-details.tsx';
import { AnswerImage } from './answer-image.tsx';
import { AnswerMenu } from './answer-menu.tsx';
import { AnswerWait } from './answer-wait.tsx';
import { type ChatMessage, chatMessageText } from './chat-message.ts';
import { answerDetails, pauseOf, waitOf } from './chat.logic.ts';
import { useMessageStyles } from './message.styles.ts';
import { QuestionView } from './question-view.tsx';
import { ReasoningView } from './reasoning-view.tsx';
import { SourceList } from './sources/source-list.tsx';
import { answerSources } from './sources/sources.logic.ts';
import { ToolCallCard } from './tool-call-card.tsx';
import { type AnswerSection, answerSections } from './tool-call.logic.ts';
import type { BranchActions } from './use-branch-actions.ts';
import { VersionSwitch } from './version-switch.tsx';

const useStyles = makeStyles({ card: { margin: '8px 0' } });

/** What one message of the transcript needs; all but the growing answer keeps its identity. */
export interface MessageViewProps {
  readonly message: ChatMessage;
  /** Where there are several: the ids of the message's versions. */
  readonly versions: readonly string[] | undefined;
  readonly branchActions: BranchActions;
  /** Which of the conversation's messages it is, from 1, and how many there are. */
  readonly place: number;
  readonly count: number;
  readonly isLast: boolean;
  /** The answer is still arriving. */
  readonly isRunning: boolean;
  readonly deployments: readonly Deployment[];
  readonly conversationId: string;
  readonly onRegenerate: (answerId: string) => void;
  /** Goes on with an answer that broke off. */
  readonly onContinue: (answerId: string) => void;
  readonly onStop: () => void;
  readonly cardActions: (error: AppErrorData, ways: AnswerWays) => readonly ButtonAction[];
  /** What lets an answer that waits for the person go on. */
  readonly pauseAction: (pause: AppErrorData, deploymentId: string | undefined) => ButtonAction;
  /** What the person says to a call of a tool that waits for them. */
  readonly onDecide: (answerId: string, callId: string, decision: ToolDecision) => void;
}

/** What can be done about an answer that has failed. */
export interface AnswerWays {
  readonly retry: () => void;
  /** The answer's, where it has one. */
  readonly deploymentId: string | undefined;
}

/** A message of the transcript: a question as it was written, or an answer as markdown. */
export const MessageView = memo(function MessageView(props: MessageViewProps) {
  const { message, versions, branchActions, place, count, isLast } = props;
  const classes = useMessageStyles();
  const isReading = useContext(ReadingContext);
  if (message.role === 'user') return <QuestionView {...{ message, versions, branchActions, place, count }} />;
  const { offered, onShow, onRegenerateWith, onFork, onDelete } = branchActions;
  return (
    <Answer {...props} canContinueHere={isLast && !isReading}>
      {isReading ? null : (
        <div className={classes.actions} data-message-actions={isLast ? 'shown' : 'quiet'}>
          <AnswerMenu
            answerId={message.id}
            isOneOfSeveral={versions !== undefined && versions.length > 1}
            deployments={offered}
            onRegenerate={onRegenerateWith}
            onFork={onFork}
            onDelete={onDelete}
          />
        </div>
      )}
      <VersionSwitch messageId={message.id} versions={versions} onShow={onShow} />
    </Answer>
  );
});

/** What an answer needs, wherever it is shown. */
export interface AnswerProps extends Omit<MessageViewProps, 'versions' | 'branchActions' | 'place' | 'count'> {
  /** Unset for one that is not of the conversation yet. */
  readonly place?: number;
  readonly count?: number;
  /** Whether the conversation goes on from it: one that is still to be chosen is not gone on with. */
  readonly canContinueHere: boolean;
  /** What else can be done with it once it has ended. */
  readonly children: ReactNode;
}

/** An answer as markdown, with what came of it. */
export function Answer(props: AnswerProps) {
  const { message, isLast, isRunning, deployments, onRegenerate, onContinue, onDecide } = props;
  const { canContinueHere, cardActions, pauseAction, children } = props;
  const classes = { ...useMessageStyles(), ...useStyles() };
  const card = useErrorCard();
  const text = chatMessageText(message);
  const { error, deploymentId, context, isMakingImage, omittedSources = 0 } = message.metadata ?? {};
  const isSummarising = context?.isSummarising === true;
  const pause = isRunning ? pauseOf(message.metadata) : undefined;
  const wait = isRunning ? waitOf(message.metadata) : undefined;
  const sources = answerSources(message);
  const sections = answerSections(message, sources);
  const isWaiting = sections.some((each) => each.kind === 'tool' && each.call.state === 'approval-requested');
  const isArriving = isRunning && pause === undefined && wait === undefined && !isWaiting;
  const retry = () => onRegenerate(message.id);
  const goOn: readonly ButtonAction[] =
    canContinueHere && !isRunning && canContinue(message)
      ? [{ label: 'Continue', run: () => onContinue(message.id) }]
      : [];
  return (
    <article
      aria-label="Answer"
      aria-posinset={props.place}
      aria-setsize={props.count}
      aria-busy={isArriving}
      className={classes.root}
    >
      <ReasoningView message={message} isRunning={isRunning} />
      {sections.map((section, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- stretches are only ever added at the end
        <Section key={index} section={section} isRunning={isRunning} answerId={message.id} onDecide={onDecide} />
      ))}
      {isRunning ? null : <SourceList sources={sources} omitted={omittedSources} />}
      {isArriving && sections.at(-1)?.kind !== 'text' ? <WaitingDots /> : null}
      {isArriving && isMakingImage === true ? <div className={classes.foot}>Making an image…</div> : null}
      {isArriving && isSummarising ? <div className={classes.foot}>Summarising earlier messages…</div> : null}
      {error === undefined ? null : (
        <ErrorCard
          className={classes.card}
          {...card(error)}
          actions={isLast && !isRunning ? [...goOn, ...cardActions(error, { retry, deploymentId })] : []}
        />
      )}
      {wait === undefined ? null : <AnswerWait wait={wait} deployments={deployments} onCancel={props.onStop} />}
      {pause === undefined ? null : (
        <ErrorCard className={classes.card} {...card(pause)} actions={[pauseAction(pause, deploymentId)]} />
      )}
      {isRunning ? null : (
        <div className={classes.foot}>
          <span>{answerDetails(message.metadata, deployments)}</span>
          {error === undefined
            ? goOn.map((action) => <ActionButton key={action.label} action={action} size="small" />)
            : null}
          <div className={classes.actions} data-message-actions={isLast ? 'shown' : 'quiet'}>
            {text === '' ? null : <CopyButton label="Copy answer" appearance="subtle" size="small" text={() => text} />}
            <AnswerDetails
              metadata={message.metadata}
              deployments={deployments}
              conversationId={props.conversationId}
            />
            {canContinueHere ? (
              <Button
                data-branch-actions
                appearance="subtle"
                size="small"
                icon={<ArrowSync20Regular />}
                aria-label="Regenerate"
                title="Regenerate"
                onClick={retry}
              />
            ) : null}
          </div>
          {children}
        </div>
      )}
    </article>
  );
}

/** A stretch of an answer. */
function Section(
  props: { readonly section: AnswerSection; readonly answerId: string } & Pick<
    MessageViewProps,
    'isRunning' | 'onDecide'
  >,
) {
  const { section, isRunning, answerId, onDecide } = props;
  switch (section.kind) {
    case 'text':
      return <Markdown text={section.text} isGrowing={isRunning} />;
    case 'image':
      return <AnswerImage image={section.image} name="Image from the model" />;
    case 'tool':
      return (
        <ToolCallCard
          call={section.call}
          isRunning={isRunning}
          onDecide={(callId, decision) => onDecide(answerId, callId, decision)}
        />
      );
  }
}
