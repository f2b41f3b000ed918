import { makeStyles } from '@fluentui/react-components';
import { type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { ParleyBridge } from '../../../shared/ipc/contract.ts';
import type { ConversationSettings, OpenConversation } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { errorData, unwrap, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { wishedDeployment } from './assistant.logic.ts';
import type { ChatLibrary } from './chat-library.ts';
import { pickDeployment } from './chat.logic.ts';
import { ChatSession } from './chat-session.tsx';
import { offeredDeployments } from './models.logic.ts';
import type { Drafts } from './drafts.ts';
import type { TranscriptPlace } from './transcript-place.ts';

const useStyles = makeStyles({
  blank: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: '24px 16px' },
  cards: { display: 'flex', flexDirection: 'column', gap: '8px', maxWidth: '46rem', margin: '0 auto' },
});

/** The conversation that the window shows; a new one is not known to main before its first message. */
export interface ShownConversation {
  readonly id: string;
  readonly isNew: boolean;
  /** The assistant that a new one is to begin with. */
  readonly assistantId?: string | undefined;
  /** The message that it is opened at; the last one where left out. Another number is another wish to see it. */
  readonly target?: { readonly messageId: string; readonly wish: number };
}

/** What the chat page needs. */
export interface ChatPageProps {
  readonly shown: ShownConversation;
  readonly givenName: string;
  readonly deployments: readonly Deployment[];
  readonly drafts: Drafts;
  readonly library: ChatLibrary;
  /** The new conversation is to begin with this assistant; undefined for none. */
  readonly onAssistant: (assistantId: string | undefined) => void;
  /** A card that is shown with the conversation; null for none. */
  readonly notice: ReactNode;
  /** Opens another conversation. */
  readonly onOpen: (conversationId: string) => void;
}

type Opening =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: AppErrorData }
  | { readonly kind: 'open'; readonly conversation: OpenConversation | null };

/** Opens the shown conversation and keeps, for each, the model that the person chose and settings that are not sent yet. */
export function ChatPage(props: ChatPageProps) {
  const { shown, deployments, drafts, library } = props;
  const choices = useSyncExternalStore(
    drafts.subscribe,
    useCallback(() => drafts.choices(shown.id), [drafts, shown.id]),
  );
  const [latestChoice, setLatestChoice] = useState<string>();
  const choose = useCallback(
    (deploymentId: string) => {
      drafts.choose(shown.id, { deploymentId });
      setLatestChoice(deploymentId);
    },
    [drafts, shown.id],
  );
  const keepUnsent = useCallback(
    (settings: ConversationSettings) => drafts.choose(shown.id, { settings }),
    [drafts, shown.id],
  );
  const [places] = useState(() => new Map<string, TranscriptPlace>());
  const leave = useCallback(
    (place: TranscriptPlace | null) => {
      if (place === null) places.delete(shown.id);
      else places.set(shown.id, place);
    },
    [places, shown.id],
  );
  return (
    <OpenedChat
      key={`${shown.id} ${shown.isNew} ${shown.target?.wish ?? ''}`}
      {...props}
      choiceFor={(lastId) => {
        const chosen = choices.deploymentId;
        const offered = offeredDeployments(deployments, chosen ?? lastId, Date.now());
        const assistant = library.assistants.find(({ id }) => id === shown.assistantId);
        const usualId = lastId ?? wishedDeployment(assistant, offered) ?? latestChoice;
        return pickDeployment(offered, chosen, usualId);
      }}
      onDeployment={choose}
      keptPlace={shown.target === undefined ? (places.get(shown.id) ?? null) : null}
      onLeave={leave}
      unsentSettings={choices.settings}
      onSettings={keepUnsent}
    />
  );
}

interface OpenedChatProps extends ChatPageProps {
  readonly choiceFor: (lastId: string | undefined) => Deployment | undefined;
  readonly onDeployment: (deploymentId: string) => void;
  /** Where the person was in it before; null for its end. */
  readonly keptPlace: TranscriptPlace | null;
  readonly onLeave: (place: TranscriptPlace | null) => void;
  /** Of a conversation that main does not know yet. */
  readonly unsentSettings: ConversationSettings | undefined;
  readonly onSettings: (settings: ConversationSettings) => void;
}

function OpenedChat(props: OpenedChatProps) {
  const { shown, notice, choiceFor, unsentSettings, ...shared } = props;
  const [keptPlace] = useState(props.keptPlace);
  const classes = useStyles();
  const card = useErrorCard();
  const { history } = useBridge();
  const [attempt, setAttempt] = useState(0);
  const [opening, setOpening] = useState<Opening>(
    shown.isNew ? { kind: 'open', conversation: null } : { kind: 'loading' },
  );
  const { target } = shown;
  const isOpened = shown.isNew && attempt === 0;

  useEffect(() => {
    if (isOpened) return undefined;
    let isWanted = true;
    void openAt(history, shown.id, { targetId: target?.messageId, keptId: keptPlace?.messageId })
      .then(
        (conversation): Opening => ({ kind: 'open', conversation }),
        (thrown: unknown): Opening => ({ kind: 'failed', error: errorData(thrown) }),
      )
      .then((next) => {
        if (isWanted) setOpening(next);
      });
    return () => {
      isWanted = false;
    };
  }, [history, shown.id, target, keptPlace, isOpened, attempt]);

  const reopen = useCallback(() => {
    setOpening({ kind: 'loading' });
    setAttempt((count) => count + 1);
  }, []);

  switch (opening.kind) {
    case 'loading':
      return <div className={classes.blank} aria-busy="true" />;
    case 'failed':
      return (
        <div className={classes.blank}>
          <div className={classes.cards}>
            {notice}
            <ErrorCard {...card(opening.error)} actions={[{ label: 'Try again', run: reopen }]} />
          </div>
        </div>
      );
    case 'open':
      return (
        <ChatSession
          key={attempt}
          conversationId={shown.id}
          opened={opening.conversation}
          initialSettings={opening.conversation?.settings ?? unsentSettings ?? {}}
          initialAssistant={opening.conversation?.assistant ?? null}
          assistantId={shown.assistantId}
          isTemporary={opening.conversation?.isTemporary ?? false}
          {...shared}
          keptPlace={keptPlace}
          deployment={choiceFor(opening.conversation?.conversation.deploymentId)}
          notice={notice}
          targetId={target?.messageId ?? null}
          onReopen={reopen}
          isReopenedByItself={attempt === 0}
        />
      );
  }
}

/** Opens a conversation on the branch that has a message; as it is where that is gone, or another branch is being answered. */
export async function openAt(
  history: ParleyBridge['history'],
  conversationId: string,
  { targetId, keptId }: { readonly targetId: string | undefined; readonly keptId: string | undefined },
): Promise<OpenConversation> {
  const messageId = targetId ?? keptId;
  const opened = unwrap(await history.open({ conversationId, messageId }));
  const isThere = targetId === undefined || opened.around !== null || opened.messages.some(({ id }) => id === targetId);
  if (isThere || opened.runningTurnId !== null || opened.compared.length > 0) return opened;
  const branch = await history.show({ conversationId, messageId: targetId });
  return branch.ok ? branch.value : opened;
}
