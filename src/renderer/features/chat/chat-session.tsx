import { makeStyles } from '@fluentui/react-components';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type {
  ConversationAssistant,
  ConversationSettings,
  OpenConversation,
} from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import type { WaitingMessage } from '../../../shared/model/outbox.ts';
import { useBridge } from '../../bridge.ts';
import { shortWindow } from '../../ui/short-window.ts';
import { AnswerVoice } from './answer-voice.tsx';
import { AssistantLine } from './assistant-line.tsx';
import { assistantCards, assistantTokens, startersOf } from './assistant.logic.ts';
import { useAttachments } from './attachments/use-attachments.ts';
import type { ChatLibrary } from './chat-library.ts';
import { newEdit } from './branch.logic.ts';
import { answerAnnouncement, comparisonAnnouncement, composerCommand, pauseOf, waitOf } from './chat.logic.ts';
import { ComparisonView } from './comparison-view.tsx';
import { Composer } from './composer.tsx';
import { loadedOf } from './earlier-messages.ts';
import { usedTokens } from './context.logic.ts';
import { DeleteVersionDialog } from './delete-version-dialog.tsx';
import type { Drafts } from './drafts.ts';
import { Beginnings, Greeting } from './empty-page.tsx';
import { KeyDialog } from './key-dialog.tsx';
import { offeredDeployments } from './models.logic.ts';
import { TemporaryChat, useTemporaryChat } from './temporary-chat.tsx';
import type { TranscriptPlace } from './transcript-place.ts';
import { Transcript } from './transcript.tsx';
import { takeBack } from './take-back.ts';
import { retryFailure } from './retry-failure.ts';
import { useAnswerActions } from './use-answer-actions.ts';
import { useBranchActions } from './use-branch-actions.ts';
import { useChatCommands } from './use-chat-commands.ts';
import { useChatRequests } from './use-chat-requests.ts';
import { useConversationChat } from './use-conversation-chat.ts';
import { useConversationSettings } from './use-conversation-settings.ts';
import { useSessionCards } from './use-session-cards.tsx';
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
  const { outbox: mainOutbox } = useBridge();
  const root = useRef<HTMLDivElement>(null);
  const chat = useConversationChat(conversationId, opened);
  const { messages, earlier, versions, comparison, isRunning, failure, regenerate, lose, stop } = chat;
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
  // Only a conversation that is new here has more to be told than its messages; else who writes meanwhile keeps the focus.
  const isUnknown = opened === null && isEmpty && outbox.messages.length === 0;
  useTurnsElsewhere(conversationId, isRunning || comparison.items.length > 0, isUnknown ? onReopen : chat.join);
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
  const focusText = useCallback(() => composerText(root.current)?.focus(), []);
  const { cardActions, pauseAction, decideTool, choose, retryCompared } = useAnswerActions({
    conversationId,
    chat,
    askForKey,
    onDeployment,
    focusText,
  });
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
    const known = [...loadedEarlier, ...messages];
    retryFailure(failure, { conversationId, drafts, messages: known, requests, regenerate, onReopen });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event;
    const isPopupOpen = target instanceof HTMLElement && target.getAttribute('aria-expanded') === 'true';
    if (!isRunning || isPopupOpen || event.defaultPrevented) return;
    if (composerCommand(event.nativeEvent) !== 'stop') return;
    event.preventDefault();
    stop();
  };
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
  const cards = useSessionCards({
    queueError,
    notice,
    settingsError,
    onSaveSettings: saveSettings,
    failure,
    onRetry: retry,
    deploymentId,
    cardActions,
  });
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
            earlierFailure={chat.earlierFailure}
            isJoined={chat.isJoined}
            onRetryEarlier={chat.retryEarlier}
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
