import path from 'node:path';
import type { Account } from '../../../shared/model/account.ts';
import type { Conversation, OpenConversation } from '../../../shared/model/conversation.ts';
import type { SignedInAccount, TokenSource } from '../auth/token-source.ts';
import { ChatService } from '../chat/chat-service.ts';
import type { StopReason } from '../chat/turn.ts';
import { GraphClient } from '../graph/graph-client.ts';
import { type HistoryClient, openHistory } from '../history/history-client.ts';
import { loadHistoryKey } from '../history/history-key.ts';
import type { Policy } from '../policy/schema.ts';
import type { Ports } from '../ports.ts';

/** What a workspace stands on. */
export interface WorkspaceOptions {
  readonly ports: Ports;
  readonly policy: Policy;
  readonly tokens: TokenSource;
  readonly account: SignedInAccount;
  readonly onHistoryChange: () => void;
}

/** Everything that belongs to one signed-in account: its history, its chats and its directory entry. */
export class Workspace {
  readonly accountId: string;
  readonly chat: ChatService;
  readonly graph: GraphClient;
  readonly history: HistoryClient;
  readonly #onHistoryChange: () => void;
  readonly #closed = new AbortController();

  private constructor(parts: Pick<Workspace, 'accountId' | 'chat' | 'graph' | 'history'>, onHistoryChange: () => void) {
    this.accountId = parts.accountId;
    this.chat = parts.chat;
    this.graph = parts.graph;
    this.history = parts.history;
    this.#onHistoryChange = onHistoryChange;
  }

  /** Opens the account's history. @throws AppError of the vault, the history or the disk */
  static async open({ ports, policy, tokens, account, onHistoryChange }: WorkspaceOptions): Promise<Workspace> {
    const { clock, fetch, log, secretBox, storeHost } = ports;
    const folder = path.join(ports.app.profileFolder, 'accounts', account.id);
    const key = await loadHistoryKey({ secretBox, folder });
    const history = await openHistory({ storeHost, file: path.join(folder, 'history.db'), key, log, clock });
    const chat = new ChatService({ policy, tokens, store: history, clock, fetch, log, onHistoryChange });
    const graph = new GraphClient({ origin: policy.cloud.graphOrigin, tokens, fetch });
    return new Workspace({ accountId: account.id, history, chat, graph }, onHistoryChange);
  }

  /** Aborted when the workspace closes. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Last used first. */
  conversations(): Promise<Conversation[]> {
    return this.history.list();
  }

  /** A conversation as a window shows it: the answer of a running turn comes by following the turn. */
  async openConversation(conversationId: string): Promise<OpenConversation> {
    const before = this.chat.runningTurn(conversationId);
    const { conversation, messages } = await this.history.open({ conversationId });
    // A turn that was being written to history meanwhile is in these messages already.
    const turn = before ?? this.chat.runningTurn(conversationId);
    return {
      conversation,
      messages: messages.filter(({ id }) => id !== turn?.id),
      runningTurnId: turn?.id ?? null,
    };
  }

  async renameConversation(conversationId: string, title: string): Promise<void> {
    await this.history.rename({ conversationId, title, source: 'person' });
    this.#onHistoryChange();
  }

  async deleteConversation(conversationId: string): Promise<void> {
    await this.chat.stopConversation(conversationId);
    await this.history.delete({ conversationId });
    this.#onHistoryChange();
  }

  /** Ends every turn, keeps their answers, and closes the history. */
  async close(reason: StopReason): Promise<void> {
    this.#closed.abort();
    await this.chat.close(reason);
    await this.history.close();
  }
}

/** The account as the window sees it, until the directory has said more. */
export function toAccount(account: SignedInAccount, policy: Policy): Account {
  return { ...account, givenName: account.name.split(' ')[0] ?? '', cloudName: policy.cloud.name };
}
