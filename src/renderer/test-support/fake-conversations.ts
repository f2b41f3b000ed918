import { AppError } from '../../shared/errors.ts';
import type { ParleyHandlers } from '../../shared/ipc/contract.ts';
import type {
  BranchPage,
  Conversation,
  ConversationAssistant,
  ConversationSettings,
  OpenConversation,
} from '../../shared/model/conversation.ts';
import type { Folder, Placement } from '../../shared/model/conversation-order.ts';
import { type Message, messageText } from '../../shared/model/message.ts';
import type { SearchHit, SearchPage, SearchRequest } from '../../shared/model/search.ts';
import { pageOf, placed } from './fake-order.ts';
import { FakeTurn } from './fake-turn.ts';

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

/** A conversation with what changes of it. */
export interface KeptConversation {
  conversation: Conversation;
  messages: Message[];
  settings: ConversationSettings;
  assistant: ConversationAssistant | null;
  versions: string[][];
  readonly branches: Readonly<Record<string, readonly Message[]>>;
  /** Ids of the answers to choose from. */
  compared: string[];
}

/** How the fake begins a turn. */
export interface FakeBeginning {
  readonly deploymentId: string;
  /** What is shown again where the turn ends without a word. */
  readonly replaced?: readonly Message[];
  /** The answer that it goes on with. */
  readonly begun?: Message;
}

interface FakeConversationsOptions {
  readonly conversations: readonly FakeConversation[];
  readonly folders: readonly Folder[];
  readonly emit: (name: string, payload: unknown) => void;
  /** Called for every turn that begins. */
  readonly onTurn: ((turn: FakeTurn) => void) | undefined;
}

/** The conversations of a fake, their folders and turns. */
export class FakeConversations {
  readonly turns: FakeTurn[] = [];
  readonly #emit: FakeConversationsOptions['emit'];
  readonly #onTurn: FakeConversationsOptions['onTurn'];
  readonly #kept: Map<string, KeptConversation>;
  readonly #running = new Map<string, readonly FakeTurn[]>();
  readonly #temporary = new Set<string>();
  #folders: readonly Folder[];

  constructor({ conversations, folders, emit, onTurn }: FakeConversationsOptions) {
    this.#emit = emit;
    this.#onTurn = onTurn;
    this.#folders = folders;
    this.#kept = new Map(conversations.map((each) => [each.conversation.id, toKept(each)]));
  }

  find(conversationId: string): KeptConversation | undefined {
    return this.#kept.get(conversationId);
  }

  kept(conversationId: string): KeptConversation {
    const kept = this.#kept.get(conversationId);
    if (kept === undefined) throw new AppError('not-found');
    return kept;
  }

  keep(kept: KeptConversation): void {
    this.#kept.set(kept.conversation.id, kept);
    this.tell(kept.conversation.id);
  }

