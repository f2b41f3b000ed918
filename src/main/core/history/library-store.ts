import type { OwnAssistant } from '../../../shared/model/assistant.ts';
import type { OwnPrompt } from '../../../shared/model/prompt.ts';

/** The person's own prompts and assistants. */
export interface LibraryStore {
  /** In no order. */
  prompts(): Promise<OwnPrompt[]>;
  /** Adds a prompt, or replaces the one with its id. @throws AppError `library-full` */
  savePrompt(input: OwnPrompt): Promise<void>;
  /** No error where there is none. */
  deletePrompt(input: { promptId: string }): Promise<void>;
  /** In no order. */
  assistants(): Promise<OwnAssistant[]>;
  /**
   * Adds an assistant, or replaces the one with its id; the files of a draft among its own belong to it from now on.
   * @throws AppError `library-full`, `attachment-missing`
   */
  saveAssistant(input: OwnAssistant): Promise<void>;
  /** The conversations that were begun with it keep what they have of it. No error where there is none. */
  deleteAssistant(input: { assistantId: string }): Promise<void>;
}
