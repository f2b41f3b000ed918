import type { Conversation } from '../../../shared/model/conversation.ts';
import type { Clock, Log, ProcessHost } from '../ports.ts';
import { StoreConnection } from './store-connection.ts';
import type { HistoryStore, StoreCommand, StoredConversation, StoreInput, StoreMethod, StoreValue } from './store.ts';

/** What a history stands on. */
export interface HistoryOptions {
  readonly storeHost: ProcessHost;
  /** Absolute path of the database. */
  readonly file: string;
  /** 32 bytes. */
  readonly key: Buffer;
  readonly log: Log;
  readonly clock: Clock;
  /** Gives up opening. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a history, and makes it where there is none.
 * @throws AppError `history-locked`, `history-unreadable`, `history-newer`, `history-unavailable`, `disk-full`
 */
export async function openHistory(options: HistoryOptions): Promise<HistoryClient> {
  const { storeHost, file, key, log, clock, signal } = options;
  signal?.throwIfAborted();
  const database = { file, key: key.toString('hex') };
  const history = new HistoryClient(new StoreConnection({ storeHost, database, clock, log }));
  const giveUp = () => void history.close();
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    // The first request opens the file.
    await history.list();
    signal?.throwIfAborted();
    return history;
  } catch (thrown) {
    await history.close();
    signal?.throwIfAborted();
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

/** The history as main sees it: every method is a request to the storage process. */
export class HistoryClient implements HistoryStore {
  readonly #connection: StoreConnection;

  constructor(connection: StoreConnection) {
    this.#connection = connection;
  }

  list(): Promise<Conversation[]> {
    return this.#ask('list', undefined);
  }

  open(input: StoreInput<'open'>): Promise<StoredConversation> {
    return this.#ask('open', input);
  }

  beginTurn(input: StoreInput<'beginTurn'>): Promise<StoredConversation> {
    return this.#ask('beginTurn', input);
  }

  beginAnswer(input: StoreInput<'beginAnswer'>): Promise<StoredConversation> {
    return this.#ask('beginAnswer', input);
  }

  saveAnswer(input: StoreInput<'saveAnswer'>): Promise<void> {
    return this.#ask('saveAnswer', input);
  }

  rename(input: StoreInput<'rename'>): Promise<boolean> {
    return this.#ask('rename', input);
  }

  configure(input: StoreInput<'configure'>): Promise<void> {
    return this.#ask('configure', input);
  }

  delete(input: StoreInput<'delete'>): Promise<void> {
    return this.#ask('delete', input);
  }

  addFile(input: StoreInput<'addFile'>): Promise<void> {
    return this.#ask('addFile', input);
  }

  fileText(input: StoreInput<'fileText'>): Promise<string> {
    return this.#ask('fileText', input);
  }

  fileData(input: StoreInput<'fileData'>): Promise<Uint8Array> {
    return this.#ask('fileData', input);
  }

  deleteDraftFile(input: StoreInput<'deleteDraftFile'>): Promise<void> {
    return this.#ask('deleteDraftFile', input);
  }

  deleteDraftFiles(): Promise<void> {
    return this.#ask('deleteDraftFiles', undefined);
  }

  /** Waits for what is under way, then ends the storage process. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  #ask<Method extends StoreMethod>(method: Method, input: StoreInput<Method>): Promise<StoreValue<Method>> {
    // Method and input belong together by this signature; the compiler can't see that through the union.
    const command = { method, input } as StoreCommand;
    return this.#connection.request(command) as Promise<StoreValue<Method>>;
  }
}
