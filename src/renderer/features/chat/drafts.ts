import { createDraftFiles, type DraftFiles } from './attachments/draft-files.ts';

/** What people have written and attached and not yet sent, by conversation, kept while they switch between them. */
export interface Drafts {
  readonly files: DraftFiles;
  get(conversationId: string): string;
  set(conversationId: string, text: string): void;
  /** Empties a draft that has been sent; what was typed since then stays. */
  clearSent(conversationId: string, sent: string): void;
  subscribe(listener: () => void): () => void;
}

/** Makes an empty store of drafts. */
export function createDrafts(): Drafts {
  const texts = new Map<string, string>();
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
