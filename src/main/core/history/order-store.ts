import type { Conversation } from '../../../shared/model/conversation.ts';
import type { ConversationPage, Folder, PageRequest, Placement } from '../../../shared/model/conversation-order.ts';

/** The order of the conversations: their places, and the folders. */
export interface OrderStore {
  /** Some conversations of a place, last used (in the bin: last deleted) first. */
  page(input: PageRequest): Promise<ConversationPage>;
  /** Those of the conversations that are there. */
  find(input: { conversationIds: readonly string[] }): Promise<Conversation[]>;
  /** Changes where conversations are, in one transaction; unknown ones are no error. */
  arrange(input: { placements: readonly Placement[]; at: number }): Promise<void>;
  /** In no order. */
  folders(): Promise<Folder[]>;
  /** Makes a folder, or changes one. */
  saveFolder(input: Folder): Promise<void>;
  /** Removes a folder, not what is in it; no error where there is none. */
  deleteFolder(input: { folderId: string }): Promise<void>;
  /** Ids of conversations that have been in the bin since a time or longer. */
  inBin(input: { until: number; limit: number }): Promise<string[]>;
  /** Removes conversations with their messages, in one transaction; unknown ones are no error. */
  delete(input: { conversationIds: readonly string[] }): Promise<void>;
}
