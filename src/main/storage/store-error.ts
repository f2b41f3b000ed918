import Database from 'better-sqlite3-multiple-ciphers';
import { ZodError } from 'zod';
import { AppError, toAppError } from '../../shared/errors.ts';

/** Turns what SQLite, the file system and the parser of stored messages throw into the code that a person is shown. */
export function toStoreError(thrown: unknown): AppError {
  if (thrown instanceof ZodError || thrown instanceof SyntaxError) return unreadable('bad-message', thrown);
  if (thrown instanceof Database.SqliteError) return fromSqlite(thrown);
  return toAppError(thrown);
}

/** Extended codes go with their primary one, `SQLITE_CANTOPEN_ISDIR`. */
function fromSqlite(error: InstanceType<typeof Database.SqliteError>): AppError {
  // SQLite has a code of its own for a full disk; a used-up quota it can only tell as a write that failed.
  if (error.code === 'SQLITE_IOERR_WRITE') return new AppError('disk-full', { cause: error });
  switch (error.code.split('_')[1]) {
    case 'FULL':
      return new AppError('disk-full', { cause: error });
    case 'BUSY':
    case 'LOCKED':
      return new AppError('history-locked', { cause: error });
    case 'NOTADB':
    case 'CORRUPT':
      return unreadable('wrong-key-or-corrupt', error);
    case 'CANTOPEN':
    case 'READONLY':
    case 'PERM':
    case 'AUTH':
      return unreadable('permission', error);
    case 'IOERR':
      return unreadable('disk-error', error);
    default:
      return new AppError('internal', { cause: error });
  }
}

function unreadable(reason: string, cause: unknown): AppError {
  return new AppError('history-unreadable', { fields: { reason }, cause });
}
