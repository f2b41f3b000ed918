import { assertNever } from '../../../shared/errors.ts';
import type { HistoryWork } from '../../../shared/model/history.ts';

/** What is said of work that a person waits for. */
export interface WorkWords {
  readonly heading: string;
  /** What is done now, and how far it is. */
  readonly step: string;
  /** What comes of it when it is ended in between. */
  readonly reassurance: string;
}

const updating = 'Updating your conversations';
const isSafe = 'Nothing is lost if you close Parley now: it begins again with the next start.';

/** The words of work with a whole history. */
export function workWords({ kind, done }: HistoryWork): WorkWords {
  const percent = Math.floor((done ?? 0) * 100);
  switch (kind) {
    case 'copying':
      return { heading: updating, step: `Step 1 of 3: making a copy, ${percent} %`, reassurance: isSafe };
    case 'updating':
      return { heading: updating, step: 'Step 2 of 3: updating the copy', reassurance: isSafe };
    case 'checking':
      return { heading: updating, step: 'Step 3 of 3: checking that all of it is there', reassurance: isSafe };
    case 'restoring':
      return {
        heading: 'Restoring your conversations',
        step: `Copying the backup, ${percent} %`,
        reassurance: 'The damaged file is put aside, not deleted. Nothing is lost if you close Parley now.',
      };
    default:
      return assertNever(kind);
  }
}
