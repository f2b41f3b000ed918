import { AppError } from '../../shared/errors.ts';
import type { StoreReply, StoreRequest } from '../core/history/store.ts';
import { openDatabase } from './database.ts';
import { callStore, type HistoryDatabase, historyDatabase } from './history-database.ts';
import { toStoreError } from './store-error.ts';

/** Answers the requests of the main process, one after another. */
export class Dispatcher {
  #history: HistoryDatabase | undefined;

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
        this.close();
        this.#history = historyDatabase(openDatabase(request.input));
        return this.#history.markInterrupted();
      case 'close':
        return this.close();
      default:
        return callStore(this.#open, request);
    }
  }

  get #open(): HistoryDatabase {
    if (this.#history === undefined) throw new AppError('history-unavailable', { fields: { reason: 'closed' } });
    return this.#history;
  }
}
