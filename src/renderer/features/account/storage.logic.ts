import type { HistoryStorage } from '../../../shared/model/history.ts';
import type { Fact } from '../../ui/facts.tsx';

/** How the history is kept, in words. */
export function storageFacts({ bytes, backups, retentionDays, isHeld, isExportAllowed }: HistoryStorage): Fact[] {
  const [newest] = backups;
  return [
    { name: 'Size', value: sizeText(bytes) },
    { name: 'Backups', value: newest === undefined ? 'None yet' : backupsText(backups.length, newest.time) },
    { name: 'Kept', value: keptText(retentionDays, isHeld) },
    ...(isExportAllowed
      ? []
      : [{ name: 'Export', value: 'Your organisation does not let your account export conversations' }]),
  ];
}

function keptText(retentionDays: number | null, isHeld: boolean): string {
  if (isHeld) return 'All of it: your organisation has everything kept';
  if (retentionDays === null) return 'Until you delete it';
  return `${retentionDays.toLocaleString('en')} ${retentionDays === 1 ? 'day' : 'days'} after a conversation was last used`;
}

function backupsText(count: number, newest: number): string {
  const date = new Date(newest).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  return count === 1 ? `1, of ${date}` : `${count}, the newest of ${date}`;
}

function sizeText(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  if (megabytes < 1) return `${Math.max(1, Math.round(bytes / 1000)).toLocaleString('en')} kB`;
  const digits = megabytes < 10 ? 1 : 0;
  return `${megabytes.toLocaleString('en', { maximumFractionDigits: digits })} MB`;
}
