import { z } from 'zod';
import { Message } from './message.ts';

/** Longest title in characters; longer ones are cut where they are made. */
export const titleLimit = 120;

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
});
export type Conversation = z.infer<typeof Conversation>;

/** A conversation with the branch that is shown, oldest message first; the answer of a running turn is not among them. */
export const OpenConversation = z.object({
  conversation: Conversation,
  messages: z.array(Message),
  runningTurnId: z.string().nullable(),
});
export type OpenConversation = z.infer<typeof OpenConversation>;
