import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { OutboxState, WaitingMessage } from '../../../shared/model/outbox.ts';
import { useBridge } from '../../bridge.ts';

const nothing: OutboxState = { isOnline: true, mayBeAutomatic: true, messages: [] };

/** Hands down what waits to be sent. */
export const OutboxContext = createContext<OutboxState>(nothing);

/** What waits to be sent, followed live; main is told what this window's system says of the network. */
export function useOutboxState(): OutboxState {
  const { outbox } = useBridge();
  const [state, setState] = useState(nothing);
  useEffect(() => {
    let isTold = false;
    const unsubscribe = outbox.changed((changed) => {
      isTold = true;
      setState(changed);
    });
    void outbox.state().then((reply) => {
      if (reply.ok && !isTold) setState(reply.value);
    });
    const tell = () => void outbox.network({ isOnline: navigator.onLine });
    // A window that is gone says nothing of the network any more.
    const leave = () => void outbox.network({ isOnline: true });
    if (!navigator.onLine) tell();
    window.addEventListener('online', tell);
    window.addEventListener('offline', tell);
    window.addEventListener('pagehide', leave);
    return () => {
      isTold = true;
      unsubscribe();
      window.removeEventListener('online', tell);
      window.removeEventListener('offline', tell);
      window.removeEventListener('pagehide', leave);
    };
  }, [outbox]);
  return state;
}

/** What waits in a conversation. */
export interface ConversationOutbox extends Pick<OutboxState, 'isOnline' | 'mayBeAutomatic'> {
  readonly messages: readonly WaitingMessage[];
}

/** What waits in a conversation, in its order. */
export function useOutbox(conversationId: string): ConversationOutbox {
  const { isOnline, mayBeAutomatic, messages } = useContext(OutboxContext);
  return useMemo(
    () => ({
      isOnline,
      mayBeAutomatic,
      messages: messages.filter((message) => message.conversationId === conversationId),
    }),
    [isOnline, mayBeAutomatic, messages, conversationId],
  );
}
