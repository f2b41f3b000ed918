import { makeStyles } from '@fluentui/react-components';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { ConversationAssistant, ConversationSettings } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import type { ToolDecision } from '../../../shared/model/tool.ts';
import { useBridge, useCardActions, useErrorCard } from '../../bridge.ts';
import type { ButtonAction } from '../../ui/action-button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { shortWindow } from '../../ui/short-window.ts';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import { AssistantLine } from './assistant-line.tsx';
import { assistantCards, assistantTokens, startersOf } from './assistant.logic.ts';
import { readyFiles, sendableText } from './attachments/attachments.logic.ts';
import type { ChatLibrary } from './chat-library.ts';
import type { ChatMessage } from './chat-message.ts';
import { answerAnnouncement, composerCommand, draftState, pauseButton, pauseOf, waitOf } from './chat.logic.ts';
import { Composer } from './composer.tsx';
import { usedTokens } from './context.logic.ts';
import type { Drafts } from './drafts.ts';
import { Beginnings, Greeting } from './empty-page.tsx';
import { KeyDialog, type KeyDialogProps } from './key-dialog.tsx';
import type { AnswerWays } from './message-view.tsx';
import { offeredDeployments } from './models.logic.ts';
import { Transcript } from './transcript.tsx';
import { useConversationChat } from './use-conversation-chat.ts';
import { useConversationSettings } from './use-conversation-settings.ts';

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
  hidden: visuallyHidden,
});

/** A conversation that has been opened. */
export interface ChatSessionProps {
  readonly conversationId: string;
  readonly initialMessages: readonly ChatMessage[];
  readonly initialSettings: ConversationSettings;
  /** Of a conversation that main knows. */
  readonly initialAssistant: ConversationAssistant | null;
  /** The one that a new conversation is to begin with. */
  readonly assistantId: string | undefined;
  readonly runningTurnId: string | null;
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
  /** Opens the conversation again, where this window has lost sight of its turn. */
  readonly onReopen: () => void;
  /** Set on the first look only, so that nothing opens itself over and over. */
  readonly isReopenedByItself: boolean;
}

/** A key that the person is asked for, and what goes on once it is there. */
type KeyWish = Pick<KeyDialogProps, 'deployment' | 'onSaved'>;

function doNothing(): void {}

