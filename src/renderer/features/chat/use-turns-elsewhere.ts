import { useEffect, useRef } from 'react';
import { useBridge } from '../../bridge.ts';

/** Calls back when a turn of the shown conversation has begun in another window; what this one has begun, it follows itself. */
export function useTurnsElsewhere(conversationId: string, isOurs: boolean, onBegun: () => void): void {
  const { history } = useBridge();
  const latest = useRef({ isOurs, onBegun });
  useEffect(() => {
    latest.current = { isOurs, onBegun };
  });
  useEffect(
    () =>
      history.changed((change) => {
        if (change.kind !== 'turns' || change.conversationId !== conversationId) return;
        if (!latest.current.isOurs) latest.current.onBegun();
      }),
    [history, conversationId],
  );
}
