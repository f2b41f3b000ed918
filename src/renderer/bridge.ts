import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import { AppError, type AppErrorData, assertNever } from '../shared/errors.ts';
import { errorCard, type ErrorCardContent } from '../shared/error-text.ts';
import { allowedExternalUrl } from '../shared/external-url.ts';
import type { Fixer, Remedy } from '../shared/clinic/explanation.ts';
import { messageToIt } from '../shared/clinic/message-to-it.ts';
import type { ParleyBridge } from '../shared/ipc/contract.ts';
import type { Result, Unsubscribe } from '../shared/ipc/define.ts';
import type { AssistantLibrary } from '../shared/model/assistant.ts';
import type { Conversation } from '../shared/model/conversation.ts';
import type { Discovery } from '../shared/model/deployment.ts';
import type { Prompt } from '../shared/model/prompt.ts';
import type { SignInMethod } from '../shared/model/account.ts';
import { defaultPreferences, type PreferencesView } from '../shared/model/preferences.ts';
import type { SystemState } from '../shared/model/shell.ts';
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

/** Hands down the facts of the frame; what main has not told yet is empty. */
export const AppInfoContext = createContext<AppInfo>({
  version: '',
  platform: 'browser',
  organisationName: '',
  notice: '',
  unprotectedStorage: false,
  temporaryChats: 'off',
  readSignedOut: false,
  tenants: [],
  otherMethods: [],
  supportEmail: '',
  supportUrl: '',
  policySource: '',
});

/** Hands down whether nothing can be written here: who has signed out only reads. */
export const ReadingContext = createContext(false);

/** Hands down how the search for models in Azure stands. */
export const DiscoveryContext = createContext<Discovery>({ kind: 'off' });

/** What an error card says. */
export interface ErrorCardView extends ErrorCardContent {
  /** Who can end the trouble, in words; undefined where nobody knows. */
  readonly whoCanFix: string | undefined;
  /** Where IT finds the setting; undefined where there is none. */
  readonly whereForIt: string | undefined;
}

/** Gives what an error card says about an error. */
export function useErrorCard(): (error: AppErrorData) => ErrorCardView {
  const { version } = useContext(AppInfoContext);
  return useCallback((error) => errorCardView(error, version), [version]);
}

/** What an error card says about an error. */
export function errorCardView(error: AppErrorData, appVersion: string): ErrorCardView {
  const content = errorCard(error, appVersion);
  const { fixer, portal } = content;
  return {
    ...content,
    whoCanFix: fixer === undefined ? undefined : fixerNames[fixer],
    whereForIt: portal?.path,
  };
}

const fixerNames: Readonly<Record<Fixer, string>> = { you: 'you', it: 'your IT department', microsoft: 'Microsoft' };

/** A button that an error calls for. */
export type CardButton =
  | 'sign-in'
  | 'continue'
  | 'sign-in-browser'
  | 'other-account'
  | 'enter-key'
  | 'message-it'
  | 'try-again';

/** Which buttons an error calls for; the first one is the main one. */
export function cardButtons({ code, retryable }: AppErrorData, remedy?: Remedy): readonly CardButton[] {
  switch (code) {
    case 'consent-required':
      return ['continue'];
    case 'key-missing':
    case 'key-refused':
      return ['enter-key'];
    case 'consent-admin':
    case 'access-denied':
      return ['message-it'];
    case 'sign-in-required':
    case 'claims-challenge':
    case 'model-unauthorized':
      return [remedyButton(remedy) ?? 'sign-in', 'try-again'];
    default: {
      const main = remedyButton(remedy);
      return [
        ...(main === undefined ? [] : [main]),
        ...(retryable && main !== 'try-again' ? ['try-again' as const] : []),
      ];
    }
  }
}

function remedyButton(remedy: Remedy | undefined): CardButton | undefined {
  switch (remedy) {
    case undefined:
    case 'none':
      return undefined;
    case 'request-consent':
      return 'message-it';
    case 'sign-in':
    case 'sign-in-browser':
    case 'other-account':
    case 'try-again':
    case 'message-it':
      return remedy;
    default:
      return assertNever(remedy);
  }
}

/** What a button of a card does: something here, opening an address, or filling the clipboard. */
export type CardAction =
  | { readonly label: string; readonly run: () => void }
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly copy: () => string };

/** What the place of a card can do; a button that its place has no way for is left out. */
export interface CardWays {
  readonly retry?: (() => void) | undefined;
  readonly enterKey?: (() => void) | undefined;
  /** False where the page itself has the button. */
  readonly canSignIn?: boolean;
}

