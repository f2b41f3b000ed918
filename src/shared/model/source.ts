import { z } from 'zod';

/** Most sources that are kept of one answer. */
export const sourceLimit = 100;

/** Most places of one text that cite a source. */
export const citationLimit = 500;

/** A web page that an answer is based on; the address is one that may be opened. */
export const SourceUrlPart = z.object({
  type: z.literal('source-url'),
  /** Unique in its answer. */
  sourceId: z.string(),
  url: z.string(),
  title: z.string(),
});

/** A file that an answer is based on, or an address that is not opened. */
export const SourceDocumentPart = z.object({
  type: z.literal('source-document'),
  /** Unique in its answer. */
  sourceId: z.string(),
  mediaType: z.string(),
  title: z.string(),
});

/** What an answer is based on. */
export type SourcePart = z.infer<typeof SourceUrlPart> | z.infer<typeof SourceDocumentPart>;

/** The stretch of a text that a source stands for, in characters (not UTF-16 units) from its beginning. */
export const Citation = z.object({
  sourceId: z.string(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
});
export type Citation = z.infer<typeof Citation>;

/** What Parley keeps of what a provider says about a text; the place is the one that the AI SDK has for it. */
export const TextMetadata = z.object({ parley: z.object({ citations: z.array(Citation).max(citationLimit) }) });
export type TextMetadata = z.infer<typeof TextMetadata>;
