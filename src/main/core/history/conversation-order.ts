import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import {
  binDays,
  type Folder,
  type HistoryChange,
  pageLimit,
  type Placement,
} from '../../../shared/model/conversation-order.ts';
import type { Clock, Log } from '../ports.ts';
import type { OrderStore } from './order-store.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** What the order stands on. */
export interface ConversationOrderOptions {
  readonly store: OrderStore;
  readonly clock: Clock;
  readonly log: Log;
  /** The time as a service has told it; undefined where none has yet. */
  readonly serviceTime: () => number | undefined;
  /** Nothing is deleted for good. */
  readonly isHeld: boolean;
  /** Ends the turn of a conversation that is about to be deleted. */
  readonly stopTurn: (conversationId: string) => Promise<void>;
  /** Called when a conversation has been deleted for good. */
  readonly onDelete: (conversationId: string) => void;
  readonly onChange: (change: HistoryChange) => void;
}

/** Where the conversations of an account are, and what every window is told of it. */
export class ConversationOrder {
  readonly #options: ConversationOrderOptions;

  constructor(options: ConversationOrderOptions) {
    this.#options = options;
  }

  /** A conversation; null where there is none. */
  async conversation(conversationId: string): Promise<Conversation | null> {
    const [conversation = null] = await this.#options.store.find({ conversationIds: [conversationId] });
    return conversation;
  }

  /** Tells the windows how conversations are now; without any that all of it may have changed. */
  tell(...conversationIds: readonly string[]): void {
    this.#tell(conversationIds).catch((thrown: unknown) => {
      this.#options.log.warn('history-list-fail', { code: toAppError(thrown).code });
    });
  }

  /** Pins, moves, archives or deletes, or takes that back. The turns of what is deleted end first. */
  async arrange(placements: readonly Placement[]): Promise<void> {
    const { store, clock, stopTurn } = this.#options;
    const leaving = placements.filter(({ isInBin }) => isInBin === true);
    await Promise.all(leaving.map(({ conversationId }) => stopTurn(conversationId)));
    await store.arrange({ placements, at: clock.now() });
    this.tell(...placements.map(({ conversationId }) => conversationId));
  }

  /** Makes a folder, or changes one. */
  async saveFolder(folder: Folder): Promise<void> {
    await this.#options.store.saveFolder(folder);
    await this.#tellFolders();
  }

  /** Removes a folder, not what is in it. */
  async deleteFolder(folderId: string): Promise<void> {
    await this.#options.store.deleteFolder({ folderId });
    await this.#tellFolders();
    this.tell();
  }

  /** Deletes conversations for good. @throws AppError `history-held` */
  async delete(conversationIds: readonly string[]): Promise<void> {
    const { store, isHeld, stopTurn, onDelete } = this.#options;
    if (isHeld) throw new AppError('history-held');
    await Promise.all(conversationIds.map((id) => stopTurn(id)));
    await store.delete({ conversationIds });
    for (const id of conversationIds) onDelete(id);
    this.tell(...conversationIds);
  }

  /** Deletes for good what is in the bin. */
  async emptyBin(): Promise<void> {
    await this.#emptyBin(Number.MAX_SAFE_INTEGER, new AbortController().signal);
  }

  /** Deletes for good what has been in the bin for its time, now and every day, until the signal is aborted. */
  async keepBin(signal: AbortSignal): Promise<void> {
    const { clock, isHeld, log, serviceTime } = this.#options;
    if (isHeld) return;
    while (!signal.aborted) {
      // A computer's own clock may be years ahead, or may have been when something was deleted: a service's counts as well.
      const now = serviceTime();
      try {
        if (now !== undefined) await this.#emptyBin(Math.min(now, clock.now()) - binDays * day, signal);
      } catch (thrown) {
        log.warn('bin-keep-fail', { code: toAppError(thrown).code });
      }
      await clock.sleep(now === undefined ? hour : day, signal).catch(() => {});
    }
  }

  /** A page at a time, so that whoever asks for something else meanwhile need not wait long. */
  async #emptyBin(until: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const conversationIds = await this.#options.store.inBin({ until, limit: pageLimit });
      if (conversationIds.length === 0) return;
      await this.delete(conversationIds);
    }
  }

  async #tell(conversationIds: readonly string[]): Promise<void> {
    const { store, onChange } = this.#options;
    if (conversationIds.length === 0) return onChange({ kind: 'everything' });
    const changed = await store.find({ conversationIds });
    const found = new Set(changed.map(({ id }) => id));
    onChange({ kind: 'conversations', changed, removed: conversationIds.filter((id) => !found.has(id)) });
  }

  async #tellFolders(): Promise<void> {
    const { store, onChange } = this.#options;
    onChange({ kind: 'folders', folders: await store.folders() });
  }
}
