import type { Assistant } from '../../../shared/model/assistant.ts';
import type { Starter } from '../../../shared/model/conversation.ts';
import type { Prompt } from '../../../shared/model/prompt.ts';

/** What messages and conversations can be begun with. */
export interface ChatLibrary {
  readonly prompts: readonly Prompt[];
  readonly assistants: readonly Assistant[];
  /** For a conversation without an assistant; undefined while they are not known yet. */
  readonly starters: readonly Starter[] | undefined;
}

/** What there is where neither the organisation nor the person has anything. */
export const emptyLibrary: ChatLibrary = { prompts: [], assistants: [], starters: [] };
