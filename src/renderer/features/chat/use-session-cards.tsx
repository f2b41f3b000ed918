import type { ReactNode } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import { useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import type { AnswerActions } from './use-answer-actions.ts';
import type { ChatFailure } from './use-conversation-chat.ts';

/** What a conversation has to say that belongs to none of its messages. */
export interface SessionCards {
  /** Why a message does not wait where it should. */
  readonly queueError: AppErrorData | null;
  /** What the window says; null for nothing. */
  readonly notice: ReactNode;
  readonly settingsError: AppErrorData | null;
  readonly onSaveSettings: () => void;
  readonly failure: ChatFailure | null;
  readonly onRetry: () => void;
  readonly deploymentId: string | undefined;
  readonly cardActions: AnswerActions['cardActions'];
}

/** The cards above the message that is written; null where there are none. */
export function useSessionCards(cards: SessionCards): ReactNode {
  const { queueError, notice, settingsError, onSaveSettings, failure, onRetry, deploymentId, cardActions } = cards;
  const card = useErrorCard();
  if (notice === null && failure === null && settingsError === null && queueError === null) return null;
  return (
    <>
      {queueError === null ? null : <ErrorCard {...card(queueError)} />}
      {notice}
      {settingsError === null ? null : (
        <ErrorCard {...card(settingsError)} actions={[{ label: 'Try again', run: onSaveSettings }]} />
      )}
      {failure === null ? null : (
        <ErrorCard
          {...card(failure.error)}
          actions={
            failure.kind === 'lost'
              ? [{ label: 'Try again', run: onRetry }]
              : cardActions(failure.error, { retry: onRetry, deploymentId })
          }
        />
      )}
    </>
  );
}
