import type { HistoryBackup } from '../../../shared/model/history.ts';

/** A way out of a history that cannot be opened, as the person is asked about it. */
export type WayOut = { readonly kind: 'restore'; readonly backup: HistoryBackup } | { readonly kind: 'start-new' };

/** The words of a way out. */
export interface WayOutWords {
  readonly button: string;
  readonly question: string;
  readonly consequence: string;
  readonly confirm: string;
}

/** What a way out is called, and what comes of it. */
export function wayOutWords(way: WayOut): WayOutWords {
  switch (way.kind) {
    case 'restore': {
      const date = dateText(way.backup.time);
      return {
        button: `Restore the backup of ${date}`,
        question: 'Restore this backup?',
        consequence:
          `Your conversations will be as they were on ${date}. What came later is missing then. ` +
          'The damaged file is put aside, not deleted.',
        confirm: 'Restore',
      };
    }
    case 'start-new':
      return {
        button: 'Start new beside the old one',
        question: 'Start with an empty history?',
        consequence:
          'Parley begins a new history. The old one is put aside on this computer, not deleted: ' +
          'your IT department may be able to recover it.',
        confirm: 'Start new',
      };
  }
}

function dateText(time: number): string {
  return new Date(time).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}
