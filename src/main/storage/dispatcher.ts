import { AppError, assertNever } from '../../shared/errors.ts';
import type { StoreReply, StoreRequest } from '../core/history/store.ts';
import { openDatabase } from './database.ts';
import { HistoryDatabase } from './history-database.ts';
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
        this.#history = new HistoryDatabase(openDatabase(request.input));
        return this.#history.markInterrupted();
      case 'close':
        return this.close();
      case 'list':
        return this.#open.list();
      case 'open':
        return this.#open.open(request.input);
      case 'beginTurn':
        return this.#open.beginTurn(request.input);
      case 'beginAnswer':
        return this.#open.beginAnswer(request.input);
      case 'saveAnswer':
        return this.#open.saveAnswer(request.input);
      case 'rename':
        return this.#open.rename(request.input);
      case 'configure':
        return this.#open.configure(request.input);
      case 'delete':
        return this.#open.delete(request.input);
      case 'addFile':
        return this.#open.addFile(request.input);
      case 'fileText':
        return this.#open.fileText(request.input);
      case 'fileData':
        return this.#open.fileData(request.input);
      case 'deleteDraftFile':
        return this.#open.deleteDraftFile(request.input);
      case 'deleteDraftFiles':
        return this.#open.deleteDraftFiles();
      default:
        return assertNever(request);
    }
  }

  get #open(): HistoryDatabase {
    if (this.#history === undefined) throw new AppError('history-unavailable', { fields: { reason: 'closed' } });
    return this.#history;
  }
}
