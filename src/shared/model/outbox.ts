import { z } from 'zod';
import { AppErrorData } from '../errors.ts';
import { Attachment } from './attachment.ts';
import { ConversationSettings } from './conversation.ts';

/** Most messages that wait in one conversation. */
export const waitingLimit = 20;

/** What a waiting message waits for. */
export const WaitingState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('network') }),
  /** The answer that is being written, or the message before it. */
  z.object({ kind: z.literal('answer') }),
  z.object({ kind: z.literal('sending') }),
  /** The answer before it has not ended well: the person says whether it is still meant. */
  z.object({ kind: z.literal('held') }),
  /** Several answers are there to choose from. */
  z.object({ kind: z.literal('choice') }),
  /** It could not be sent. */
  z.object({ kind: z.literal('refused'), error: AppErrorData }),
]);
export type WaitingState = z.infer<typeof WaitingState>;

/** A message that the person has sent and that no model was asked yet. */
export const WaitingMessage = z.object({
  /** The id that it will have in its conversation, so that it is sent once. */
  id: z.string(),
  conversationId: z.string(),
  /** Blank where files are sent alone. */
  text: z.string(),
  files: z.array(Attachment),
  /** The models that it is for; several to be compared. */
  deploymentIds: z.array(z.string()).min(1),
  /** Of a conversation that is new. */
  settings: ConversationSettings.optional(),
  /** Of a conversation that is new. */
  assistantId: z.string().optional(),
  /** Whether it is sent by itself once the network is back. */
  isAutomatic: z.boolean(),
  state: WaitingState,
});
export type WaitingMessage = z.infer<typeof WaitingMessage>;

/** Everything of an account that waits to be sent, in the order of each conversation. */
export const OutboxState = z.object({
  isOnline: z.boolean(),
  /** Whether policy lets messages be sent by themselves once the network is back. */
  mayBeAutomatic: z.boolean(),
  messages: z.array(WaitingMessage),
});
export type OutboxState = z.infer<typeof OutboxState>;