/** Gives the buttons of a card. */
export function useCardActions(): (error: AppErrorData, ways?: CardWays) => readonly CardAction[] {
  const { session } = useBridge();
  const info = useContext(AppInfoContext);
  return useCallback(
    (error, { retry, enterKey, canSignIn = true } = {}) => {
      const card = errorCard(error, info.version);
      const toAction = (button: CardButton): readonly CardAction[] => {
        switch (button) {
          case 'sign-in':
          case 'continue':
            if (!canSignIn) return [];
            return [{ label: button === 'sign-in' ? 'Sign in' : 'Continue', run: () => void session.signIn() }];
          case 'sign-in-browser':
            return [{ label: signInLabels.browser, run: () => void session.signIn({ method: 'browser' }) }];
          case 'other-account':
            return [
              { label: 'Use another account', run: () => void session.signIn({ tenantId: info.tenants[0]?.id }) },
            ];
          case 'enter-key':
            return enterKey === undefined ? [] : [{ label: 'Enter key', run: enterKey }];
          case 'message-it':
            return [messageItAction(card, info), ...helpDeskActions(info)];
          case 'try-again':
            return retry === undefined ? [] : [{ label: 'Try again', run: retry }];
          default:
            return assertNever(button);
        }
      };
      return cardButtons(error, card.remedy).flatMap(toAction);
    },
    [session, info],
  );
}

/** What the ways to sign in are called on buttons. */
export const signInLabels: Readonly<Record<SignInMethod, string>> = {
  broker: 'Sign in',
  browser: 'Use the browser instead',
  'device-code': 'Use a code instead',
};

/** A prepared mail to IT; a text to copy where policy names no address, or one that cannot be opened. */
export function messageItAction(card: ErrorCardContent, info: AppInfo): CardAction {
  const { supportEmail, organisationName: organisation, version: appVersion } = info;
  const { subject, body } = messageToIt(card, { organisation, appVersion });
  const to = encodeURIComponent(supportEmail).replace('%40', '@');
  const [encodedSubject = '', encodedBody = ''] = [subject, body.replaceAll('\n', '\r\n')].map(encodeURIComponent);
  const href = allowedExternalUrl(`mailto:${to}?subject=${encodedSubject}&body=${encodedBody}`);
  return supportEmail === '' || href === undefined
    ? { label: 'Copy message', copy: () => `${subject}\n\n${body}` }
    : { label: 'Message IT', href };
}

/** The help desk's page; none where policy names none. */
export function helpDeskActions({ supportUrl }: AppInfo): readonly CardAction[] {
  const href = allowedExternalUrl(supportUrl);
  return href === undefined ? [] : [{ label: 'Help desk', href }];
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

/** Hands down the preferences that count now. */
export const PreferencesContext = createContext<PreferencesView>({ values: defaultPreferences, managed: [] });

/** The preferences that count now; the usual ones until main has told them. */
export function usePreferences(): PreferencesView {
  return useContext(PreferencesContext);
}

/** The preferences as main tells them, followed live: for the frame, which hands them down. */
export function useMainPreferences(): Projection<PreferencesView> {
  const { preferences } = useBridge();
  return useProjection(preferences.get, preferences.changed)[0];
}

/** How far the operating system goes along with what the person has chosen, followed live; null in a browser and until it is known. */
export function useSystemState(): SystemState | null {
  const { shell } = useBridge();
  const [state] = useProjection(shell.system, shell.systemChanged);
  return state.kind === 'ready' ? state.value : null;
}

/** A conversation without its messages, followed live; null where there is none. */
export function useConversation(conversationId: string): Projection<Conversation | null> {
  const { history } = useBridge();
  const load = useCallback(async () => {
    const result = await history.conversation({ conversationId });
    return result.ok ? ({ ok: true, value: { conversationId, conversation: result.value } } as const) : result;
  }, [history, conversationId]);
  const subscribe = useCallback(
    (listener: (value: { readonly conversationId: string; readonly conversation: Conversation | null }) => void) =>
      history.changed((change) => {
        if (change.kind === 'everything') void load().then((result) => result.ok && listener(result.value));
        if (change.kind !== 'conversations') return;
        const conversation = change.changed.find(({ id }) => id === conversationId);
        if (conversation !== undefined) listener({ conversationId, conversation });
        else if (change.removed.includes(conversationId)) listener({ conversationId, conversation: null });
      }),
    [history, conversationId, load],
  );
  const [projection] = useProjection(load, subscribe);
  if (projection.kind !== 'ready') return projection;
  // What is known may still be of the one that was shown before.
  return projection.value.conversationId === conversationId
    ? { kind: 'ready', value: projection.value.conversation }
    : { kind: 'loading' };
}

/** The prompts of the organisation and of the person, followed live. */
export function usePrompts(): readonly [Projection<readonly Prompt[]>, reload: () => void] {
  const { prompts } = useBridge();
  return useProjection<readonly Prompt[]>(prompts.list, prompts.changed);
}

/** What a conversation can be begun with, followed live. */
export function useAssistants(): readonly [Projection<AssistantLibrary>, reload: () => void] {
  const { assistants } = useBridge();
  return useProjection(assistants.list, assistants.changed);
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
