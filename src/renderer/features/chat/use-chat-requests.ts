import { useCallback, useMemo, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { ConversationSettings } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { useBridge } from '../../bridge.ts';
import { readyFiles } from './attachments/attachments.logic.ts';
import { type Edit, keptFiles } from './branch.logic.ts';
import { type ChatMessage, toFilePart } from './chat-message.ts';
import { draftState } from './chat.logic.ts';
import type { Drafts } from './drafts.ts';
import type { KeyDialogProps } from './key-dialog.tsx';
import type { ConversationChat } from './use-conversation-chat.ts';

/** What requests of a conversation stand on. */
interface ChatRequestsOptions {
  readonly conversationId: string;
  readonly chat: Pick<ConversationChat, 'send' | 'compare' | 'edit' | 'regenerate' | 'goOn'>;
  readonly drafts: Drafts;
  /** A message is to wait instead of being sent. */
  readonly isWaiting: boolean;
  readonly settings: ConversationSettings;
  readonly deployments: readonly Deployment[];
  readonly deployment: Deployment | undefined;
  readonly onDeployment: (deploymentId: string) => void;
  /** The assistant that the conversation begins with, while it has no message. */
  readonly assistantId: string | undefined;
  /** Main has a question. */
  readonly onSent: () => void;
}

/** A key that the person is asked for, and what goes on once it is there. */
type KeyWish = Pick<KeyDialogProps, 'deployment' | 'onSaved'>;

/** What a person asks of a conversation's models; a missing key is asked for first. */
export interface ChatRequests {
  readonly sendText: (text: string) => void;
  readonly sendEdit: (question: ChatMessage) => void;
  readonly regenerateWith: (answerId: string, deploymentId: string) => void;
  /** By the chosen model. */
  readonly regenerate: (answerId: string) => void;
  readonly continueAnswer: (answerId: string) => void;
  readonly choose: (deploymentId: string) => void;
  /** The models that answer the next message beside the chosen one. */
  /** Why the last message could not be put to wait; null where it could. */
  readonly queueError: AppErrorData | null;
  readonly comparedIds: readonly string[];
  readonly setComparedIds: (deploymentIds: readonly string[]) => void;
  readonly keyWish: KeyWish | null;
  readonly askForKey: (deploymentId: string | undefined, onSaved?: () => void) => void;
  readonly forgetKeyWish: () => void;
}

/** Turns what the person does into requests to the conversation's models. */
export function useChatRequests(options: ChatRequestsOptions): ChatRequests {
  const { conversationId, chat, drafts, settings, deployments, deployment, onDeployment } = options;
  const { assistantId, isWaiting, onSent } = options;
  const { outbox } = useBridge();
  const [queueError, setQueueError] = useState<AppErrorData | null>(null);
  const { send, compare, edit, regenerate, goOn } = chat;
  const deploymentId = deployment?.id;
  const [keyWish, setKeyWish] = useState<KeyWish | null>(null);
  const [chosenToCompare, setComparedIds] = useState<readonly string[]>(none);
  const comparedIds = useMemo(
    () => chosenToCompare.filter((id) => id !== deploymentId && deployments.some((each) => each.id === id)),
    [chosenToCompare, deploymentId, deployments],
  );

  const askForKey = useCallback(
    (id: string | undefined, onSaved: () => void = doNothing) => {
      const wanted = deployments.find((each) => each.id === id);
      if (wanted !== undefined) setKeyWish({ deployment: wanted, onSaved });
    },
    [deployments],
  );
  const withKey = useCallback(
    (id: string, run: () => void) => {
      const isMissing = deployments.some((each) => each.id === id && each.credential === 'key-missing');
      if (isMissing) askForKey(id, run);
      else run();
    },
    [askForKey, deployments],
  );

  const sendText = useCallback(
    (text: string) => {
      if (deploymentId === undefined) return;
      const sent = drafts.get(conversationId);
      const files = readyFiles(drafts.files.get(conversationId));
      const onAccepted = () => {
        onSent();
        drafts.clearSent(conversationId, sent);
        drafts.files.remove(
          conversationId,
          files.map(({ id }) => id),
        );
        setComparedIds(none);
      };
      if (isWaiting) {
        const attachmentIds = files.map(({ id }) => id);
        const deploymentIds = [deploymentId, ...comparedIds];
        const waiting = { conversationId, messageId: crypto.randomUUID(), text, attachmentIds, deploymentIds };
        void outbox.add({ ...waiting, settings, assistantId }).then((reply) => {
          if (reply.ok) onAccepted();
          setQueueError(reply.ok ? null : reply.error);
        });
        return;
      }
      setQueueError(null);
      const question = { text, files: files.map(toFilePart), settings, assistantId, onAccepted };
      withKey(deploymentId, () => {
        if (comparedIds.length === 0) send({ ...question, deploymentId });
        else compare({ ...question, deploymentIds: [deploymentId, ...comparedIds] });
      });
    },
    [
      assistantId,
      compare,
      comparedIds,
      conversationId,
      deploymentId,
      drafts,
      isWaiting,
      onSent,
      outbox,
      send,
      settings,
      withKey,
    ],
  );
  const sendEdit = useCallback(
    (question: ChatMessage) => {
      const draft: Edit | undefined = drafts.edits.get(question.id);
      if (deploymentId === undefined || draft === undefined) return;
      const state = draftState(draft.text);
      const files = keptFiles(question, draft);
      if (state.kind === 'too-long' || (state.kind === 'blank' && files.length === 0)) return;
      const text = state.kind === 'blank' ? '' : state.text;
      const onAccepted = () => drafts.edits.remove(question.id);
      withKey(deploymentId, () => edit(question.id, { text, files, deploymentId, onAccepted }));
    },
    [deploymentId, drafts, edit, withKey],
  );
  const regenerateWith = useCallback(
    (answerId: string, id: string) => {
      withKey(id, () => {
        // The conversation goes on with the model whose answer is shown.
        onDeployment(id);
        regenerate(answerId, id);
      });
    },
    [onDeployment, regenerate, withKey],
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
  const choose = useCallback(
    (id: string) => {
      onDeployment(id);
      withKey(id, doNothing);
    },
    [onDeployment, withKey],
  );
  const forgetKeyWish = useCallback(() => setKeyWish(null), []);
  return {
    sendText,
    sendEdit,
    regenerateWith,
    regenerate: regenerateAnswer,
    continueAnswer,
    choose,
    queueError,
    comparedIds,
    setComparedIds,
    keyWish,
    askForKey,
    forgetKeyWish,
  };
}

const none: readonly string[] = [];

function doNothing(): void {}
