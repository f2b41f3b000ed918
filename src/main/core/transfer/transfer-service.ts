import { AppError, toAppError } from '../../../shared/errors.ts';
import type { StreamListener, Unsubscribe } from '../../../shared/ipc/define.ts';
import type { ExportFormat, ExportProgress, ImportProgress } from '../../../shared/model/transfer.ts';
import { Exporter, type ExporterOptions, type ExportWish } from './exporter.ts';
import { Importer, type ImporterOptions } from './importer.ts';

interface Running {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Exports and imports of one workspace, one at a time; who asked is told how it goes. */
export class TransferService {
  readonly #exporter: Exporter;
  readonly #importer: Importer;
  #running: Running | undefined;

  constructor(options: ExporterOptions & ImporterOptions) {
    this.#exporter = new Exporter(options);
    this.#importer = new Importer(options);
  }

  get formats(): ExportFormat[] {
    return this.#exporter.formats;
  }

  export(wish: ExportWish, listener: StreamListener<ExportProgress>): Unsubscribe {
    return this.#start<ExportProgress>(listener, async (tell, signal) => {
      try {
        return await this.#exporter.run(wish, tell, signal);
      } catch (thrown) {
        if (signal.aborted) return { kind: 'cancelled' };
        throw thrown;
      }
    });
  }

  import(listener: StreamListener<ImportProgress>): Unsubscribe {
    return this.#start<ImportProgress>(listener, async (tell, signal) => {
      try {
        return await this.#importer.run(tell, signal);
      } catch (thrown) {
        if (signal.aborted) return { kind: 'cancelled' };
        throw thrown;
      }
    });
  }

  /** Ends what runs: an import keeps what it has taken and says so, an export leaves no file. */
  stop(): void {
    this.#running?.controller.abort();
  }

  /** Ends what runs and waits for it. */
  async close(): Promise<void> {
    this.stop();
    await this.#running?.done;
  }

  #start<Progress>(
    listener: StreamListener<Progress>,
    work: (tell: (progress: Progress) => void, signal: AbortSignal) => Promise<Progress>,
  ): Unsubscribe {
    if (this.#running !== undefined) throw new AppError('transfer-running');
    const controller = new AbortController();
    const run = async () => {
      try {
        listener.item(await work((progress) => listener.item(progress), controller.signal));
        listener.end({});
      } catch (thrown) {
        listener.end({ error: toAppError(thrown).toData() });
      } finally {
        this.#running = undefined;
      }
    };
    this.#running = { controller, done: run() };
    return () => controller.abort();
  }
}
