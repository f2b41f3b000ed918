import { statSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import type { BackUp } from '../core/history/store.ts';
import { backupInTheMaking, dropOldBackups, filesOfDatabase, nextTime, removeDatabase } from './backup-files.ts';
import { checkDatabase, connect } from './database.ts';
import { copyDurably, renameDurably } from './durable-files.ts';

/**
 * Copies a database that another process has frozen, and keeps the copy where it is found whole. To be run in a process of
 * its own: it takes as long as the file is large, and closing a file would end the locks of the process that has it open.
 * @throws AppError `history-unreadable` where the copy is not whole, `history-unavailable` where the database was written to
 */
export function backUp({ file, key, backups }: BackUp): void {
  const files = filesOfDatabase(file);
  const copy = backupInTheMaking(files);
  try {
    const before = stateOf(file);
    copyDurably(file, copy);
    // The process that froze it may have died, and another one may have gone on.
    if (stateOf(file) !== before) throw new AppError('history-unavailable', { fields: { reason: 'changed' } });
    const database = connect(copy, key);
    try {
      checkDatabase(database);
    } finally {
      database.close();
    }
    renameDurably(copy, files.backup(nextTime(files)));
    dropOldBackups(files, backups);
  } finally {
    removeDatabase(copy);
  }
}

function stateOf(file: string): string {
  const { size, mtimeNs } = statSync(file, { bigint: true });
  return `${size} ${mtimeNs}`;
}
