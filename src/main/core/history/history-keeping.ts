import { stat } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { HistoryStorage } from '../../../shared/model/history.ts';
import { hasErrorCode } from '../atomic-file.ts';
import { historyFiles, logOf } from './history-files.ts';
import { listBackups } from './rescue.ts';
import { deleteEverything, keepUp, type UpkeepOptions } from './upkeep.ts';

/** What keeping a history stands on. */
export interface HistoryKeepingOptions extends UpkeepOptions {
  /** Whether the person may export what is kept. */
  readonly isExportAllowed: () => boolean;
  /** Ends every turn of a conversation that is about to be deleted. */
  readonly stopTurns: () => Promise<void>;
}

/** How long an account's history is kept, what room it takes, and its upkeep for as long as it is open. */
export class HistoryKeeping {
  readonly #options: HistoryKeepingOptions;
  /** Resolves when the upkeep has come to its end; never rejects. */
  readonly ended: Promise<void>;

  constructor(options: HistoryKeepingOptions) {
    this.#options = options;
    this.ended = keepUp(options);
  }

  /** @throws AppError `history-held` */
  requireDeletable(): void {
    if (this.#options.rules.isHeld) throw new AppError('history-held');
  }

  /** Deletes every conversation, and the earlier states that have them. @throws AppError `history-held`, the store's */
  async deleteAll(): Promise<void> {
    this.requireDeletable();
    const { stopTurns, onDeleted } = this.#options;
    await stopTurns();
    await deleteEverything(this.#options);
    onDeleted();
  }

  /** What room the history takes. */
  async storage(): Promise<HistoryStorage> {
    const { folder, rules } = this.#options;
    const { database } = historyFiles(folder);
    const sizes = await Promise.all([database, logOf(database)].map(sizeOf));
    return {
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      backups: await listBackups(folder),
      retentionDays: rules.isHeld ? null : rules.retentionDays,
      isHeld: rules.isHeld,
      isExportAllowed: this.#options.isExportAllowed(),
    };
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    (thrown: unknown) => {
      if (hasErrorCode(thrown, 'ENOENT')) return 0;
      throw thrown;
    },
  );
}
