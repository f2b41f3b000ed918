import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';

/** What the list says of conversations in which something is not sent yet. */
export interface UnsentMarks {
  readonly subscribe: (listener: () => void) => () => void;
  /** Undefined where there is nothing to say. */
  readonly get: (conversationId: string) => string | undefined;
}

/** Hands the marks down to the rows, so that a row that has one is rendered and no other. */
export const UnsentMarksContext = createContext<UnsentMarks>({
  subscribe: () => () => undefined,
  get: () => undefined,
});

/** What a row says of its conversation. */
export function useUnsentMark(conversationId: string): string | undefined {
  const { subscribe, get } = useContext(UnsentMarksContext);
  return useSyncExternalStore(
    subscribe,
    useCallback(() => get(conversationId), [get, conversationId]),
  );
}
