import { AppError } from '../../../shared/errors.ts';
import type { TemporaryRule } from '../../../shared/model/history.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { HistoryClient } from './history-client.ts';
import { type HistoryStore, type StoreMethod, storeMethods } from './store.ts';

/** What temporary conversations stand on. */
export interface TemporaryConversationsOptions {
  readonly history: HistoryClient;
  /** Opens a history in the memory of a process of its own. */
  readonly openMemory: () => HistoryClient;
  readonly rule: TemporaryRule;
  /** Called when one is forgotten. */
  readonly onForget: (conversationId: string) => void;
}

/** What tells of a request which conversation it is for. */
interface Named {
  readonly conversationId?: string;
  readonly answer?: { readonly id: string };
  readonly otherAnswers?: readonly { readonly id: string }[];
  readonly attachmentId?: string;
}

/**
 * Conversations that are never written: they are in the memory of a storage process without a file, which ends with the
 * account's workspace, or when that process dies. One at a time; the one before is forgotten.
 */
export class TemporaryConversations {
  /** Both histories as one: what is asked of a temporary conversation never reaches the other one. */
  readonly store: HistoryStore;
  readonly #options: TemporaryConversationsOptions;
  /** Of its answers and of the images in them. */
  readonly #ids = new Set<string>();
  #conversationId: string | undefined;
  #memory: HistoryClient | undefined;

  constructor(options: TemporaryConversationsOptions) {
    this.#options = options;
    const methods = Object.entries(storeMethods).map(([method, part]) => [
      method,
      (input: Named = {}) => {
        // What was used is counted all the same: without the conversation, it tells nothing of it.
        const owner = part === 'usage' ? this.#options.history : this.#ownerOf(input);
        // Method and input belong together by the store's type; the compiler can't see that through the list.
        return (owner[method as StoreMethod] as (input: unknown) => Promise<unknown>)(input);
      },
    ]);
    this.store = Object.fromEntries(methods) as HistoryStore;
  }

  has(conversationId: string): boolean {
    return this.#conversationId === conversationId;
  }

  /**
   * Makes a conversation that has no message yet a temporary one, or an ordinary one again.
   * @throws AppError `invalid-request` where policy has it otherwise or the conversation is there
   */
  async set(conversationId: string, isTemporary: boolean): Promise<void> {
    const { rule } = this.#options;
    if ((isTemporary && rule === 'off') || (!isTemporary && rule === 'always')) throw new AppError('invalid-request');
    if (isTemporary === this.has(conversationId)) return;
    if (await this.#isThere(conversationId)) throw new AppError('invalid-request');
    await this.#forget();
    if (isTemporary) this.#conversationId = conversationId;
  }

  /** To be called before anything is written to a conversation. SECURITY: policy holds whatever the window asks for. */
  async prepare(conversationId: string): Promise<void> {
    if (this.#options.rule !== 'always' || this.has(conversationId)) return;
    if (!(await this.#isThere(conversationId))) await this.set(conversationId, true);
  }

  /** Whether nothing of a conversation may be written. SECURITY: policy holds for what is not sent yet, too. */
  async isUnwritten(conversationId: string): Promise<boolean> {
    if (this.has(conversationId)) return true;
    return this.#options.rule === 'always' && !(await this.#isThere(conversationId));
  }

  /** Forgets what is there. */
  async close(): Promise<void> {
    await this.#forget();
  }

  async #isThere(conversationId: string): Promise<boolean> {
    return (this.store satisfies ConversationStore).open({ conversationId }).then(
      () => true,
      (thrown: unknown) => {
        if (thrown instanceof AppError && thrown.code === 'not-found') return false;
        throw thrown;
      },
    );
  }

  async #forget(): Promise<void> {
    const memory = this.#memory;
    if (this.#conversationId !== undefined) this.#options.onForget(this.#conversationId);
    this.#memory = undefined;
    this.#conversationId = undefined;
    this.#ids.clear();
    await memory?.close();
  }

  #ownerOf({ conversationId, answer, otherAnswers = [], attachmentId }: Named): HistoryStore {
    const ids = [answer, ...otherAnswers].flatMap((each) => each?.id ?? []);
    if (attachmentId !== undefined) ids.push(attachmentId);
    const isTemporary =
      (conversationId !== undefined && this.has(conversationId)) || ids.some((id) => this.#ids.has(id));
    if (!isTemporary) return this.#options.history;
    for (const id of ids) this.#ids.add(id);
    this.#memory ??= this.#options.openMemory();
    return this.#memory;
  }
}
