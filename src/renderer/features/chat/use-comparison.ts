import { useCallback, useMemo, useState } from 'react';
import type { ParleyBridge } from '../../../shared/ipc/contract.ts';
import type { ComparedAnswer } from '../../../shared/model/conversation.ts';
import { type ChatMessage, toChatMessage } from './chat-message.ts';

/** One of several answers to choose from, as the window knows it. */
export type ComparedItem =
  /** It is followed where it is shown. */
  | { readonly kind: 'running'; readonly id: string }
  | { readonly kind: 'ended'; readonly id: string; readonly answer: ChatMessage };

/** The answers that the person is to choose from; none where nothing is compared. */
export interface Comparison {
  readonly items: readonly ComparedItem[];
  readonly isRunning: boolean;
  readonly set: (items: readonly ComparedItem[]) => void;
  /** An answer has ended as far as this window knows. */
  readonly end: (answer: ChatMessage) => void;
  /** Another answer is given in the place of one. */
  readonly replace: (answerId: string, turnId: string) => void;
  readonly stop: () => void;
}

/** The answers to choose from as main tells of them. */
export function comparedItems(compared: readonly ComparedAnswer[]): readonly ComparedItem[] {
  return compared.map((each) =>
    each.kind === 'running'
      ? { kind: 'running', id: each.turnId }
      : { kind: 'ended', id: each.answer.id, answer: toChatMessage(each.answer) },
  );
}

/** Whether an answer still arrives. */
export function isItemRunning({ kind }: ComparedItem): boolean {
  return kind === 'running';
}

/** Keeps which answers are compared and which of them still run. */
export function useComparison(chat: ParleyBridge['chat'], initial: readonly ComparedAnswer[]): Comparison {
  const [items, setItems] = useState(() => comparedItems(initial));
  const end = useCallback(
    (answer: ChatMessage) =>
      setItems((before) =>
        before.map((item) => (item.id === answer.id ? { kind: 'ended', id: item.id, answer } : item)),
      ),
    [],
  );
  const replace = useCallback(
    (answerId: string, turnId: string) =>
      setItems((before) => before.map((item) => (item.id === answerId ? { kind: 'running', id: turnId } : item))),
    [],
  );
  const stop = useCallback(() => {
    for (const { kind, id } of items) if (kind === 'running') void chat.stop({ turnId: id });
  }, [chat, items]);
  return useMemo(
    () => ({ items, isRunning: items.some(isItemRunning), set: setItems, end, replace, stop }),
    [items, end, replace, stop],
  );
}
