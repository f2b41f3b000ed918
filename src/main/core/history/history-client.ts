import type { Clock, Log, ProcessHost } from '../ports.ts';
import { StoreConnection, type StoreConnectionOptions } from './store-connection.ts';
import { type HistoryStore, memoryDatabase, type StoreCommand, storeMethods } from './store.ts';

/** What a history stands on. */
export interface HistoryOptions extends Pick<StoreConnectionOptions, 'onWork' | 'onDamage'> {
  readonly storeHost: ProcessHost;
  /** Absolute path of the database. */
  readonly file: string;
  /** 32 bytes. */
  readonly key: Buffer;
  /** How many earlier states of the file are kept; one where left out. */
  readonly backups?: number;
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
  const { storeHost, file, key, backups = 1, log, clock, signal, onWork, onDamage } = options;
  signal?.throwIfAborted();
  const database = { file, key: key.toString('hex'), backups };
  const history = historyClient(new StoreConnection({ storeHost, database, clock, log, onWork, onDamage }));
  const giveUp = () => void history.close();
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    // The first request opens the file.
    await history.folders();
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

/** A history without a file, in the memory of a storage process that is started with the first request. */
export function memoryHistory({
  storeHost,
  clock,
  log,
}: Pick<HistoryOptions, 'storeHost' | 'clock' | 'log'>): HistoryClient {
  return historyClient(new StoreConnection({ storeHost, database: memoryDatabase, clock, log }));
}

/** The history as main sees it: every method is a request to the storage process. */
export interface HistoryClient extends HistoryStore {
  /** Waits for what is under way, then ends the storage process. */
  close(): Promise<void>;
}

function historyClient(connection: StoreConnection): HistoryClient {
  const methods = Object.keys(storeMethods).map((method) => [
    method,
    // Method and input belong together by the client's type; the compiler can't see that through the list.
    (input: unknown) => connection.request({ method, input } as StoreCommand),
  ]);
  return Object.assign(Object.fromEntries(methods) as HistoryStore, { close: () => connection.close() });
}
