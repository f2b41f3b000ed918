import { makeStyles } from '@fluentui/react-components';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type AppErrorData, assertNever } from '../../../shared/errors.ts';
import type {
  ConversationAssistant,
  ConversationSettings,
  OpenConversation,
} from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import type { WaitingMessage } from '../../../shared/model/outbox.ts';
import type { ToolDecision } from '../../../shared/model/tool.ts';
import { useBridge, useCardActions, useErrorCard } from '../../bridge.ts';
import type { ButtonAction } from '../../ui/action-button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { shortWindow } from '../../ui/short-window.ts';
import { AnswerVoice } from './answer-voice.tsx';
import { AssistantLine } from './assistant-line.tsx';
import { assistantCards, assistantTokens, startersOf } from './assistant.logic.ts';
import { sendableText } from './attachments/attachments.logic.ts';
import { useAttachments } from './attachments/use-attachments.ts';
import type { ChatLibrary } from './chat-library.ts';
import { newEdit } from './branch.logic.ts';
import type { ChatMessage } from './chat-message.ts';
import {
  answerAnnouncement,
  comparisonAnnouncement,
  composerCommand,
  draftState,
  pauseButton,
  pauseOf,
  waitOf,
  wishedDeploymentId,
} from './chat.logic.ts';
import { ComparisonView } from './comparison-view.tsx';
import { Composer } from './composer.tsx';
import { loadedOf } from './earlier-messages.ts';
import { usedTokens } from './context.logic.ts';
import { DeleteVersionDialog } from './delete-version-dialog.tsx';
import type { Drafts } from './drafts.ts';
import { Beginnings, Greeting } from './empty-page.tsx';
import { KeyDialog } from './key-dialog.tsx';
import type { AnswerWays } from './message-view.tsx';
import { offeredDeployments } from './models.logic.ts';
import { TemporaryChat, useTemporaryChat } from './temporary-chat.tsx';
import type { TranscriptPlace } from './transcript-place.ts';
import { Transcript } from './transcript.tsx';
import { takeBack } from './take-back.ts';
import { useBranchActions } from './use-branch-actions.ts';
import { useChatCommands } from './use-chat-commands.ts';
import { useChatRequests } from './use-chat-requests.ts';
import { useConversationChat } from './use-conversation-chat.ts';
import { useConversationSettings } from './use-conversation-settings.ts';
import { useTurnsElsewhere } from './use-turns-elsewhere.ts';
import { useOutbox } from './use-outbox.ts';
import { WaitingMessages } from './waiting-messages.tsx';
import { mustWait } from './waiting.logic.ts';

const useStyles = makeStyles({
  root: { flexGrow: 1, minHeight: 0, overflowY: 'auto', display: 'flex', flexDirection: 'column' },
  dock: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    flexShrink: 0,
    width: '100%',
    maxWidth: '46rem',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '0 16px 16px',
    [shortWindow]: { padding: '4px 8px 8px' },
  },
});

/** A conversation that has been opened. */
export interface ChatSessionProps {
  readonly conversationId: string;
  /** Null for one that main does not know yet. */
  readonly opened: OpenConversation | null;
  readonly initialSettings: ConversationSettings;
  /** Of a conversation that main knows. */
  readonly initialAssistant: ConversationAssistant | null;
  /** The one that a new conversation is to begin with. */
  readonly assistantId: string | undefined;
  readonly isTemporary: boolean;
  readonly givenName: string;
  readonly deployments: readonly Deployment[];
  readonly deployment: Deployment | undefined;
  readonly drafts: Drafts;
  readonly library: ChatLibrary;
  readonly onAssistant: (assistantId: string | undefined) => void;
  /** A card above the composer; null for none. */
  readonly notice: ReactNode;
  readonly onDeployment: (deploymentId: string) => void;
  readonly onSettings: (settings: ConversationSettings) => void;
  /** Opens another conversation. */
  readonly onOpen: (conversationId: string) => void;
  /** The message that the conversation is opened at; null for its end. */
  readonly targetId: string | null;
  /** Where the person was in it before; null for its end. */
  readonly keptPlace: TranscriptPlace | null;
  readonly onLeave: (place: TranscriptPlace | null) => void;
  /** Opens the conversation again, where this window has lost sight of its turn. */
  readonly onReopen: () => void;
  /** Set on the first look only, so that nothing opens itself over and over. */
  readonly isReopenedByItself: boolean;
}

