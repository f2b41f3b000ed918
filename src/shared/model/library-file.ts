import { z } from 'zod';

/** What of a library a file is about. */
export const LibraryKind = z.enum(['prompts', 'assistants']);
export type LibraryKind = z.infer<typeof LibraryKind>;

/** What came of writing a library to a file. */
export const LibraryExport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('done'), name: z.string(), count: z.number() }),
]);
export type LibraryExport = z.infer<typeof LibraryExport>;

/** What came of reading a library from a file. */
export const LibraryImport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancelled') }),
  z.object({
    kind: z.literal('done'),
    /** New here. */
    prompts: z.number(),
    assistants: z.number(),
    /** They are as they were. */
    alreadyHere: z.number(),
    /** Not readable, or longer than they may be. */
    leftOut: z.number(),
  }),
]);
export type LibraryImport = z.infer<typeof LibraryImport>;
