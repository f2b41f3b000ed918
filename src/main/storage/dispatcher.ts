import { AppError } from '../../shared/errors.ts';
import type { OpenDatabase, Opened, StoreReply, StoreRequest } from '../core/history/store.ts';
import { backUp } from './back-up.ts';
import type { OnWork } from './durable-files.ts';
import { migrateFile, openCurrentDatabase } from './database.ts';
import { callStore, type HistoryDatabase, historyDatabase } from './history-database.ts';
import { toStoreError } from './store-error.ts';

/** Answers the requests of the main process, one after another. */
export class Dispatcher {
  readonly #onWork: OnWork;
  #history: HistoryDatabase | undefined;

  /** @param onWork told how far a migration is, while it is made */
  constructor(onWork: OnWork = () => {}) {
    this.#onWork = onWork;
  }

  /** Does what is asked; what goes wrong is in the reply. */
  reply(request: StoreRequest): StoreReply {
    const { id } = request;
    try {
      return { id, ok: true, value: this.#run(request) };
    } catch (thrown) {
      return { id, ok: false, error: toStoreError(thrown).toData() };
    }
  }

  /** Closes the file where one is open. */
  close(): void {
    this.#history?.close();
    this.#history = undefined;
  }

  #run(request: StoreRequest): unknown {
    switch (request.method) {
      case 'openDatabase':
        return this.#openDatabase(request.input);
      case 'migrateDatabase':
        this.close();
        return migrateFile(request.input, this.#onWork);
      case 'backUp':
        return backUp(request.input);
      case 'close':
        return this.close();
      default:
        return callStore(this.#open, request);
    }
  }

  #openDatabase(input: OpenDatabase): Opened {
    this.close();
    const database = openCurrentDatabase(input);
    if (database === undefined) return 'outdated';
    this.#history = historyDatabase(database);
    this.#history.markInterrupted();
    return 'open';
  }

  get #open(): HistoryDatabase {
    if (this.#history === undefined) throw new AppError('history-unavailable', { fields: { reason: 'closed' } });
    return this.#history;
  }
}
