import { type AppErrorData, AppError, type ErrorCode } from '../../shared/errors.ts';
import { createBridge } from '../../shared/ipc/bridge.ts';
import { contract, type ParleyBridge, type ParleyHandlers } from '../../shared/ipc/contract.ts';
import type { Contract, Result, StreamListener } from '../../shared/ipc/define.ts';
import type { AccountHealth } from '../../shared/model/account.ts';
import type { AssistantLibrary } from '../../shared/model/assistant.ts';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { Folder } from '../../shared/model/conversation-order.ts';
import type { HistoryStorage } from '../../shared/model/history.ts';
import { defaultPreferences, type Preferences, type PreferencesView } from '../../shared/model/preferences.ts';
import type { MentionedPerson, Message } from '../../shared/model/message.ts';
import type { Prompt } from '../../shared/model/prompt.ts';
import type { SearchPage, SearchRequest } from '../../shared/model/search.ts';
import type { SystemState } from '../../shared/model/shell.ts';
import type { AppInfo, SessionState } from '../../shared/model/session.ts';
import type { ConversationTools } from '../../shared/model/tool.ts';
import type { UsageRange, UsageSummary } from '../../shared/model/usage.ts';
import { FakeDrafts } from './fake-drafts.ts';
import { fakeChat } from './fake-chat.ts';
import { type FakeConversation, FakeConversations } from './fake-conversations.ts';
import { FakeLibrary } from './fake-library.ts';
import { FakeOutbox } from './fake-outbox.ts';
import type { FakeTurn } from './fake-turn.ts';
import { sampleHealth, sampleInfo, sampleReading, sampleSession, sampleSignIn, sampleUsage } from './samples.ts';

/** What the fake begins with. */
export interface FakeOptions {
  readonly session?: SessionState;
  readonly info?: AppInfo;
  readonly conversations?: readonly FakeConversation[];
  readonly folders?: readonly Folder[];
  readonly preferences?: Partial<Preferences>;
  readonly system?: SystemState;
  /** Preferences that policy has fixed. */
  readonly managed?: PreferencesView['managed'];
  readonly photo?: string | null;
  /** How the history is kept. */
  readonly storage?: HistoryStorage;
  readonly health?: AccountHealth;
  readonly tools?: ConversationTools;
  readonly prompts?: readonly Prompt[];
  readonly library?: Partial<AssistantLibrary>;
  /** Nothing was used in a range that is left out. */
  readonly usage?: Partial<Readonly<Record<UsageRange, UsageSummary>>>;
  /** Called for every turn that begins; a test that drives its turns itself leaves it out. */
  readonly onTurn?: (turn: FakeTurn) => void;
}

/** A call that the window has made. */
export interface FakeCall {
  readonly name: string;
  readonly input: unknown;
}