/** One conversation: its transcript and the composer under it. */
export function ChatSession(props: ChatSessionProps) {
  const { conversationId, initialMessages, runningTurnId, deployments, deployment, drafts, notice } = props;
  const { onDeployment, onReopen, library, onAssistant } = props;
  const classes = useStyles();
  const card = useErrorCard();
  const actionsOf = useCardActions();
  const { session, chat: bridge } = useBridge();
  const root = useRef<HTMLDivElement>(null);
  const chat = useConversationChat({ conversationId, messages: initialMessages, runningTurnId });
  const { messages, isRunning, failure, send, regenerate, goOn, stop } = chat;
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
    isWritten: messages.length > 0,
    onChange: props.onSettings,
  });
  const isEmpty = messages.length === 0;
  const picked = library.assistants.find(({ id }) => id === props.assistantId);
  // Of a conversation that has begun it stays as it was then.
  const [begunWith, setBegunWith] = useState(props.initialAssistant);
  const assistant = begunWith ?? picked ?? null;
  const [keyWish, setKeyWish] = useState<KeyWish | null>(null);

  const sendText = useCallback(
    (text: string) => {
      if (deployment === undefined) return;
      const sent = drafts.get(conversationId);
      const files = readyFiles(drafts.files.get(conversationId));
      const accepted = () => {
        setBegunWith(assistant);
        drafts.clearSent(conversationId, sent);
        drafts.files.remove(
          conversationId,
          files.map(({ id }) => id),
        );
      };
      const assistantId = isEmpty ? assistant?.id : undefined;
      const sendNow = () =>
        send({ text, files, deploymentId: deployment.id, settings, assistantId, onAccepted: accepted });
      if (deployment.credential === 'key-missing') setKeyWish({ deployment, onSaved: sendNow });
      else sendNow();
    },
    [assistant, conversationId, deployment, drafts, isEmpty, send, settings],
  );
  const regenerateAnswer = useCallback(
    (answerId: string) => {
      if (deploymentId !== undefined) regenerate(answerId, deploymentId);
    },
    [deploymentId, regenerate],
  );
  const continueAnswer = useCallback(
    (answerId: string) => {
      if (deploymentId !== undefined) goOn(answerId, deploymentId);
    },
    [deploymentId, goOn],
  );
  const askForKey = useCallback(
    (id: string | undefined, onSaved: () => void = doNothing) => {
      const wanted = deployments.find((each) => each.id === id);
      if (wanted !== undefined) setKeyWish({ deployment: wanted, onSaved });
    },
    [deployments],
  );
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
      root.current?.querySelector('textarea')?.focus();
    },
    [bridge],
  );
  const choose = useCallback(
    (id: string) => {
      onDeployment(id);
      if (deployments.some((each) => each.id === id && each.credential === 'key-missing')) askForKey(id);
    },
    [askForKey, deployments, onDeployment],
  );
  const openKey = useCallback(() => askForKey(deploymentId), [askForKey, deploymentId]);
  // The turn ended between the two questions to main; its answer is in history now.
  const hasEndedUnseen =
    props.isReopenedByItself &&
    runningTurnId !== null &&
    failure?.kind === 'lost' &&
    failure.error.code === 'not-found';
  useEffect(() => {
    if (hasEndedUnseen) onReopen();
  }, [hasEndedUnseen, onReopen]);
  const retry = () => {
    if (failure === null) return;
    if (failure.kind === 'lost') onReopen();
    else if (failure.trigger.kind === 'regenerate') regenerateAnswer(failure.trigger.answerId);
    else if (failure.trigger.kind === 'continue' && deploymentId !== undefined) {
      goOn(failure.trigger.answerId, deploymentId);
    } else {
      const text = sendableText(draftState(drafts.get(conversationId)), drafts.files.get(conversationId));
      if (text !== undefined) sendText(text);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event;
    const isPopupOpen = target instanceof HTMLElement && target.getAttribute('aria-expanded') === 'true';
    if (!isRunning || isPopupOpen || event.defaultPrevented) return;
    if (composerCommand(event.nativeEvent) === 'stop') stop();
  };
  const focusText = () => root.current?.querySelector('textarea')?.focus();
  const startDraft = (draft: string) => {
    drafts.set(conversationId, draft);
    focusText();
  };
  const chooseAssistant = (id: string | undefined) => {
    onAssistant(id);
    focusText();
  };
  const closeKey = () => {
    setKeyWish(null);
    focusText();
  };
  // A card takes the focus along when it goes, and so does the button of a wait, or of an answer that is told anew.
  const { metadata } = messages[messages.length - 1] ?? {};
  const isHeld = isRunning && (pauseOf(metadata) ?? waitOf(metadata)) !== undefined;
  useEffect(() => {
    if (!isHeld && document.activeElement === document.body) focusText();
  }, [isHeld, isRunning]);

  // In the transcript's own scroll: a card beside it would need another one where the window is low.
  const cards =
    notice === null && failure === null && settingsError === null ? null : (
      <>
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
            messages={messages}
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
          <Composer
            conversationId={conversationId}
            drafts={drafts}
            isRunning={isRunning}
            usedTokens={isEmpty ? assistantTokens(assistant) : usedTokens(messages)}
            deployments={offered}
            deployment={deployment}
            onDeployment={choose}
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
        {isEmpty ? (
          <Beginnings
            starters={startersOf(library, picked)}
            assistants={picked === undefined ? assistantCards(library.assistants) : []}
            onStart={startDraft}
            onAssistant={chooseAssistant}
          />
        ) : null}
        <div role="status" className={classes.hidden}>
          {answerAnnouncement(isRunning, metadata, deployments)}
        </div>
      </div>
      {keyWish === null ? null : <KeyDialog {...keyWish} onClose={closeKey} />}
    </>
  );
}
