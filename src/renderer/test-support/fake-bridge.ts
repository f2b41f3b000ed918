import { type AppErrorData, AppError, type ErrorCode } from '../../shared/errors.ts';
import { createBridge } from '../../shared/ipc/bridge.ts';
import { contract, type ParleyBridge, type ParleyHandlers } from '../../shared/ipc/contract.ts';
import type { Result, StreamListener } from '../../shared/ipc/define.ts';
import type { AccountHealth } from '../../shared/model/account.ts';
import type { Assistant, AssistantLibrary } from '../../shared/model/assistant.ts';
import type { Attachment } from '../../shared/model/attachment.ts';
import type {
  Conversation,
  ConversationAssistant,
  ConversationSettings,
  OpenConversation,
} from '../../shared/model/conversation.ts';
import { type FilePart, type Message, messageText } from '../../shared/model/message.ts';
import { type Folder, plainOrder } from '../../shared/model/conversation-order.ts';
import type { ConversationTools } from '../../shared/model/tool.ts';
import type { SearchHit, SearchPage, SearchRequest } from '../../shared/model/search.ts';
import type { HistoryStorage } from '../../shared/model/history.ts';
import type { AppInfo, SessionState } from '../../shared/model/session.ts';
import type { Prompt } from '../../shared/model/prompt.ts';
import type { UsageRange, UsageSummary } from '../../shared/model/usage.ts';
import { pageOf, placed } from './fake-order.ts';
import { FakeTurn } from './fake-turn.ts';
import {
  sampleAttachment,
  sampleHealth,
  sampleImage,
  sampleInfo,
  sampleSession,
  sampleSignIn,
  sampleUsage,
} from './samples.ts';

/** A conversation that the fake keeps. */
export interface FakeConversation {
  readonly conversation: Conversation;
  readonly messages: readonly Message[];
  readonly settings?: ConversationSettings;
  readonly assistant?: ConversationAssistant;
  /** Ids of messages that are versions of each other. */
  readonly versions?: readonly (readonly string[])[];
  /** What is shown instead, by the id of the version that is asked for. */
  readonly branches?: Readonly<Record<string, readonly Message[]>>;
}

/** What the fake begins with. */
export interface FakeOptions {
  readonly session?: SessionState;
  readonly info?: AppInfo;
  readonly conversations?: readonly FakeConversation[];
  readonly folders?: readonly Folder[];
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

interface KeptConversation {
  conversation: Conversation;
  messages: Message[];
  settings: ConversationSettings;
  assistant: ConversationAssistant | null;
  versions: string[][];
  readonly branches: Readonly<Record<string, readonly Message[]>>;
  /** Ids of the answers to choose from. */
  compared: string[];
}

type NewQuestion = Pick<
  Parameters<ParleyHandlers['chat']['send']>[0],
  'conversationId' | 'messageId' | 'text' | 'attachmentIds' | 'settings' | 'assistantId'
>;

/** A call that the window has made. */
export interface FakeCall {
  readonly name: string;
  readonly input: unknown;
}

/** Main in memory, for component tests and the gallery: a bridge built from the contract, and what drives it. */
export class FakeMain {
  readonly calls: FakeCall[] = [];
  readonly turns: FakeTurn[] = [];
  /** The streams other than turns that the window listens to, by name: a test tells them what happens. */
  readonly streams = new Map<string, StreamListener<unknown>>();
  readonly bridge: ParleyBridge;
  readonly #options: FakeOptions;
  readonly #conversations: Map<string, KeptConversation>;
  readonly #running = new Map<string, readonly FakeTurn[]>();
  readonly #listeners = new Map<string, Set<(payload: unknown) => void>>();
  readonly #refusals = new Map<string, AppErrorData>();
  readonly #held = new Map<string, Promise<void>>();
  readonly #forgotten = new Set<string>();
  readonly #attachments = new Map<string, Attachment>();
  #prompts: readonly Prompt[];
  #library: AssistantLibrary;
  #session: SessionState;
  #info: AppInfo;
  #tools: ConversationTools;
  #folders: Folder[];

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.#session = options.session ?? sampleSession;
    this.#info = options.info ?? sampleInfo;
    this.#folders = [...(options.folders ?? [])];
    this.#tools = options.tools ?? { servers: [], allowedHere: [], allowedAlways: [] };
    this.#prompts = options.prompts ?? [];
    this.#library = { assistants: [], starters: [], toolServers: [], ...options.library };
    this.#conversations = new Map(
      (options.conversations ?? []).map(
        ({
          conversation,
          messages,
          settings = {},
          assistant = null,
          versions = [],
          branches = {},
        }): [string, KeptConversation] => [
          conversation.id,
          {
            conversation,
            messages: [...messages],
            settings,
            assistant,
            versions: versions.map((ids) => [...ids]),
            branches,
            compared: [],
          },
        ],
      ),
    );
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
  beginTurn(
    conversationId: string,
    deploymentId: string,
    replaced: readonly Message[] = [],
    begun?: Message,
  ): FakeTurn {
    const turn = new FakeTurn({ deploymentId, begun }, (ended) => {
      this.#running.delete(conversationId);
      const isEarlierShown = ended.metadata.status !== 'complete' && !ended.hasText && replaced.length > 0;
      this.#conversations.get(conversationId)?.messages.push(...(isEarlierShown ? replaced : [ended.message]));
      this.tell(conversationId);
    });
    this.#begin(conversationId, [turn]);
    return turn;
  }