/** Main in memory, for component tests and the gallery: a bridge built from the contract, and what drives it. */
export class FakeMain {
  readonly calls: FakeCall[] = [];
  /** The streams other than turns that the window listens to, by name: a test tells them what happens. */
  readonly streams = new Map<string, StreamListener<unknown>>();
  /** What main keeps of what was written and not sent. */
  readonly drafts: FakeDrafts;
  readonly outbox: FakeOutbox;
  readonly bridge: ParleyBridge;
  readonly #options: FakeOptions;
  readonly #conversations: FakeConversations;
  readonly #handlers: ParleyHandlers;
  readonly #listeners = new Map<string, Set<(payload: unknown) => void>>();
  readonly #refusals = new Map<string, AppErrorData>();
  readonly #held = new Map<string, Promise<void>>();
  readonly #forgotten = new Set<string>();
  #session: SessionState;
  #info: AppInfo;
  #tools: ConversationTools;
  #preferences: PreferencesView;

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.#session = options.session ?? sampleSession;
    this.#info = options.info ?? sampleInfo;
    this.#preferences = {
      values: { ...defaultPreferences, ...options.preferences },
      managed: options.managed ?? [],
    };
    this.#tools = options.tools ?? { servers: [], allowedHere: [], allowedAlways: [] };
    const emit = (name: string, payload: unknown) => this.#emit(name, payload);
    this.drafts = new FakeDrafts(emit);
    this.outbox = new FakeOutbox(emit);
    const { conversations = [], folders = [], prompts = [], library = {}, onTurn } = options;
    this.#conversations = new FakeConversations({ conversations, folders, emit, onTurn });
    this.#handlers = this.#allHandlers(new FakeLibrary({ prompts, library, emit }));
    this.bridge = createBridge(contract, {
      invoke: (name, input) => this.#invoke(name, input),
      open: (name, input, listener) =>
        name === 'chat.follow' ? this.#follow(input, listener) : this.#open(name, input, listener),
      subscribe: (name, listener) => {
        const listeners = this.#listeners.get(name) ?? new Set();
        this.#listeners.set(name, listeners.add(listener));
        return () => listeners.delete(listener);
      },
    });
  }

  get turns(): readonly FakeTurn[] {
    return this.#conversations.turns;
  }

  setSession(session: SessionState): void {
    this.#session = session;
    this.#emit('session.changed', session);
  }

  setInfo(info: AppInfo): void {
    this.#info = info;
    this.#emit('app.infoChanged', info);
  }

  /** How many parts of the window listen to an event now. */
  listenerCount(name: string): number {
    return this.#listeners.get(name)?.size ?? 0;
  }

  /** Lets the next call of a command fail. */
  refuse(name: string, code: ErrorCode, fields: Readonly<Record<string, string | number>> = {}): AppErrorData {
    const error = new AppError(code, { fields }).toData();
    this.#refusals.set(name, error);
    return error;
  }

  /** Keeps back the replies of a command until the returned function is called. */
  hold(name: string): () => void {
    let release: () => void = () => undefined;
    this.#held.set(name, new Promise((resolve) => (release = resolve)));
    return () => {
      this.#held.delete(name);
      release();
    };
  }

  /** Begins a turn as another window would. */
  beginTurn(conversationId: string, deploymentId: string, question?: Message): FakeTurn {
    if (question !== undefined) this.#conversations.kept(conversationId).messages.push(question);
    return this.#conversations.beginTurn(conversationId, { deploymentId });
  }

  /** Tells the window that turns of a conversation have begun. */
  tellTurns(conversationId: string): void {
    this.#emit('history.changed', { kind: 'turns', conversationId });
  }

  /** Lets a turn end, and main forget it, just before the window asks to follow it. */
  endBeforeFollow(turn: FakeTurn): void {
    this.#forgotten.add(turn.id);
  }

  /** Whom messages mention. */
  people: readonly MentionedPerson[] = [];

  /** What a search finds. */
  searchPage: (request: SearchRequest) => SearchPage = (request) => this.#conversations.search(request);

  /** Tells the window how conversations are now. */
  tell(...conversationIds: readonly string[]): void {
    this.#conversations.tell(...conversationIds);
  }

  /** Conversations whose titles the person has written. */
  get ownTitles(): Set<string> {
    return this.#conversations.ownTitles;
  }

  list(): Conversation[] {
    return this.#conversations.list();
  }

  #allHandlers(library: FakeLibrary): ParleyHandlers {
    return {
      app: { info: () => this.#info },
      preferences: this.#preferenceHandlers,
      shell: {
        commands: () => () => undefined,
        wishes: () => () => undefined,
        openWindow: () => undefined,
        print: () => true,
        leaveQuickAsk: () => undefined,
        system: () => this.#options.system ?? null,
      },
      session: this.#sessionHandlers,
      history: {
        ...this.#conversations.handlers,
        search: (request) => this.searchPage(request),
        mentioned: () => [...this.people],
        storage: () =>
          this.#options.storage ?? { bytes: 0, backups: [], retentionDays: null, isHeld: false, isExportAllowed: true },
        restore: () => this.setSession(sampleSession),
        startNew: () => this.setSession(sampleSession),
      },
      transfer: {
        formats: () => ['markdown', 'html', 'pdf', 'json'],
        export: () => () => undefined,
        import: () => () => undefined,
        stop: () => undefined,
      },
      drafts: this.drafts.handlers,
      outbox: this.outbox.handlers,
      tools: {
        ofConversation: () => this.#tools,
        askAgain: (taken) => {
          const isOther = ({ fingerprint }: { readonly fingerprint: string }) => fingerprint !== taken.fingerprint;
          const { servers, allowedHere, allowedAlways } = this.#tools;
          this.#tools = {
            servers,
            allowedHere: allowedHere.filter(isOther),
            allowedAlways: allowedAlways.filter(isOther),
          };
        },
      },
      library: {
        export: () => ({ kind: 'cancelled' }),
        import: () => ({ kind: 'done', prompts: 1, assistants: 0, alreadyHere: 0, leftOut: 2 }),
      },
      usage: {
        summary: ({ range }) => this.#options.usage?.[range] ?? { ...sampleUsage, rows: [] },
        conversation: () => sampleUsage.rows.slice(0, 1),
      },
      chat: fakeChat(this.#conversations, library),
      ...library.handlers,
    };
  }

  readonly #preferenceHandlers: ParleyHandlers['preferences'] = {
    get: () => this.#preferences,
    change: (change) => this.#setPreferences({ ...this.#preferences.values, ...change }),
    reset: ({ keys }) => {
      const usual = Object.entries(defaultPreferences).filter(([key]) => keys.some((each) => each === key));
      this.#setPreferences({ ...this.#preferences.values, ...Object.fromEntries(usual) });
    },
  };

  #setPreferences(values: Preferences): void {
    this.#preferences = { ...this.#preferences, values };
    this.#emit('preferences.changed', this.#preferences);
  }

  readonly #sessionHandlers: ParleyHandlers['session'] = {
    state: () => this.#session,
    signIn: (wish) => {
      const progress = { ...sampleSignIn(), method: wish?.method ?? 'browser' };
      if (this.#session.kind === 'signed-in' || this.#session.kind === 'reading') {
        this.setSession({ ...this.#session, signIn: progress });
      } else this.setSession({ kind: 'signing-in', ...progress });
    },
    cancelSignIn: () => {
      if (this.#session.kind === 'signed-in' || this.#session.kind === 'reading') {
        this.setSession({ ...this.#session, signIn: null });
      } else this.setSession({ kind: 'signed-out', error: new AppError('sign-in-cancelled').toData(), readable: [] });
    },
    copySignInLink: () => undefined,
    signOut: () => this.setSession({ kind: 'signed-out', error: null, readable: [] }),
    retry: () => this.setSession(sampleSession),
    readHistory: () => this.setSession(sampleReading),
    closeHistory: () => this.setSession({ kind: 'signed-out', error: null, readable: [sampleSession.account] }),
    findModels: () => {
      if (this.#session.kind === 'signed-in') this.setSession({ ...this.#session, discovery: { kind: 'looking' } });
    },
    switchAccount: ({ accountId }) => {
      if (this.#session.kind !== 'signed-in') return;
      const account = this.#session.accounts.find(({ id }) => id === accountId);
      if (account !== undefined) this.setSession({ ...this.#session, account });
    },
    checkAccess: () => this.setSession(sampleSession),
    health: () => this.#options.health ?? sampleHealth,
    setKey: ({ deploymentId, key }) => {
      if (this.#session.kind !== 'signed-in') return;
      const credential = key === '' ? 'key-missing' : 'key';
      this.setSession({
        ...this.#session,
        deployments: this.#session.deployments.map((each) =>
          each.id === deploymentId ? { ...each, credential } : each,
        ),
      });
    },
    photo: () => this.#options.photo ?? null,
  };

  async #invoke(name: string, input: unknown): Promise<Result<unknown>> {
    this.calls.push({ name, input });
    await this.#held.get(name);
    const refusal = this.#refusals.get(name);
    this.#refusals.delete(name);
    if (refusal !== undefined) return { ok: false, error: refusal };
    const [namespace = '', command = ''] = name.split('.');
    const handlers = this.#handlers as unknown as Record<string, Record<string, (input: unknown) => unknown>>;
    try {
      return { ok: true, value: await handlers[namespace]?.[command]?.(parsed(namespace, command, input)) };
    } catch (thrown) {
      if (thrown instanceof AppError) return { ok: false, error: thrown.toData() };
      throw thrown;
    }
  }

  #follow(input: unknown, listener: StreamListener<unknown>): () => void {
    const { turnId } = input as { turnId: string };
    this.calls.push({ name: 'chat.follow', input });
    if (this.#forgotten.has(turnId)) {
      this.#conversations.turn(turnId)?.finish();
      return this.#handlers.chat.follow({ turnId: '' }, listener);
    }
    return this.#handlers.chat.follow({ turnId }, listener);
  }

  #open(name: string, input: unknown, listener: StreamListener<unknown>): () => void {
    this.calls.push({ name, input });
    this.streams.set(name, listener);
    return () => void this.streams.delete(name);
  }

  #emit(name: string, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload);
  }
}

/** What main takes of an input: it refuses what the contract does not allow, and has the contract's defaults. */
function parsed(namespace: string, command: string, input: unknown): unknown {
  const entry = (contract as Contract)[namespace]?.[command];
  if (entry?.kind !== 'command') throw new Error(`There is no command ${namespace}.${command}`);
  const reply = entry.input.safeParse(input);
  if (!reply.success) throw new AppError('invalid-request');
  return reply.data;
}
