import { z } from 'zod';

/** Largest file in bytes that can be attached. */
export const attachmentLimit = 50 * 1024 * 1024;

/** Most files that one message takes. */
export const attachmentsPerMessage = 20;

/** What a file is, by its content. */
export const AttachmentKind = z.enum(['image', 'pdf', 'document', 'spreadsheet', 'presentation', 'web-page', 'text']);
export type AttachmentKind = z.infer<typeof AttachmentKind>;

/** What reading a file has told about it. */
export const AttachmentFacts = z.object({
  kind: AttachmentKind,
  mediaType: z.string(),
  /** Of the file as it is kept. */
  bytes: z.number(),
  /** Estimated tokens of its text; undefined for an image. */
  tokens: z.number().optional(),
  /** Pages, sheets or slides. */
  pages: z.number().optional(),
  /** There is more in the file than its text holds. */
  truncated: z.boolean(),
});
export type AttachmentFacts = z.infer<typeof AttachmentFacts>;

/** A file of a draft as main knows it. */
export const Attachment = z.object({ id: z.uuid(), name: z.string(), ...AttachmentFacts.shape });
export type Attachment = z.infer<typeof Attachment>;
