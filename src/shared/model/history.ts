import { z } from 'zod';
import { AppErrorData } from '../errors.ts';

/** An earlier state of an account's whole history. */
export const HistoryBackup = z.object({
  /** When it was made, in milliseconds since the epoch; also its name. */
  time: z.number(),
  bytes: z.number(),
});
export type HistoryBackup = z.infer<typeof HistoryBackup>;

/** What is done with a whole history while everybody waits for it. */
export const HistoryWork = z.object({
  /** `copying` and `checking` come with an `updating` to this version's form; a backup that is put in its place is `restoring`. */
  kind: z.enum(['copying', 'updating', 'checking', 'restoring']),
  /** From 0 to 1; null where nobody can say. */
  done: z.number().nullable(),
});
export type HistoryWork = z.infer<typeof HistoryWork>;

/** What can be done about a history that cannot be opened, besides trying again. */
export const HistoryRescue = z.object({
  /** Those that can be put in its place, newest first; none where the key is gone. */
  backups: z.array(HistoryBackup),
});
export type HistoryRescue = z.infer<typeof HistoryRescue>;

/** How the history of an account is kept. */
export const HistoryStorage = z.object({
  /** Of the history itself, with its log. */
  bytes: z.number(),
  /** Newest first. */
  backups: z.array(HistoryBackup),
  /** Days after its last use until a conversation is deleted; null for never. */
  retentionDays: z.number().nullable(),
  /** Whether the organisation has everything kept, so that nothing can be deleted. */
  isHeld: z.boolean(),
  /** Whether the person may export conversations. */
  isExportAllowed: z.boolean(),
});
export type HistoryStorage = z.infer<typeof HistoryStorage>;

/** What policy says of conversations that are never written. */
export const TemporaryRule = z.enum(['allowed', 'off', 'always']);
export type TemporaryRule = z.infer<typeof TemporaryRule>;

/** A part of an open history cannot be read; the rest of it can. */
export const HistoryDamage = z.object({ error: AppErrorData, rescue: HistoryRescue });
export type HistoryDamage = z.infer<typeof HistoryDamage>;
