import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { StreamListener, Unsubscribe } from '../../../shared/ipc/define.ts';

/** How an export or an import stands in this window. */
export type TransferState<Progress> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: Progress | null }
  | { readonly kind: 'ended'; readonly progress: Progress }
  | { readonly kind: 'failed'; readonly error: AppErrorData };

/** Follows one export or import at a time; leaving the page ends it. */
export function useTransfer<Progress>(): readonly [
  TransferState<Progress>,
  start: (open: (listener: StreamListener<Progress>) => Unsubscribe) => void,
] {
  const [state, setState] = useState<TransferState<Progress>>({ kind: 'idle' });
  const leave = useRef<Unsubscribe | null>(null);
  useEffect(() => () => leave.current?.(), []);
  const start = useCallback((open: (listener: StreamListener<Progress>) => Unsubscribe) => {
    setState({ kind: 'running', progress: null });
    leave.current?.();
    leave.current = open({
      item: (progress) => setState({ kind: 'running', progress }),
      end: ({ error }) =>
        setState((before) => {
          if (error !== undefined) return { kind: 'failed', error };
          return before.kind === 'running' && before.progress !== null
            ? { kind: 'ended', progress: before.progress }
            : { kind: 'idle' };
        }),
    });
  }, []);
  return [state, start];
}