  #begin(conversationId: string, turns: readonly FakeTurn[]): void {
    this.turns.push(...turns);
    this.#running.set(conversationId, turns);
    for (const turn of turns) this.#options.onTurn?.(turn);
  }

  /** Lets a turn end, and main forget it, just before the window asks to follow it. */
  endBeforeFollow(turn: FakeTurn): void {
    this.#forgotten.add(turn.id);
  }

  /** What a search finds; as main does, but by the letters as they were typed. */
  searchPage: (request: SearchRequest) => SearchPage = ({ query }) => ({
    hits: query === '' ? [] : this.list().flatMap((conversation) => this.#hits(conversation, query)),
    next: null,
    isIndexing: false,
  });
  /** Tells the window how conversations are now. */
  tell(...conversationIds: readonly string[]): void {
    const changed = conversationIds.flatMap((id) => this.#conversations.get(id)?.conversation ?? []);
    const removed = conversationIds.filter((id) => !this.#conversations.has(id));
    this.#emit('history.changed', { kind: 'conversations', changed, removed });
  }

  list(): Conversation[] {
    return [...this.#conversations.values()]
      .map(({ conversation }) => conversation)
      .sort((left, right) => right.updatedAt - left.updatedAt);
  }

  readonly #handlers: ParleyHandlers = {
    app: { info: () => this.#info },
    session: {
      state: () => this.#session,
      signIn: (wish) => {
        const progress = { ...sampleSignIn(), method: wish?.method ?? 'browser' };
        if (this.#session.kind === 'signed-in') this.setSession({ ...this.#session, signIn: progress });
        else this.setSession({ kind: 'signing-in', ...progress });
      },
      cancelSignIn: () => {
        if (this.#session.kind === 'signed-in') this.setSession({ ...this.#session, signIn: null });
        else this.setSession({ kind: 'signed-out', error: new AppError('sign-in-cancelled').toData() });
      },
      copySignInLink: () => undefined,
      signOut: () => this.setSession({ kind: 'signed-out', error: null }),
      retry: () => this.setSession(sampleSession),
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
    },
    history: {
      page: (request) => pageOf(this.list(), request),
      conversation: ({ conversationId }) => this.#conversations.get(conversationId)?.conversation ?? null,
      folders: () => [...this.#folders],
      open: ({ conversationId }) => {
        return this.#shown(conversationId);
      },
      show: ({ conversationId, messageId }) => {
        const kept = this.#kept(conversationId);
        const chosen = this.turns.find(({ id }) => id === messageId && kept.compared.includes(id));
        kept.messages =
          chosen === undefined ? [...(kept.branches[messageId] ?? [])] : [...kept.messages, chosen.message];
        if (chosen !== undefined) kept.versions.push(kept.compared);
        kept.compared = [];
        return this.#shown(conversationId);
      },
      deleteVersion: ({ conversationId, messageId }) => {
        const kept = this.#kept(conversationId);
        const versions = kept.versions.find((ids) => ids.includes(messageId)) ?? [];
        const left = versions.filter((id) => id !== messageId);
        kept.versions = [...kept.versions.filter((ids) => ids !== versions), ...(left.length > 1 ? [left] : [])];
        kept.messages = [...(kept.branches[left.at(-1) ?? ''] ?? kept.messages)];
        return this.#shown(conversationId);
      },
      fork: () => undefined,
      rename: ({ conversationId, title }) => {
        const kept = this.#kept(conversationId);
        kept.conversation = { ...kept.conversation, title };
        this.tell(conversationId);
      },
      arrange: ({ placements }) => {
        for (const placement of placements) {
          const kept = this.#conversations.get(placement.conversationId);
          if (kept !== undefined) kept.conversation = placed(kept.conversation, placement, this.#folders);
        }
        this.tell(...placements.map(({ conversationId }) => conversationId));
      },
      search: (request) => this.searchPage(request),
      saveFolder: (folder) => {
        this.#folders = [...this.#folders.filter(({ id }) => id !== folder.id), folder];
        this.#emit('history.changed', { kind: 'folders', folders: this.#folders });
      },
      deleteFolder: ({ folderId }) => {
        this.#folders = this.#folders.filter(({ id }) => id !== folderId);
        for (const kept of this.#conversations.values()) {
          kept.conversation = placed(kept.conversation, { conversationId: kept.conversation.id }, this.#folders);
        }
        this.#emit('history.changed', { kind: 'folders', folders: this.#folders });
        this.#emit('history.changed', { kind: 'everything' });
      },
      delete: ({ conversationIds }) => this.#delete(conversationIds),
      emptyBin: () => this.#delete(this.list().flatMap(({ id, binnedAt }) => (binnedAt === null ? [] : [id]))),
      setTemporary: () => undefined,
      deleteAll: () => {
        this.#delete([...this.#conversations.keys()]);
      },
      storage: () => this.#options.storage ?? { bytes: 0, backups: [], retentionDays: null, isHeld: false },
      restore: () => this.setSession(sampleSession),
      startNew: () => this.setSession(sampleSession),
    },
    transfer: {
      formats: () => ['markdown', 'html', 'pdf', 'json'],
      export: () => () => undefined,
      import: () => () => undefined,
      stop: () => undefined,
    },
    attachments: {
      add: ({ attachmentId, name, bytes }) => {
        const attachment = sampleAttachment(attachmentId, name, bytes.length);
        this.#attachments.set(attachmentId, attachment);
        return attachment;
      },
      remove: ({ attachmentId }) => void this.#attachments.delete(attachmentId),
      image: () => sampleImage,
      saveImage: () => true,
    },
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
    prompts: {
      list: () => [...this.#prompts],
      save: (prompt) => {
        const others = this.#prompts.filter(({ id }) => id !== prompt.id);
        this.#setPrompts([...others, { ...prompt, source: 'person' }]);
      },
      delete: ({ promptId }) => this.#setPrompts(this.#prompts.filter(({ id }) => id !== promptId)),
    },
    assistants: {
      list: () => this.#library,
      save: ({ fileIds, ...draft }) => {
        const others = this.#library.assistants.filter(({ id }) => id !== draft.id);
        const files = this.#fileParts(fileIds);
        this.#setAssistants([...others, { ...draft, files, source: 'person' }]);
      },
      delete: ({ assistantId }) => this.#setAssistants(this.#library.assistants.filter(({ id }) => id !== assistantId)),
    },
    usage: {
      summary: ({ range }) => this.#options.usage?.[range] ?? { ...sampleUsage, rows: [] },
      conversation: () => sampleUsage.rows.slice(0, 1),
    },
    chat: {
      send: ({ besideId, deploymentId, ...question }) => {
        const { conversationId, messageId } = question;
        this.#ask(question, deploymentId);
        if (besideId !== undefined) {
          const kept = this.#kept(conversationId);
          kept.messages.splice(
            kept.messages.findIndex(({ id }) => id === besideId),
            kept.messages.length,
          );
          kept.messages.push(this.#question(question));
          kept.versions.push([besideId, messageId]);
        }
        return { turnId: this.beginTurn(conversationId, deploymentId).id };
      },
      compare: ({ deploymentIds, ...question }) => {
        const { conversationId } = question;
        this.#ask(question, deploymentIds[0] ?? '');
        const turns = deploymentIds.map((deploymentId) => new FakeTurn({ deploymentId }, () => undefined));
        this.#begin(conversationId, turns);
        const turnIds = turns.map(({ id }) => id);
        this.#kept(conversationId).compared = turnIds;
        return { turnIds };
      },
      regenerate: ({ conversationId, answerId, deploymentId }) => {
        const kept = this.#kept(conversationId);
        const index = kept.messages.findIndex(({ id }) => id === answerId);
        if (index === -1) throw new AppError('not-found');
        const replaced = kept.messages.splice(index);
        const turn = this.beginTurn(conversationId, deploymentId, replaced);
        const others = kept.versions.find((ids) => ids.includes(answerId)) ?? [answerId];
        kept.versions = [...kept.versions.filter((ids) => ids !== others), [...others, turn.id]];
        return { turnId: turn.id };
      },
      continue: ({ conversationId, answerId, deploymentId }) => {
        const kept = this.#kept(conversationId);
        const answer = kept.messages.at(-1);
        if (answer?.id !== answerId) throw new AppError('invalid-request');
        kept.messages.pop();
        return { turnId: this.beginTurn(conversationId, deploymentId, [], answer).id };
      },
      configure: ({ conversationId, settings }) => {
        this.#kept(conversationId).settings = settings;
      },
      approveTool: () => undefined,
      stop: ({ turnId }) => {
        const turn = this.turns.find(({ id }) => id === turnId);
        if (turn === undefined) return;
        turn.isStopped = true;
        turn.finish({ status: 'stopped' });
      },
      follow: ({ turnId }, listener) => {
        const turn = this.turns.find(({ id }) => id === turnId);
        if (turn === undefined) throw new AppError('not-found');
        return turn.follow(listener);
      },
    },
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
      return { ok: true, value: await handlers[namespace]?.[command]?.(input) };
    } catch (thrown) {
      if (thrown instanceof AppError) return { ok: false, error: thrown.toData() };
      throw thrown;
    }
  }

  #follow(input: unknown, listener: StreamListener<unknown>): () => void {
    const { turnId } = input as { turnId: string };
    this.calls.push({ name: 'chat.follow', input });
    const turn = this.turns.find(({ id }) => id === turnId);
    const isForgotten = this.#forgotten.has(turnId);
    if (isForgotten) turn?.finish();
    if (turn !== undefined && !isForgotten) return turn.follow(listener);
    listener.end({ error: new AppError('not-found').toData() });
    return () => undefined;
  }

  #ask(question: NewQuestion, deploymentId: string): void {
    const { conversationId, text, settings = {}, assistantId } = question;
    const now = Date.now();
    const known = this.#conversations.get(conversationId);
    const conversation = {
      id: conversationId,
      title: text.slice(0, 60),
      deploymentId,
      createdAt: now,
      updatedAt: now,
      ...plainOrder,
    };
    this.#conversations.set(conversationId, {
      conversation: known === undefined ? conversation : { ...known.conversation, updatedAt: now, archivedAt: null },
      messages: [...(known?.messages ?? []), this.#question(question)],
      settings: known?.settings ?? settings,
      assistant: known?.assistant ?? this.#library.assistants.find(({ id }) => id === assistantId) ?? null,
      versions: known?.versions ?? [],
      branches: known?.branches ?? {},
      compared: [],
    });
    this.tell(conversationId);
  }

  #question({ messageId, text, attachmentIds }: NewQuestion): Message {
    const parts: Message['parts'] = [...this.#fileParts(attachmentIds), { type: 'text', text }];
    return { id: messageId, role: 'user', parts, metadata: { createdAt: Date.now() } };
  }

  #shown(conversationId: string): OpenConversation {
    const { conversation, messages, settings, assistant, versions, compared } = this.#kept(conversationId);
    const running = (this.#running.get(conversationId) ?? []).filter(({ isOver }) => !isOver);
    return {
      conversation,
      settings,
      assistant,
      messages: [...messages],
      runningTurnId: running.find(({ id }) => !compared.includes(id))?.id ?? null,
      versions: structuredClone(versions),
      compared: this.turns
        .filter(({ id }) => compared.includes(id))
        .map((turn) => (turn.isOver ? { kind: 'ended', answer: turn.message } : { kind: 'running', turnId: turn.id })),
    };
  }

  #open(name: string, input: unknown, listener: StreamListener<unknown>): () => void {
    this.calls.push({ name, input });
    this.streams.set(name, listener);
    return () => void this.streams.delete(name);
  }

  #fileParts(attachmentIds: readonly string[]): FilePart[] {
    return attachmentIds.flatMap((attachmentId) => {
      const attachment = this.#attachments.get(attachmentId);
      if (attachment === undefined) return [];
      const { id: _, name: filename, ...facts } = attachment;
      return [{ type: 'file', attachmentId, filename, ...facts }];
    });
  }

  #setPrompts(prompts: readonly Prompt[]): void {
    this.#prompts = prompts;
    this.#emit('prompts.changed', prompts);
  }

  #setAssistants(assistants: readonly Assistant[]): void {
    this.#library = { ...this.#library, assistants: [...assistants] };
    this.#emit('assistants.changed', this.#library);
  }

  #hits(conversation: Conversation, query: string): SearchHit[] {
    const snippet = (text: string) => {
      const start = text.toLowerCase().indexOf(query.toLowerCase());
      return start === -1 ? undefined : { text, ranges: [[start, start + query.length] as [number, number]] };
    };
    const title = snippet(conversation.title);
    const messages = this.#kept(conversation.id).messages.flatMap((message): SearchHit[] => {
      const found = snippet(messageText(message));
      if (found === undefined) return [];
      const { id: messageId, role, metadata } = message;
      return [{ kind: 'message', conversation, messageId, role, createdAt: metadata.createdAt, snippet: found }];
    });
    return [...(title === undefined ? [] : [{ kind: 'title' as const, conversation, snippet: title }]), ...messages];
  }

  #delete(conversationIds: readonly string[]): void {
    for (const id of conversationIds) this.#conversations.delete(id);
    this.tell(...conversationIds);
  }

  #kept(conversationId: string) {
    const kept = this.#conversations.get(conversationId);
    if (kept === undefined) throw new AppError('not-found');
    return kept;
  }

  #emit(name: string, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload);
  }
}
