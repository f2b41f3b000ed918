import type { AppErrorData } from '../../../shared/errors.ts';
import type { Draft, DraftChoices, DraftEdit, KeptDrafts } from '../../../shared/model/draft.ts';
import { createDraftFiles, type DraftFiles } from './attachments/draft-files.ts';
import { readyFiles } from './attachments/attachments.logic.ts';
import type { Edit } from './branch.logic.ts';

/** What people have written and attached and not yet sent, by conversation, kept while they switch between them. */
export interface Drafts {
  /** Names this window to main, so that it is not told what it has written itself. */
  readonly writer: string;
  readonly files: DraftFiles;
  readonly edits: DraftEdits;
  get(conversationId: string): string;
  set(conversationId: string, text: string): void;
  /** Empties a draft that has been sent; what was typed since then stays. */
  clearSent(conversationId: string, sent: string): void;
  /** What a conversation is to begin with, or to go on with; the same object as long as nothing changes. */
  choices(conversationId: string): DraftChoices;
  choose(conversationId: string, choices: DraftChoices): void;
  /** Whether something is written or attached. */
  has(conversationId: string): boolean;
  /** The new conversation that something was written in last; undefined where there is none. */
  newChatId(): string | undefined;
  /** A new conversation is shown. */
  markNew(conversationId: string): void;
  /** A conversation is new no more. */
  markBegun(conversationId: string): void;
  /** Gives what is written in a conversation to another one. */
  move(fromId: string, toId: string): void;
  subscribe(listener: () => void): () => void;
  readonly keeping: DraftKeeping;
}

/** Questions that people have begun to edit and not sent anew, by the question's id. */
export interface DraftEdits {
  get(questionId: string): Edit | undefined;
  set(questionId: string, edit: Edit): void;
  remove(questionId: string): void;
}

/** What the person has changed: a draft by its conversation, or an edit by its question. */
export type DraftKey =
  | { readonly kind: 'draft'; readonly conversationId: string }
  | { readonly kind: 'edit'; readonly questionId: string };

/** The side of the drafts that main's are kept in step with. */
export interface DraftKeeping {
  /** Tells what the person changes, not what `restore` and `take` do. */
  watch(listener: (key: DraftKey) => void): () => void;
  /** A draft as main is told of it. */
  draft(conversationId: string): Draft;
  edit(questionId: string): DraftEdit | null;
  /** Takes what main has kept, where this window has nothing of its own. */
  restore(kept: KeptDrafts): void;
  /** Takes what another window has written. */
  take(draft: Draft): void;
  /** Main has forgotten a conversation's draft together with the conversation. */
  forget(conversationId: string): void;
  forgetAll(): void;
  /** Why the last change is not kept; null where it is. */
  failure(): AppErrorData | null;
  fail(error: AppErrorData | null): void;
}

const noChoices: DraftChoices = {};

/** Makes an empty store of drafts. */
export function createDrafts(): Drafts {
  const texts = new Map<string, string>();
  const choices = new Map<string, DraftChoices>();
  const edits = new Map<string, Edit>();
  /** What the person has changed in this window. */
  const touched = new Set<string>();
  const listeners = new Set<() => void>();
  const watchers = new Set<(key: DraftKey) => void>();
  let newChatId: string | undefined;
  let failure: AppErrorData | null = null;

  const notify = () => {
    for (const listener of listeners) listener();
  };
  const tell = (key: DraftKey) => {
    touched.add(key.kind === 'draft' ? key.conversationId : key.questionId);
    notify();
    for (const watcher of watchers) watcher(key);
  };
  const changed = (conversationId: string) => tell({ kind: 'draft', conversationId });
  const files = createDraftFiles(changed);
  const get = (conversationId: string) => texts.get(conversationId) ?? '';
  const put = (conversationId: string, text: string) => {
    if (text === '') texts.delete(conversationId);
    else texts.set(conversationId, text);
  };
  const set = (conversationId: string, text: string) => {
    put(conversationId, text);
    changed(conversationId);
  };
  const has = (conversationId: string) => texts.has(conversationId) || files.get(conversationId).length > 0;
  const knownNewChat = () => (newChatId !== undefined && has(newChatId) ? newChatId : undefined);
  const forget = (conversationId: string) => {
    texts.delete(conversationId);
    choices.delete(conversationId);
    files.forget(conversationId);
  };
  const take = (draft: Draft) => {
    put(draft.conversationId, draft.text);
    choices.set(draft.conversationId, draft.choices);
    files.restore(draft.conversationId, draft.files);
  };
  return {
    writer: crypto.randomUUID(),
    files,
    edits: {
      get: (questionId) => edits.get(questionId),
      set(questionId, edit) {
        edits.set(questionId, edit);
        tell({ kind: 'edit', questionId });
      },
      remove(questionId) {
        if (edits.delete(questionId)) tell({ kind: 'edit', questionId });
      },
    },
    get,
    set,
    clearSent(conversationId, sent) {
      const current = get(conversationId);
      if (current === sent) set(conversationId, '');
    },
    choices: (conversationId) => choices.get(conversationId) ?? noChoices,
    choose(conversationId, chosen) {
      choices.set(conversationId, { ...choices.get(conversationId), ...chosen });
      if (has(conversationId)) changed(conversationId);
      else notify();
    },
    has,
    newChatId: knownNewChat,
    markNew(conversationId) {
      newChatId = knownNewChat() ?? conversationId;
      if (has(conversationId)) newChatId = conversationId;
    },
    markBegun(conversationId) {
      if (newChatId === conversationId) newChatId = undefined;
    },
    move(fromId, toId) {
      texts.set(toId, get(fromId));
      for (const file of files.get(fromId)) files.add(toId, file);
      // SECURITY: a stranger's words do not pass for the person's own because they have moved.
      if (choices.get(fromId)?.isLinked === true) choices.set(toId, { ...choices.get(toId), isLinked: true });
      changed(toId);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    keeping: {
      watch(listener) {
        watchers.add(listener);
        return () => watchers.delete(listener);
      },
      draft: (conversationId) => ({
        conversationId,
        text: get(conversationId),
        files: readyFiles(files.get(conversationId)),
        choices: choices.get(conversationId) ?? noChoices,
      }),
      edit(questionId) {
        const edit = edits.get(questionId);
        return edit === undefined ? null : { questionId, text: edit.text, removed: [...edit.removed] };
      },
      restore(kept) {
        for (const { isNew, ...draft } of kept.drafts) {
          if (touched.has(draft.conversationId)) continue;
          take(draft);
          if (isNew && knownNewChat() === undefined) newChatId = draft.conversationId;
        }
        for (const { questionId, text, removed } of kept.edits) {
          if (!touched.has(questionId)) edits.set(questionId, { text, removed });
        }
        notify();
      },
      take(draft) {
        take(draft);
        notify();
      },
      forget(conversationId) {
        if (!has(conversationId)) return;
        forget(conversationId);
        notify();
      },
      forgetAll() {
        for (const id of [...texts.keys(), ...files.conversationIds()]) forget(id);
        edits.clear();
        notify();
      },
      failure: () => failure,
      fail(error) {
        if (failure?.code === error?.code) return;
        failure = error;
        notify();
      },
    },
  };
}
