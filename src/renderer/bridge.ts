import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import { AppError, type AppErrorData } from '../shared/errors.ts';
import { errorCard, type ErrorCardContent } from '../shared/error-text.ts';
import type { ParleyBridge } from '../shared/ipc/contract.ts';
import type { Result, Unsubscribe } from '../shared/ipc/define.ts';
import type { Conversation } from '../shared/model/conversation.ts';
import type { AppInfo, SessionState } from '../shared/model/session.ts';

declare global {
  interface Window {
    /** Put there by the preload script, or by the browser host. */
    readonly parley: ParleyBridge;
  }
}

/** A failure that main has told, with everything a card shows. */
export class BridgeError extends Error {
  readonly data: AppErrorData;

  constructor(data: AppErrorData) {
    super(data.code);
    this.name = 'BridgeError';
    this.data = data;
  }
}

/** The value of a reply. @throws BridgeError where main has refused */
export function unwrap<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new BridgeError(result.error);
}

/** What a card shows for anything thrown. */
export function errorData(thrown: unknown): AppErrorData {
  return thrown instanceof BridgeError ? thrown.data : new AppError('internal', { cause: thrown }).toData();
}

/** Hands the bridge down: `window.parley` in the product, a fake in tests and the gallery. */
export const BridgeContext = createContext<ParleyBridge | null>(null);

/** The bridge that this window was given. */
export function useBridge(): ParleyBridge {
  const bridge = useContext(BridgeContext);
  if (bridge === null) throw new Error('No BridgeContext above this component');
  return bridge;
}

/** The version that copied details name. */
export const AppVersionContext = createContext('');

/** Gives what an error card shows for an error. */
export function useErrorCard(): (error: AppErrorData) => ErrorCardContent {
  const appVersion = useContext(AppVersionContext);
  return useCallback((error) => errorCard(error, appVersion), [appVersion]);
}

/** Something that main owns, as far as this window knows it. */
export type Projection<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: AppErrorData }
  | { readonly kind: 'ready'; readonly value: Value };

/** Where the person stands with Parley, followed live. */
export function useSession(): readonly [Projection<SessionState>, reload: () => void] {
  const { session } = useBridge();
  return useProjection(session.state, session.changed);
}

/** The facts of the frame, followed live. */
export function useAppInfo(): readonly [Projection<AppInfo>, reload: () => void] {
  const { app } = useBridge();
  return useProjection(app.info, app.infoChanged);
}

/** All conversations, last used first, followed live. */
export function useConversations(): readonly [Projection<readonly Conversation[]>, reload: () => void] {
  const { history } = useBridge();
  return useProjection<readonly Conversation[]>(history.list, history.changed);
}

function useProjection<Value>(
  load: () => Promise<Result<Value>>,
  subscribe: (listener: (value: Value) => void) => Unsubscribe,
): readonly [Projection<Value>, reload: () => void] {
  const [projection, setProjection] = useState<Projection<Value>>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    // Subscribed before it is asked; a reply that arrives after an event may be older than it and is dropped.
    let isSettled = false;
    const unsubscribe = subscribe((value) => {
      isSettled = true;
      setProjection({ kind: 'ready', value });
    });
    void load().then((result) => {
      if (isSettled) return;
      setProjection(result.ok ? { kind: 'ready', value: result.value } : { kind: 'failed', error: result.error });
    });
    return () => {
      isSettled = true;
      unsubscribe();
    };
  }, [load, subscribe, attempt]);
  const reload = useCallback(() => {
    setProjection({ kind: 'loading' });
    setAttempt((count) => count + 1);
  }, []);
  return [projection, reload];
}

/** How the last run of a command stands. */
export type ActionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly error: AppErrorData };

/** A command that a person starts by a click; its failure is kept for a card. */
export function useAction(command: () => Promise<Result<unknown>>): readonly [ActionState, run: () => void] {
  const [state, setState] = useState<ActionState>({ kind: 'idle' });
  const run = useCallback(() => {
    setState({ kind: 'running' });
    command().then(
      (result) => setState(result.ok ? { kind: 'idle' } : { kind: 'failed', error: result.error }),
      (thrown: unknown) => setState({ kind: 'failed', error: errorData(thrown) }),
    );
  }, [command]);
  return [state, run];
}
