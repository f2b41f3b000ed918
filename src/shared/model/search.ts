import { z } from 'zod';
import { Conversation } from './conversation.ts';

/** Longest search in characters; what is typed beyond it is left out. */
export const queryLimit = 500;

/** Where the conversations are that a search is about. */
export const SearchPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), folderId: z.string() }),
  z.object({ kind: z.literal('archive') }),
  z.object({ kind: z.literal('bin') }),
]);
export type SearchPlace = z.infer<typeof SearchPlace>;

/** Which messages a search is about; what is left out does not matter. */
export const SearchFilters = z.object({
  /** Milliseconds since the epoch, the first that counts. */
  from: z.number().optional(),
  /** Milliseconds since the epoch, the first that does not count any more. */
  until: z.number().optional(),
  deploymentId: z.string().optional(),
  role: z.enum(['user', 'assistant']).optional(),
  /** Only conversations in which a file was sent. */
  hasFile: z.literal(true).optional(),
  /** Everywhere but in the bin where it is left out. A folder's conversations count while they are pinned or archived too. */
  place: SearchPlace.optional(),
  /** Messages that mention somebody, and the answers to them. */
  personId: z.string().optional(),
});
export type SearchFilters = z.infer<typeof SearchFilters>;

/** Where the next page of a search begins. */
export const SearchCursor = z.object({
  /** Whole words and their beginnings first, parts of words only where those find nothing. */
  stage: z.enum(['words', 'parts']),
  /** Only messages with a lower number than this one, which were made before it; null for all. */
  before: z.int().nullable(),
  /** Where the messages end that are ranked against each other: with this number, 0 for the first one; null where that is not known yet. */
  after: z.int().nullable(),
  /** Hits of them that were told already. */
  offset: z.int().min(0),
  /** Whether anything was found so far. */
  hasFound: z.boolean(),
});
export type SearchCursor = z.infer<typeof SearchCursor>;

/** A search, or the next page of one. */
export const SearchRequest = z.object({
  query: z.string(),
  filters: SearchFilters,
  /** Null for the first page. */
  cursor: SearchCursor.nullable(),
});
export type SearchRequest = z.infer<typeof SearchRequest>;

/** Plain text, and where in it the search was found: `[start, end)` in UTF-16 units, in order, without overlaps. */
export const Snippet = z.object({
  text: z.string(),
  ranges: z.array(z.tuple([z.int(), z.int()])),
});
export type Snippet = z.infer<typeof Snippet>;

/** The title of a conversation in which the search was found. */
export const TitleHit = z.object({ kind: z.literal('title'), conversation: Conversation, snippet: Snippet });
export type TitleHit = z.infer<typeof TitleHit>;

/** A message in whose text, or the names of whose files, the search was found. */
export const MessageHit = z.object({
  kind: z.literal('message'),
  conversation: Conversation,
  messageId: z.string(),
  role: z.enum(['user', 'assistant']),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  snippet: Snippet,
});
export type MessageHit = z.infer<typeof MessageHit>;

/** One place where a search was found. */
export const SearchHit = z.discriminatedUnion('kind', [TitleHit, MessageHit]);
export type SearchHit = z.infer<typeof SearchHit>;

/** A page of hits, best first. */
export const SearchPage = z.object({
  hits: z.array(SearchHit),
  /** Null where there is no more. */
  next: SearchCursor.nullable(),
  /** Older conversations are still being read in: there may be more hits later. */
  isIndexing: z.boolean(),
});
export type SearchPage = z.infer<typeof SearchPage>;
