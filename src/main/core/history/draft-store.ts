import type { Draft, DraftEdit, KeptDrafts } from '../../../shared/model/draft.ts';

/** What was written and not sent. */
export interface DraftStore {
  /** All drafts and edits, the one that was saved last first. */
  drafts(): Promise<KeptDrafts>;
  /** Keeps a draft in place of its conversation's; one without text and files is deleted, with the files that it alone had. */
  saveDraft(input: Draft & { readonly savedAt: number }): Promise<void>;
  /** Deletes a draft whose text, but for the space around it, is what was sent. */
  forgetSent(input: { readonly conversationId: string; readonly text: string }): Promise<void>;
  /** Keeps an edit of a question; null deletes it. Ignored where there is no such question. */
  saveEdit(input: {
    readonly questionId: string;
    readonly edit: Pick<DraftEdit, 'text' | 'removed'> | null;
    readonly savedAt: number;
  }): Promise<void>;
  /** Deletes the drafts and edits that were saved before a time. */
  deleteDrafts(input: { readonly before: number }): Promise<void>;
}
