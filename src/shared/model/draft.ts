import { z } from 'zod';
import { Attachment, attachmentsPerMessage } from './attachment.ts';
import { ConversationSettings } from './conversation.ts';

/** Longest text in characters that is kept of what a person writes; a message takes much less. */
export const draftLimit = 10_000_000;

/** What a new conversation is to begin with; one that is there has its own. */
export const DraftChoices = z.object({
  /** The model that the person has chosen. */
  deploymentId: z.string().min(1).max(200).optional(),
  settings: ConversationSettings.optional(),
  assistantId: z.string().min(1).max(200).optional(),
  /** A link has put text into the draft, and the person has not taken note of it yet. */
  isLinked: z.boolean().optional(),
});
export type DraftChoices = z.infer<typeof DraftChoices>;

/** What a person has written and attached in a conversation and not yet sent. Without text and files it is none. */
export const Draft = z.object({
  conversationId: z.string(),
  text: z.string().max(draftLimit),
  files: z.array(Attachment).max(attachmentsPerMessage),
  choices: DraftChoices,
});
export type Draft = z.infer<typeof Draft>;

/** A question that is being edited in its place. */
export const DraftEdit = z.object({
  questionId: z.string(),
  text: z.string().max(draftLimit),
  /** Ids of the question's files that it does not have any more. */
  removed: z.array(z.string()).max(attachmentsPerMessage),
});
export type DraftEdit = z.infer<typeof DraftEdit>;

/** All that an account has written and not sent. */
export const KeptDrafts = z.object({
  drafts: z.array(
    z.object({
      ...Draft.shape,
      /** Its conversation has no message yet. */
      isNew: z.boolean(),
    }),
  ),
  edits: z.array(DraftEdit),
});
export type KeptDrafts = z.infer<typeof KeptDrafts>;
