import { z } from 'zod';
import { AppErrorData } from '../../../shared/errors.ts';
import { AttachmentKind } from '../../../shared/model/attachment.ts';

/** Longest text in characters that is taken out of a file; the rest is left. */
export const textLimit = 1_000_000;

/** Most memory that the objects of one reading process may take. */
export const attachmentMemoryMegabytes = 512;

/** Main to the process: the one file that it reads. */
export interface ReadRequest {
  /** The file's name, of which only the ending counts. SECURITY: never a path. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is in a file. */
export const FileContent = z.object({
  kind: AttachmentKind,
  mediaType: z.string().max(200),
  /** In the manner of markdown: sheets as tables, pages and slides numbered. Empty where there is none. */
  text: z.string().max(textLimit),
  /** Pages, sheets or slides. */
  pages: z.int().nonnegative().optional(),
  /** There is more in the file than `text` holds. */
  truncated: z.boolean(),
  /** The file as it is to be kept where that is not as it was: an image without where and by whom it was taken. */
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
});
export type FileContent = z.infer<typeof FileContent>;

/** The process to main. SECURITY: parsed, since the process has dealt with a file that may be hostile. */
export const ReadReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), content: FileContent }),
  z.object({ ok: z.literal(false), error: AppErrorData }),
]);
export type ReadReply = z.infer<typeof ReadReply>;
