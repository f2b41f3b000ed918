import type { AppErrorData } from '../../../../shared/errors.ts';
import type { Attachment } from '../../../../shared/model/attachment.ts';

/** A file of a draft. */
export interface DraftFile {
  readonly id: string;
  readonly name: string;
  readonly state: DraftFileState;
}

/** Where the reading of a file stands. */
export type DraftFileState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'ready'; readonly attachment: Attachment }
  | { readonly kind: 'failed'; readonly error: AppErrorData };

/** The files that people have attached and not yet sent, by conversation. */
export interface DraftFiles {
  /** The same list as long as nothing changes. */
  get(conversationId: string): readonly DraftFile[];
  add(conversationId: string, file: DraftFile): void;
  /** Changes nothing where the file was removed meanwhile. */
  settle(conversationId: string, id: string, state: DraftFileState): void;
  remove(conversationId: string, ids: readonly string[]): void;
  /** Puts files that main has read before in the place of those that are ready. Tells nobody. */
  restore(conversationId: string, attachments: readonly Attachment[]): void;
  /** Tells nobody. */
  forget(conversationId: string): void;
  /** The conversations that have files. */
  conversationIds(): readonly string[];
}

const none: readonly DraftFile[] = [];

/** Makes an empty store of files; `onChange` is called after every change of a conversation's. */
export function createDraftFiles(onChange: (conversationId: string) => void): DraftFiles {
  const lists = new Map<string, readonly DraftFile[]>();
  const get = (conversationId: string) => lists.get(conversationId) ?? none;
  const put = (conversationId: string, files: readonly DraftFile[]) => {
    if (files.length === 0) lists.delete(conversationId);
    else lists.set(conversationId, files);
  };
  const set = (conversationId: string, files: readonly DraftFile[]) => {
    put(conversationId, files);
    onChange(conversationId);
  };
  return {
    get,
    add: (conversationId, file) => set(conversationId, [...get(conversationId), file]),
    settle: (conversationId, id, state) =>
      set(
        conversationId,
        get(conversationId).map((file) => (file.id === id ? { id, name: file.name, state } : file)),
      ),
    remove: (conversationId, ids) =>
      set(
        conversationId,
        get(conversationId).filter(({ id }) => !ids.includes(id)),
      ),
    forget: (conversationId) => void lists.delete(conversationId),
    conversationIds: () => [...lists.keys()],
    restore(conversationId, attachments) {
      const others = get(conversationId).filter(({ state }) => state.kind !== 'ready');
      const ready = attachments.map((attachment) => ({
        id: attachment.id,
        name: attachment.name,
        state: { kind: 'ready', attachment } as const,
      }));
      if (others.length > 0 || ready.length > 0 || lists.has(conversationId))
        put(conversationId, [...ready, ...others]);
    },
  };
}
