import type { Assistant } from '../../../shared/model/assistant.ts';
import type { ConversationAssistant, Starter } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import type { ChatLibrary } from './chat-library.ts';

/** Cards that an empty page has room for; the menu beside "New chat" has all. */
const cardLimit = 6;

/** What a person should know where an assistant's own model does not answer; undefined where it may. */
export function assistantNote(
  { name, deploymentId }: ConversationAssistant,
  deployments: readonly Deployment[],
  deployment: Deployment | undefined,
): string | undefined {
  const isThere = deploymentId === undefined || deployments.some(({ id }) => id === deploymentId);
  if (isThere || deployment === undefined) return undefined;
  return `“${name}” was made for a model that is not offered to you; ${deployment.displayName} answers instead.`;
}

/** The model that an assistant was made for, where it is offered. */
export function wishedDeployment(
  assistant: Pick<ConversationAssistant, 'deploymentId'> | undefined,
  deployments: readonly Deployment[],
): string | undefined {
  return deployments.find(({ id }) => id === assistant?.deploymentId)?.id;
}

/** Tokens of the files that go along with the first question, as far as they are text. */
export function assistantTokens(assistant: ConversationAssistant | null): number {
  return (assistant?.files ?? []).reduce((sum, { tokens = 0 }) => sum + tokens, 0);
}

/** The beginnings of messages on an empty page: the assistant's, else the organisation's, else Parley's own. */
export function startersOf(library: ChatLibrary, assistant: Assistant | undefined): readonly Starter[] {
  if (assistant !== undefined) return assistant.starters;
  if (library.starters === undefined) return [];
  return library.starters.length > 0 ? library.starters : builtInStarters;
}

/** The assistants that an empty page shows as cards. */
export function assistantCards(assistants: readonly Assistant[]): readonly Assistant[] {
  return assistants.slice(0, cardLimit);
}

/** General questions for an empty page. */
const builtInStarters: readonly Starter[] = [
  { label: 'Summarise a text', text: 'Summarise the following text in five bullet points:\n\n' },
  { label: 'Draft an e-mail', text: 'Draft a short, friendly e-mail that ' },
  { label: 'Explain something', text: 'Explain in plain words, with an example: ' },
  { label: 'Work out a plan', text: 'Work out a plan with steps and risks for ' },
];
