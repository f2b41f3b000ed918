import { z } from 'zod';
import { FilePart, Message } from './message.ts';

/** Longest title in characters; longer ones are cut where they are made. */
export const titleLimit = 120;

/** Most models that are asked the same at once. */
export const comparedLimit = 3;

/** Longest instructions of a conversation in characters. */
export const instructionsLimit = 20_000;

/** Fewest tokens that an answer may be limited to: Azure takes no fewer. */
export const leastOutputTokens = 16;

/** How long a model thinks before it answers, least first. */
export const ReasoningEffort = z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);
export type ReasoningEffort = z.infer<typeof ReasoningEffort>;

/** How much a model says. */
export const Verbosity = z.enum(['low', 'medium', 'high']);
export type Verbosity = z.infer<typeof Verbosity>;

/**
 * How the model of a conversation is to answer. What is left out is the deployment's own default; what a deployment does not
 * have is kept for the next one that has it.
 */
export const ConversationSettings = z.object({
  /** Empty for none, where the deployment has instructions of its own. */
  instructions: z.string().max(instructionsLimit).optional(),
  /** 0 is the most predictable, 2 the least. */
  temperature: z.number().min(0).max(2).optional(),
  reasoningEffort: ReasoningEffort.optional(),
  verbosity: Verbosity.optional(),
  /** Longest answer in tokens. */
  maxOutputTokens: z.int().min(leastOutputTokens).max(10_000_000).optional(),
  /** Ids of the tool servers that the conversation goes without. */
  toolServersOff: z.array(z.string().max(100)).max(100).optional(),
});
export type ConversationSettings = z.infer<typeof ConversationSettings>;

/** A beginning of a message that is offered on an empty page; it is put into the composer, never sent. */
export const Starter = z.object({ label: z.string().trim().min(1).max(60), text: z.string().min(1).max(4000) });
export type Starter = z.infer<typeof Starter>;

/** The assistant that a conversation was begun with, as it was then: what becomes of it later changes nothing here. */
export const ConversationAssistant = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** What the model is told before the conversation's own instructions. */
  instructions: z.string(),
  /** The model that it was made for; undefined for any. */
  deploymentId: z.string().optional(),
  /** What holds where the conversation sets nothing else. */
  settings: ConversationSettings,
  /** Ids of the servers whose tools it may use; undefined for all that the person may use. */
  toolServerIds: z.array(z.string()).optional(),
  /** They go along with the first question. */
  files: z.array(FilePart),
});
export type ConversationAssistant = z.infer<typeof ConversationAssistant>;

/** What came of a wish for another title: a person's own is replaced only where they say so; `none` where there is nothing to name. */
export const NewTitle = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('made') }),
  z.object({ kind: z.literal('own') }),
  z.object({ kind: z.literal('none') }),
]);
export type NewTitle = z.infer<typeof NewTitle>;

/** A conversation without its messages. */
export const Conversation = z.object({
  id: z.string(),
  title: z.string(),
  /** The deployment that its next answer comes from. */
  deploymentId: z.string(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  /** Milliseconds since the epoch. */
  updatedAt: z.number(),
  /** Since when it is on top of the list; null where it is not. */
  pinnedAt: z.number().nullable(),
  /** The folder that it is in, also while it is pinned, archived or in the bin. */
  folderId: z.string().nullable(),
  /** Since when it is out of the list; null where it is not. */
  archivedAt: z.number().nullable(),
  /** Since when it is in the bin; null where it is not. */
  binnedAt: z.number().nullable(),
});
export type Conversation = z.infer<typeof Conversation>;

/** One of several answers that the person is to choose from. */
export const ComparedAnswer = z.discriminatedUnion('kind', [
  /** It comes by following its turn. */
  z.object({ kind: z.literal('running'), turnId: z.string() }),
  z.object({ kind: z.literal('ended'), answer: Message }),
]);
export type ComparedAnswer = z.infer<typeof ComparedAnswer>;

/** Some messages of a branch in a row, oldest first. */
export const BranchPage = z.object({
  messages: z.array(Message),
  /** How many messages of the branch come before them. */
  start: z.int(),
  /** Where there are several versions of one of them: their ids, oldest first, its own among them. */
  versions: z.array(z.array(z.string())),
});
export type BranchPage = z.infer<typeof BranchPage>;

/** A wish for some messages of a branch. */
export const BranchPageRequest = z.object({
  conversationId: z.uuid(),
  /** A message at or behind the end of what is wished for: it says which branch. */
  anchorId: z.uuid(),
  /** The place of the first or the last message of the page; the branch begins with 0. */
  place: z.int().nonnegative(),
  towards: z.enum(['earlier', 'later']),
});
export type BranchPageRequest = z.infer<typeof BranchPageRequest>;

/** Longest text that is looked for in a conversation, in characters. */
export const findLimit = 200;

/** A wish to find a text in the messages of a branch. */
export const FindRequest = z.object({
  conversationId: z.uuid(),
  /** The branch's last message. */
  anchorId: z.uuid(),
  text: z.string().max(findLimit),
  /** The place before which it is looked for, newest message first; null for the end. */
  before: z.int().nonnegative().nullable(),
});
export type FindRequest = z.infer<typeof FindRequest>;

/** Where a text was found, as far as has been looked. */
export const FoundPlaces = z.object({
  /** Of messages, the last one first. */
  places: z.array(z.int()),
  /** Before which to go on; null where all of the branch has been looked at. */
  next: z.int().nullable(),
});
export type FoundPlaces = z.infer<typeof FoundPlaces>;

/** A conversation with the end of the branch that is shown; the answer of a running turn is not among its messages. */
export const OpenConversation = z.object({
  ...BranchPage.shape,
  conversation: Conversation,
  settings: ConversationSettings,
  /** Null for a conversation without one. */
  assistant: ConversationAssistant.nullable(),
  /** Where the message that it is opened at is further up on the branch: what stands around it. */
  around: BranchPage.nullable(),
  runningTurnId: z.string().nullable(),
  /** Where the branch ends with a question that several models were asked; empty once the person has chosen an answer. */
  compared: z.array(ComparedAnswer),
  /** Whether it is in memory only. */
  isTemporary: z.boolean().optional(),
});
export type OpenConversation = z.infer<typeof OpenConversation>;
