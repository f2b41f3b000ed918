import type { ParleyHandlers } from '../../shared/ipc/contract.ts';
import type { Draft, DraftEdit, KeptDrafts } from '../../shared/model/draft.ts';

/** Main's drafts in memory. */
export class FakeDrafts {
  /** What is kept, by conversation. */
  readonly kept = new Map<string, KeptDrafts['drafts'][number]>();
  readonly edits = new Map<string, DraftEdit>();
  readonly #emit: (name: string, payload: unknown) => void;

  constructor(emit: (name: string, payload: unknown) => void) {
    this.#emit = emit;
  }

  /** Writes a draft as another window would. */
  write(draft: Draft): void {
    this.#emit('drafts.changed', { writer: crypto.randomUUID(), draft });
  }

  readonly handlers: ParleyHandlers['drafts'] = {
    list: () => ({ drafts: [...this.kept.values()], edits: [...this.edits.values()] }),
    save: ({ writer, conversationId, text, choices }) => {
      const draft: Draft = { conversationId, text, files: [], choices };
      if (text === '') this.kept.delete(conversationId);
      else this.kept.set(conversationId, { ...draft, isNew: true });
      this.#emit('drafts.changed', { writer, draft });
    },
    saveEdit: ({ questionId, edit }) => {
      if (edit === null) this.edits.delete(questionId);
      else this.edits.set(questionId, { questionId, ...edit });
    },
  };
}
