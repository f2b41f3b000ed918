import { z } from 'zod';
import { AppErrorData } from '../errors.ts';

/** What conversations can be written as. */
export const ExportFormat = z.enum(['markdown', 'html', 'pdf', 'json']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** How an export stands. */
export const ExportProgress = z.discriminatedUnion('kind', [
  /** The person is asked where to. */
  z.object({ kind: z.literal('choosing') }),
  z.object({ kind: z.literal('writing'), conversations: z.number(), total: z.number() }),
  /** Nothing was written: the person chose no file, or stopped it. */
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('done'), name: z.string(), conversations: z.number(), messages: z.number() }),
]);
export type ExportProgress = z.infer<typeof ExportProgress>;

/** Where an imported file comes from. */
export const ImportSource = z.enum(['parley', 'chatgpt', 'librechat', 'open-webui', 'cherry-studio']);
export type ImportSource = z.infer<typeof ImportSource>;

/** Why a conversation of a file was not taken. */
export const LeftOutReason = z.enum(['empty', 'damaged', 'conflict']);
export type LeftOutReason = z.infer<typeof LeftOutReason>;

/** How many titles of left out conversations a report names, a reason. */
export const namedLeftOut = 5;

/** What came of a file, so far or in the end. */
export const ImportReport = z.object({
  /** Null until a conversation was recognised. */
  source: ImportSource.nullable(),
  /** Conversations that are new here. */
  taken: z.number(),
  messages: z.number(),
  files: z.number(),
  /** Conversations that were here before; they are as they were. */
  alreadyHere: z.number(),
  leftOut: z.array(
    z.object({
      reason: LeftOutReason,
      count: z.number(),
      /** Of the first ones. */
      titles: z.array(z.string()).max(namedLeftOut),
    }),
  ),
  /** Pictures, sounds and files that messages spoke of and that could not be taken. */
  filesLeftOut: z.number(),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** How an import stands. */
export const ImportProgress = z.discriminatedUnion('kind', [
  /** The person is asked for a file. */
  z.object({ kind: z.literal('choosing') }),
  /** `part` of the file has been read, from 0 to 1. */
  z.object({ kind: z.literal('reading'), part: z.number(), report: ImportReport }),
  /** The person chose no file. */
  z.object({ kind: z.literal('cancelled') }),
  /** What is in the report is kept, however it ended; `error` is set where the file could not be read to its end. */
  z.object({
    kind: z.literal('done'),
    name: z.string(),
    isStopped: z.boolean(),
    error: AppErrorData.nullable(),
    report: ImportReport,
  }),
]);
export type ImportProgress = z.infer<typeof ImportProgress>;

/** What a report begins with. */
export const emptyReport: ImportReport = {
  source: null,
  taken: 0,
  messages: 0,
  files: 0,
  alreadyHere: 0,
  leftOut: [],
  filesLeftOut: 0,
};
