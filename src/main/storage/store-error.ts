import { ZodError } from 'zod';
import { AppError, toAppError } from '../../shared/errors.ts';

/** Turns what SQLite, the file system and the parser of stored messages throw into the code that a person is shown. */
export function toStoreError(thrown: unknown): AppError {
  if (thrown instanceof ZodError || thrown instanceof SyntaxError) return unreadable('bad-message', thrown);
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return unreadable('permission', thrown);
  // A copy is made by hand: of a migration, and of a backup. A quota may come as a file that is too large.
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return new AppError('disk-full', { cause: thrown });
  if (code === 'EBUSY') return new AppError('history-locked', { cause: thrown });
  if (code === 'EIO') return unreadable('disk-error', thrown);
  return code.startsWith('SQLITE_') ? fromSqlite(code, thrown) : toAppError(thrown);
}

/** Extended codes go with their primary one, `SQLITE_CANTOPEN_ISDIR`. */
function fromSqlite(code: string, cause: unknown): AppError {
  // SQLite has a code of its own for a full disk; a used-up quota it can only tell as a write that failed.
  if (code === 'SQLITE_IOERR_WRITE') return new AppError('disk-full', { cause });
  switch (code.split('_')[1]) {
    case 'FULL':
      return new AppError('disk-full', { cause });
    case 'BUSY':
    case 'LOCKED':
      return new AppError('history-locked', { cause });
    case 'NOTADB':
    case 'CORRUPT':
      return unreadable('wrong-key-or-corrupt', cause);
    case 'CANTOPEN':
    case 'READONLY':
    case 'PERM':
    case 'AUTH':
      return unreadable('permission', cause);
    case 'IOERR':
      return unreadable('disk-error', cause);
    default:
      return new AppError('internal', { cause });
  }
}

function unreadable(reason: string, cause: unknown): AppError {
  return new AppError('history-unreadable', { fields: { reason }, cause });
}
