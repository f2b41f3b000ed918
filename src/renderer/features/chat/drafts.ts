import { createDraftFiles, type DraftFiles } from './attachments/draft-files.ts';
import type { Edit } from './branch.logic.ts';

/** What people have written and attached and not yet sent, by conversation, kept while they switch between them. */
export interface Drafts {
  readonly files: DraftFiles;
  readonly edits: DraftEdits;
  get(conversationId: string): string;
  set(conversationId: string, text: string): void;
  /** Empties a draft that has been sent; what was typed since then stays. */
  clearSent(conversationId: string, sent: string): void;
  subscribe(listener: () => void): () => void;
}

/** Questions that people have begun to edit and not sent anew, by the question's id. */
export interface DraftEdits {
  get(questionId: string): Edit | undefined;
  set(questionId: string, edit: Edit): void;
  remove(questionId: string): void;
}

/** Makes an empty store of drafts. */
export function createDrafts(): Drafts {
  const texts = new Map<string, string>();
  const edits = new Map<string, Edit>();
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  const get = (conversationId: string) => texts.get(conversationId) ?? '';
  const set = (conversationId: string, text: string) => {
    if (text === '') texts.delete(conversationId);
    else texts.set(conversationId, text);
    notify();
  };
  return {
    files: createDraftFiles(notify),
    edits: {
      get: (questionId) => edits.get(questionId),
      set(questionId, edit) {
        edits.set(questionId, edit);
        notify();
      },
      remove(questionId) {
        edits.delete(questionId);
        notify();
      },
    },
    get,
    set,
    clearSent(conversationId, sent) {
      const current = get(conversationId);
      if (current === sent) set(conversationId, '');
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