  list(): Conversation[] {
    return [...this.#kept.values()]
      .map(({ conversation }) => conversation)
      .sort((left, right) => right.updatedAt - left.updatedAt);
  }

  /** Tells the window how conversations are now. */
  tell(...conversationIds: readonly string[]): void {
    const changed = conversationIds.flatMap((id) => this.#kept.get(id)?.conversation ?? []);
    const removed = conversationIds.filter((id) => !this.#kept.has(id));
    this.#emit('history.changed', { kind: 'conversations', changed, removed });
  }

  beginTurn(conversationId: string, { deploymentId, replaced = [], begun }: FakeBeginning): FakeTurn {
    const turn = new FakeTurn({ deploymentId, begun }, (ended) => {
      this.#running.delete(conversationId);
      const isEarlierShown = ended.metadata.status !== 'complete' && !ended.hasText && replaced.length > 0;
      this.#kept.get(conversationId)?.messages.push(...(isEarlierShown ? replaced : [ended.message]));
      this.tell(conversationId);
    });
    this.begin(conversationId, [turn]);
    return turn;
  }

  begin(conversationId: string, turns: readonly FakeTurn[]): void {
    this.turns.push(...turns);
    this.#running.set(conversationId, turns);
    for (const turn of turns) this.#onTurn?.(turn);
  }

  turn(turnId: string): FakeTurn | undefined {
    return this.turns.find(({ id }) => id === turnId);
  }

  /** Conversations whose titles the person has written. */
  readonly ownTitles = new Set<string>();

  readonly handlers: Omit<ParleyHandlers['history'], 'search' | 'mentioned' | 'storage' | 'restore' | 'startNew'> = {
    page: (request) => pageOf(this.list(), request),
    conversation: ({ conversationId }) => this.#kept.get(conversationId)?.conversation ?? null,
    folders: () => [...this.#folders],
    open: ({ conversationId, messageId }) => this.#shown(conversationId, messageId),
    messages: ({ conversationId, anchorId, place, towards }) => {
      const kept = this.kept(conversationId);
      const anchor = kept.messages.findIndex(({ id }) => id === anchorId);
      if (anchor === -1) throw new AppError('not-found');
      const start = towards === 'later' ? place : Math.max(0, place - pageSize + 1);
      return pageAt(kept, start, Math.min(start + pageSize, anchor + 1, towards === 'later' ? Infinity : place + 1));
    },
    find: ({ conversationId, text }) => {
      const isFound = (message: Message) => messageText(message).toLowerCase().includes(text.toLowerCase());
      const places = this.kept(conversationId).messages.flatMap((each, place) => (isFound(each) ? [place] : []));
      return { places: text === '' ? [] : places.toReversed(), next: null };
    },
    show: ({ conversationId, messageId }) => {
      const kept = this.kept(conversationId);
      const chosen = this.turns.find(({ id }) => id === messageId && kept.compared.includes(id));
      kept.messages = chosen === undefined ? [...(kept.branches[messageId] ?? [])] : [...kept.messages, chosen.message];
      if (chosen !== undefined) kept.versions.push(kept.compared);
      kept.compared = [];
      return this.#shown(conversationId, messageId);
    },
    deleteVersion: ({ conversationId, messageId }) => {
      const kept = this.kept(conversationId);
      const versions = kept.versions.find((ids) => ids.includes(messageId)) ?? [];
      const left = versions.filter((id) => id !== messageId);
      kept.versions = [...kept.versions.filter((ids) => ids !== versions), ...(left.length > 1 ? [left] : [])];
      kept.messages = [...(kept.branches[left.at(-1) ?? ''] ?? kept.messages)];
      return this.#shown(conversationId);
    },
    fork: () => undefined,
    rename: ({ conversationId, title }) => {
      const kept = this.kept(conversationId);
      kept.conversation = { ...kept.conversation, title };
      this.tell(conversationId);
    },
    makeTitle: ({ conversationId, replaceOwn }) => {
      if (this.ownTitles.has(conversationId) && !replaceOwn) return { kind: 'own' };
      const kept = this.kept(conversationId);
      kept.conversation = { ...kept.conversation, title: 'Made by the model' };
      this.tell(conversationId);
      return { kind: 'made' };
    },
    arrange: ({ placements }) => {
      for (const placement of placements) this.#place(placement);
      this.tell(...placements.map(({ conversationId }) => conversationId));
    },
    saveFolder: (folder) => this.#setFolders([...this.#folders.filter(({ id }) => id !== folder.id), folder]),
    deleteFolder: ({ folderId }) => {
      this.#setFolders(this.#folders.filter(({ id }) => id !== folderId));
      for (const conversationId of this.#kept.keys()) this.#place({ conversationId });
      this.#emit('history.changed', { kind: 'everything' });
    },
    delete: ({ conversationIds }) => this.#delete(conversationIds),
    emptyBin: () => this.#delete(this.list().flatMap(({ id, binnedAt }) => (binnedAt === null ? [] : [id]))),
    setTemporary: ({ conversationId, isTemporary }) => {
      if (isTemporary) this.#temporary.add(conversationId);
      else this.#temporary.delete(conversationId);
    },
    deleteAll: () => this.#delete([...this.#kept.keys()]),
  };

  /** As main finds, but by the letters as they were typed. */
  search({ query }: SearchRequest): SearchPage {
    const hits = query === '' ? [] : this.list().flatMap((conversation) => this.#hits(conversation, query));
    return { hits, next: null, isIndexing: false };
  }

  #hits(conversation: Conversation, query: string): SearchHit[] {
    const snippet = (text: string) => {
      const start = text.toLowerCase().indexOf(query.toLowerCase());
      return start === -1 ? undefined : { text, ranges: [[start, start + query.length] as [number, number]] };
    };
    const title = snippet(conversation.title);
    const messages = this.kept(conversation.id).messages.flatMap((message): SearchHit[] => {
      const found = snippet(messageText(message));
      if (found === undefined) return [];
      const { id: messageId, role, metadata } = message;
      return [{ kind: 'message', conversation, messageId, role, createdAt: metadata.createdAt, snippet: found }];
    });
    return [...(title === undefined ? [] : [{ kind: 'title' as const, conversation, snippet: title }]), ...messages];
  }

  #shown(conversationId: string, messageId?: string): OpenConversation {
    const kept = this.kept(conversationId);
    const { conversation, messages, settings, assistant, compared } = kept;
    const running = (this.#running.get(conversationId) ?? []).filter(({ isOver }) => !isOver);
    return {
      conversation,
      settings,
      assistant,
      isTemporary: this.#temporary.has(conversationId),
      ...pageAt(kept, Math.max(0, messages.length - pageSize), messages.length),
      around: aroundOf(kept, messageId),
      runningTurnId: running.find(({ id }) => !compared.includes(id))?.id ?? null,
      compared: this.turns
        .filter(({ id }) => compared.includes(id))
        .map((turn) => (turn.isOver ? { kind: 'ended', answer: turn.message } : { kind: 'running', turnId: turn.id })),
    };
  }

  #place(placement: Placement): void {
    const kept = this.#kept.get(placement.conversationId);
    if (kept !== undefined) kept.conversation = placed(kept.conversation, placement, this.#folders);
  }

  #setFolders(folders: readonly Folder[]): void {
    this.#folders = folders;
    this.#emit('history.changed', { kind: 'folders', folders });
  }

  #delete(conversationIds: readonly string[]): void {
    for (const id of conversationIds) this.#kept.delete(id);
    this.tell(...conversationIds);
  }
}

/** Messages that main gives at once. */
const pageSize = 60;

function pageAt({ messages, versions }: KeptConversation, start: number, end: number): BranchPage {
  const shown = messages.slice(start, end);
  const isShown = (id: string) => shown.some((message) => message.id === id);
  return { messages: shown, start, versions: structuredClone(versions.filter((ids) => ids.some(isShown))) };
}

function aroundOf(kept: KeptConversation, messageId: string | undefined): BranchPage | null {
  const place = kept.messages.findIndex(({ id }) => id === messageId);
  if (place === -1 || place >= kept.messages.length - pageSize) return null;
  return pageAt(kept, Math.max(0, place - pageSize / 2), place + pageSize / 2);
}

function toKept(fake: FakeConversation): KeptConversation {
  const { conversation, messages, settings = {}, assistant = null, versions = [], branches = {} } = fake;
  return {
    conversation,
    messages: [...messages],
    settings,
    assistant,
    versions: versions.map((ids) => ids.slice()),
    branches,
    compared: [],
  };
}
