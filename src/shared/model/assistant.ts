import { z } from 'zod';
import { attachmentsPerMessage } from './attachment.ts';
import { ConversationAssistant, ConversationSettings, instructionsLimit, Starter } from './conversation.ts';
import { type DeploymentTraits, effectiveSettings } from './deployment.ts';
import { LibraryName, LibrarySource } from './prompt.ts';

/** Longest description of an assistant in characters. */
export const descriptionLimit = 300;

/** Most starters of an assistant, and of an empty page. */
export const starterLimit = 8;

/** How the model of an assistant is to answer; its instructions stand by themselves. */
export const AssistantSettings = ConversationSettings.omit({ instructions: true });
export type AssistantSettings = z.infer<typeof AssistantSettings>;

/** An assistant as a person writes it; its files are named by id, new ones as those of a draft are. */
export const AssistantDraft = z.object({
  id: z.uuid(),
  name: LibraryName,
  description: z.string().trim().max(descriptionLimit),
  instructions: z.string().max(instructionsLimit),
  deploymentId: z.string().min(1).max(64).optional(),
  settings: AssistantSettings,
  starters: z.array(Starter).max(starterLimit),
  toolServerIds: z.array(z.string().max(64)).max(50).optional(),
  fileIds: z.array(z.uuid()).max(attachmentsPerMessage),
});
export type AssistantDraft = z.infer<typeof AssistantDraft>;

/** An assistant of a person's own, as it is kept. */
export const OwnAssistant = z.object({ ...ConversationAssistant.shape, starters: z.array(Starter) });
export type OwnAssistant = z.infer<typeof OwnAssistant>;

/** An assistant that a conversation can be begun with. */
export const Assistant = z.object({ ...OwnAssistant.shape, source: LibrarySource });
export type Assistant = z.infer<typeof Assistant>;

/** What a conversation can be begun with. */
export const AssistantLibrary = z.object({
  /** The organisation's first, each group by name. */
  assistants: z.array(Assistant),
  /** The organisation's for a conversation without an assistant; empty where policy has none. */
  starters: z.array(Starter),
  /** The servers whose tools the person may use. */
  toolServers: z.array(z.object({ id: z.string(), displayName: z.string(), description: z.string() })),
});
export type AssistantLibrary = z.infer<typeof AssistantLibrary>;

/** A deployment as a conversation with an assistant has it: the assistant's settings are the defaults, as far as they fit. */
export function assistedBy<Traits extends DeploymentTraits>(
  deployment: Traits,
  assistant: Pick<ConversationAssistant, 'settings'> | null,
): Traits {
  return assistant === null
    ? deployment
    : { ...deployment, defaults: effectiveSettings(deployment, assistant.settings) };
}

/** What the model of a conversation is told: the assistant's instructions, then the conversation's own. */
export function joinedInstructions(
  assistant: Pick<ConversationAssistant, 'instructions'> | null,
  instructions: string | undefined,
): string {
  return [assistant?.instructions, instructions]
    .filter((text) => text !== undefined && text.trim() !== '')
    .join('\n\n');
}
