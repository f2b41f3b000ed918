import type { Database } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import { conversations } from './migrations/0001-conversations.ts';
import { conversationSettings } from './migrations/0002-conversation-settings.ts';
import { attachments } from './migrations/0003-attachments.ts';
import { library } from './migrations/0004-library.ts';
import { usage } from './migrations/0005-usage.ts';
import { branches } from './migrations/0006-branches.ts';
import { search } from './migrations/0007-search.ts';
import { conversationOrder } from './migrations/0008-conversation-order.ts';
import { mentionedPeople } from './migrations/0009-mentioned-people.ts';
import { deletedWords } from './migrations/0010-deleted-words.ts';
import { branchPages } from './migrations/0011-branch-pages.ts';
import { drafts } from './migrations/0012-drafts.ts';

/** Marks a file as Parley's own: "Parl". */
const applicationId = 0x5061726c;

/** The SQL of every version of the file, oldest first. Append only: a released one is never changed. */
export const migrations: readonly string[] = [
  conversations,
  conversationSettings,
  attachments,
  library,
  usage,
  branches,
  search,
  conversationOrder,
  mentionedPeople,
  deletedWords,
  branchPages,
  drafts,
];

/** Whether a file has data of an older version. */
export function isOutdated(database: Database, steps: readonly string[] = migrations): boolean {
  const version = versionOf(database);
  return version > 0 && version < steps.length;
}

/**
 * Brings a file to the newest version, each step in a transaction of its own.
 * @throws AppError `history-newer`, and `history-unreadable` where another program made the file; both leave it as it is
 */
export function migrate(database: Database, steps: readonly string[] = migrations): void {
  const version = versionOf(database);
  if (version > steps.length) throw new AppError('history-newer');
  const owner = database.pragma('application_id', { simple: true });
  const isEmpty = database.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0;
  if (owner !== applicationId && !isEmpty) {
    throw new AppError('history-unreadable', { fields: { reason: 'not-a-history' } });
  }
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    const run = database.transaction(() => {
      database.exec(step);
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${index + 1}`);
    });
    run.immediate();
  }
}

function versionOf(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}
