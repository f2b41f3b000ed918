import { toAppError } from '../../../shared/errors.ts';
import type { ParleyEmit } from '../../../shared/ipc/contract.ts';
import type { Attachment } from '../../../shared/model/attachment.ts';
import type { Draft, DraftChoices, DraftEdit, KeptDrafts } from '../../../shared/model/draft.ts';
import type { AttachmentTray } from '../attachments/attachment-tray.ts';
import type { DraftStore } from '../history/draft-store.ts';
import type { Clock, Log } from '../ports.ts';

/** What keeping drafts stands on. */
export interface DraftKeeperOptions {
  readonly store: DraftStore;
  /** The files of drafts, by what the window knows of them. */
  readonly tray: Pick<AttachmentTray, 'attachments'>;
  /** Whether nothing of a conversation may be written. */
  readonly isUnwritten: (conversationId: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: ParleyEmit;
}

/** A draft from the window, which names files by their ids alone. */
export interface DraftInput {
  readonly writer: string;
  readonly conversationId: string;
  readonly text: string;
  readonly attachmentIds: readonly string[];
  readonly choices: DraftChoices;
}

/** Keeps what a person has written and not sent, so that neither a crash nor a restart loses it. */
export class DraftKeeper {
  readonly #options: DraftKeeperOptions;

  constructor(options: DraftKeeperOptions) {
    this.#options = options;
  }

  /** Everything that is kept. */
  list(): Promise<KeptDrafts> {
    return this.#options.store.drafts();
  }

  /** Keeps a draft; one without text and files is forgotten. @throws AppError of the store */
  async save({ writer, conversationId, text, attachmentIds, choices }: DraftInput): Promise<void> {
    const { store, tray, clock, isUnwritten, emit } = this.#options;
    // SECURITY: the window names files; what they are, and that they are the person's own, only main says.
    const draft: Draft = { conversationId, text, files: tray.attachments(attachmentIds), choices };
    if (!(await isUnwritten(conversationId))) await store.saveDraft({ ...draft, savedAt: clock.now() });
    emit('drafts.changed', { writer, draft });
  }

  /** Keeps an edit of a question; null forgets it. @throws AppError of the store */
  async saveEdit(questionId: string, edit: Pick<DraftEdit, 'text' | 'removed'> | null): Promise<void> {
    const { store, clock } = this.#options;
    // A question that is never written is not in the store, which then keeps nothing.
    await store.saveEdit({ questionId, edit, savedAt: clock.now() });
  }

  /** Forgets a draft that has been sent, also where its window is gone before it can. */
  async sent(conversationId: string, text: string): Promise<void> {
    const { store, log } = this.#options;
    await store.forgetSent({ conversationId, text }).catch((thrown: unknown) => {
      log.warn('draft-forget-fail', { code: toAppError(thrown).code });
    });
  }

  /** Takes what is kept of a conversation off the disk, which is not to be written any more; the windows keep it. */
  async takeBack(conversationId: string): Promise<void> {
    const { store, clock } = this.#options;
    await store.saveDraft({ conversationId, text: '', files: [], choices: {}, savedAt: clock.now() });
  }

  /** Forgets everything that is kept. */
  async forgetAll(): Promise<void> {
    await this.#options.store.deleteDrafts({ before: Number.MAX_SAFE_INTEGER });
    this.#options.emit('drafts.forgotten', undefined);
  }
}

/** The files that kept drafts hold, by id. */
export function filesOf(drafts: readonly Pick<Draft, 'files'>[]): ReadonlyMap<string, Attachment> {
  return new Map(drafts.flatMap(({ files }) => files.map((file) => [file.id, file] as const)));
}