/** One conversation: its transcript and the composer under it. */
export function ChatSession(props: ChatSessionProps) {
  const { conversationId, opened, deployments, deployment, drafts, notice, onDeployment, onReopen } = props;
  const { library, onAssistant } = props;
  const classes = useStyles();
  const card = useErrorCard();
  const actionsOf = useCardActions();
  const { session, history, chat: bridge, outbox: mainOutbox } = useBridge();
  const root = useRef<HTMLDivElement>(null);
  const chat = useConversationChat(conversationId, opened);
  const { messages, earlier, versions, comparison, isRunning, failure, regenerate, showBranch, lose, stop } = chat;
  useTurnsElsewhere(conversationId, isRunning || comparison.items.length > 0, onReopen);
  const deploymentId = deployment?.id;
  const offered = useMemo(() => offeredDeployments(deployments, deploymentId, Date.now()), [deployments, deploymentId]);
  const {
    settings,
    change: changeSettings,
    save: saveSettings,
    error: settingsError,
  } = useConversationSettings({
    conversationId,
    initial: props.initialSettings,
    isWritten: earlier.length + messages.length > 0,
    onChange: props.onSettings,
  });
  const loadedEarlier = useMemo(() => loadedOf(earlier), [earlier]);
  const isEmpty = earlier.length + messages.length === 0;
  const outbox = useOutbox(conversationId);
  const isUntouched = isEmpty && outbox.messages.length === 0;
  const temporary = useTemporaryChat(conversationId, { isNew: isUntouched, initial: props.isTemporary });
  const { files } = useAttachments(conversationId, drafts);
  const picked = library.assistants.find(({ id }) => id === props.assistantId);
  // Of a conversation that has begun it stays as it was then.
  const [begunWith, setBegunWith] = useState(props.initialAssistant);
  const assistant = begunWith ?? picked ?? null;
  const onSent = useCallback(() => setBegunWith(assistant), [assistant]);
  const requests = useChatRequests({
    conversationId,
    chat,
    drafts,
    isWaiting: mustWait(outbox, isRunning),
    settings,
    deployments,
    deployment,
    onDeployment,
    assistantId: isEmpty ? assistant?.id : undefined,
    onSent,
  });
  const { queueError, sendText, sendEdit, regenerateWith, continueAnswer, askForKey, keyWish, comparedIds } = requests;
  const regenerateAnswer = requests.regenerate;
  useChatCommands({
    messages,
    isRunning,
    onRegenerate: regenerateAnswer,
    onStop: stop,
    onTemporary: temporary.onChange,
  });
  const branches = useBranchActions({
    conversationId,
    chat,
    drafts,
    isTemporary: temporary.isTemporary,
    offered,
    onOpen: props.onOpen,
    onSendEdit: sendEdit,
    onRegenerateWith: regenerateWith,
  });
  const cardActions = useCallback(
    (error: AppErrorData, { retry, deploymentId: failedId }: AnswerWays) =>
      actionsOf(error, { retry, enterKey: () => askForKey(failedId, retry) }),
    [actionsOf, askForKey],
  );
  const pauseAction = useCallback(
    (pause: AppErrorData, pausedId: string | undefined): ButtonAction => {
      const button = pauseButton(pause);
      if (button === 'enter-key') return { label: 'Enter key', run: () => askForKey(pausedId) };
      return { label: button === 'continue' ? 'Continue' : 'Sign in', run: () => void session.signIn() };
    },
    [askForKey, session],
  );
  const decideTool = useCallback(
    (turnId: string, callId: string, decision: ToolDecision) => {
      void bridge.approveTool({ turnId, callId, decision });
      // The button takes the focus along when it goes.
      composerText(root.current)?.focus();
    },
    [bridge],
  );
  const choose = useCallback(
    (answer: ChatMessage) => {
      const chosenId = wishedDeploymentId(answer.metadata);
      if (chosenId !== undefined) onDeployment(chosenId);
      void showBranch(history.show({ conversationId, messageId: answer.id })).then(() => {
        // The button takes the focus along when it goes.
        composerText(root.current)?.focus();
      });
    },
    [conversationId, history, onDeployment, showBranch],
  );
  const retryCompared = useCallback(
    (answerId: string) => {
      const item = comparison.items.find(({ id }) => id === answerId);
      const wishedId = item?.kind === 'ended' ? wishedDeploymentId(item.answer.metadata) : undefined;
      if (wishedId !== undefined) regenerate(answerId, wishedId);
    },
    [comparison, regenerate],
  );
  const openKey = useCallback(() => askForKey(deploymentId), [askForKey, deploymentId]);
  // The turn ended between the two questions to main; its answer is in history now.
  const hasEndedUnseen =
    props.isReopenedByItself &&
    opened !== null &&
    (opened.runningTurnId !== null || opened.compared.some(({ kind }) => kind === 'running')) &&
    failure?.kind === 'lost' &&
    failure.error.code === 'not-found';
  useEffect(() => {
    if (hasEndedUnseen) onReopen();
  }, [hasEndedUnseen, onReopen]);
  const retry = () => {
    if (failure === null) return;
    if (failure.kind === 'lost') {
      onReopen();
      return;
    }
    const { trigger } = failure;
    switch (trigger.kind) {
      case 'regenerate':
        regenerate(trigger.answerId, trigger.deploymentId);
        return;
      case 'continue':
        continueAnswer(trigger.answerId);
        return;
      case 'edit': {
        const question = [...loadedEarlier, ...messages].find(({ id }) => id === trigger.questionId);
        if (question !== undefined) sendEdit(question);
        return;
      }
      case 'branch':
        onReopen();
        return;
      case 'send':
      case 'compare': {
        const text = sendableText(draftState(drafts.get(conversationId)), drafts.files.get(conversationId));
        if (text !== undefined) sendText(text);
        return;
      }
      default:
        assertNever(trigger);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event;
    const isPopupOpen = target instanceof HTMLElement && target.getAttribute('aria-expanded') === 'true';
    if (!isRunning || isPopupOpen || event.defaultPrevented) return;
    if (composerCommand(event.nativeEvent) !== 'stop') return;
    event.preventDefault();
    stop();
  };
  const focusText = useCallback(() => composerText(root.current)?.focus(), []);
  const editWaiting = useCallback(
    (message: WaitingMessage) => void takeBack(message, drafts, mainOutbox).then(focusText),
    [drafts, focusText, mainOutbox],
  );
  const startDraft = (draft: string) => {
    drafts.set(conversationId, draft);
    focusText();
  };
  const chooseAssistant = (id: string | undefined) => {
    onAssistant(id);
    focusText();
  };
  const closeKey = () => {
    requests.forgetKeyWish();
    focusText();
  };
  // A card takes the focus along when it goes, and so does the button of a wait, or of an answer that is told anew.
  const last = messages.at(-1);
  const metadata = last?.metadata;
  const isHeld = isRunning && (pauseOf(metadata) ?? waitOf(metadata)) !== undefined;
  useEffect(() => {
    if (!isHeld && document.activeElement === document.body) focusText();
  }, [focusText, isHeld, isRunning]);

  // The same while an answer streams, whose messages are new all the time.
  const lastQuestion = messages.findLast(({ role }) => role === 'user');
  const editLast = useCallback(() => {
    if (lastQuestion === undefined) return;
    drafts.edits.set(lastQuestion.id, drafts.edits.get(lastQuestion.id) ?? newEdit(lastQuestion));
  }, [drafts, lastQuestion]);
  // In the transcript's own scroll: a card beside it would need another one where the window is low.
  const cards =
    notice === null && failure === null && settingsError === null && queueError === null ? null : (
      <>
        {queueError === null ? null : <ErrorCard {...card(queueError)} />}
        {notice}
        {settingsError === null ? null : (
          <ErrorCard {...card(settingsError)} actions={[{ label: 'Try again', run: saveSettings }]} />
        )}
        {failure === null ? null : (
          <ErrorCard
            {...card(failure.error)}
            actions={
              failure.kind === 'lost'
                ? [{ label: 'Try again', run: retry }]
                : cardActions(failure.error, { retry, deploymentId })
            }
          />
        )}
      </>
    );
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape stops from anywhere in the conversation */}
      <div ref={root} className={classes.root} onKeyDown={onKeyDown}>
        {isEmpty ? (
          <Greeting
            givenName={props.givenName}
            assistant={picked}
            onLeaveAssistant={() => chooseAssistant(undefined)}
          />
        ) : (
          <Transcript
            earlier={earlier}
            messages={messages}
            onWant={chat.wantEarlier}
            versions={versions}
            branchActions={branches.actions}
            comparison={
              comparison.items.length === 0 ? null : (
                <ComparisonView
                  conversationId={conversationId}
                  comparison={comparison}
                  deployments={deployments}
                  onRegenerate={retryCompared}
                  cardActions={cardActions}
                  pauseAction={pauseAction}
                  onDecide={decideTool}
                  onLose={lose}
                  onChoose={choose}
                />
              )
            }
            targetId={props.targetId}
            keptPlace={props.keptPlace}
            onLeave={props.onLeave}
            isRunning={isRunning}
            deployments={deployments}
            conversationId={conversationId}
            onRegenerate={regenerateAnswer}
            onContinue={continueAnswer}
            onStop={stop}
            cardActions={cardActions}
            pauseAction={pauseAction}
            onDecide={decideTool}
            end={cards}
          />
        )}
        <div className={classes.dock}>
          {isEmpty ? cards : null}
          {assistant === null ? null : (
            <AssistantLine assistant={assistant} deployments={deployments} deployment={deployment} />
          )}
          <WaitingMessages outbox={outbox} isRunning={isRunning} onEdit={editWaiting} onGone={focusText} />
          <TemporaryChat {...temporary} hasFiles={files.length > 0} />
          <Composer
            canAttach={!temporary.isTemporary}
            conversationId={conversationId}
            drafts={drafts}
            isRunning={isRunning}
            isOnline={outbox.isOnline}
            usedTokens={isEmpty ? assistantTokens(assistant) : usedTokens(messages) || usedTokens(loadedEarlier)}
            deployments={offered}
            deployment={deployment}
            onDeployment={requests.choose}
            isChoosing={comparison.items.length > 0 && !isRunning}
            comparedIds={comparedIds}
            onCompare={requests.setComparedIds}
            onEditLast={editLast}
            settings={settings}
            onSettings={changeSettings}
            onSettingsDone={saveSettings}
            prompts={library.prompts}
            assistant={assistant}
            onKey={openKey}
            onSend={sendText}
            onStop={stop}
          />
        </div>
        {isUntouched ? (
          <Beginnings
            starters={startersOf(library, picked)}
            assistants={picked === undefined ? assistantCards(library.assistants) : []}
            onStart={startDraft}
            onAssistant={chooseAssistant}
          />
        ) : null}
        <AnswerVoice
          isRunning={isRunning}
          answer={comparison.items.length > 0 || last?.role !== 'assistant' ? undefined : last}
          state={
            comparison.items.length > 0
              ? comparisonAnnouncement(isRunning)
              : answerAnnouncement(isRunning, metadata, deployments)
          }
          announcement={branches.announcement}
        />
      </div>
      {keyWish === null ? null : <KeyDialog {...keyWish} onClose={closeKey} />}
      <DeleteVersionDialog
        messageId={branches.deletingId}
        onConfirm={branches.confirmDelete}
        onClose={branches.closeDelete}
      />
    </>
  );
}

function composerText(root: HTMLElement | null): HTMLTextAreaElement | undefined {
  return [...(root?.querySelectorAll('textarea') ?? [])].at(-1);
}
