import { useEffect, useRef } from 'react';
import { useBridge } from '../../bridge.ts';

/** Calls back when a turn of the shown conversation has begun in another window; what this one has begun, it follows itself. */
export function useTurnsElsewhere(conversationId: string, isRunning: boolean, onBegun: () => void): void {
  const { history } = useBridge();
  const latest = useRef({ isRunning, onBegun });
  useEffect(() => {
    latest.current = { isRunning, onBegun };
  });
  useEffect(
    () =>
      history.changed((change) => {
        if (change.kind !== 'turns' || change.conversationId !== conversationId) return;
        if (!latest.current.isRunning) latest.current.onBegun();
      }),
    [history, conversationId],
  );
}
