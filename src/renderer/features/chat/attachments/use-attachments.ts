import { useCallback, useSyncExternalStore } from 'react';
import { AppError } from '../../../../shared/errors.ts';
import type { ParleyBridge } from '../../../../shared/ipc/contract.ts';
import { attachmentLimit, attachmentsPerMessage } from '../../../../shared/model/attachment.ts';
import { BridgeError, errorData, unwrap, useBridge } from '../../../bridge.ts';
import { joinedDraft } from '../waiting.logic.ts';
import type { Drafts } from '../drafts.ts';
import type { DraftFile, DraftFileState } from './draft-files.ts';

/** The files of a conversation's draft, and what can be done with them. */
export interface Attachments {
  readonly files: readonly DraftFile[];
  readonly add: (files: readonly File[]) => void;
  /** Attaches a text that was pasted; one that cannot be read as a file is put into the message. */
  readonly addText: (text: string) => void;
  /** Puts a file of text into the message itself. */
  readonly insert: (id: string) => Promise<void>;
  readonly remove: (id: string) => void;
}

/** Attaches files to the draft of a conversation: main reads each, and keeps it until it is sent or removed. */
export function useAttachments(conversationId: string, drafts: Drafts): Attachments {
  const { attachments } = useBridge();
  const files = useSyncExternalStore(
    drafts.subscribe,
    useCallback(() => drafts.files.get(conversationId), [drafts, conversationId]),
  );

  const add = useCallback(
    (added: readonly File[]) => {
      for (const file of added) {
        const id = crypto.randomUUID();
        // What could not be read does not go along.
        const going = drafts.files.get(conversationId).filter(({ state }) => state.kind !== 'failed');
        const isOneTooMany = going.length >= attachmentsPerMessage;
        const refusal = isOneTooMany
          ? new AppError('attachments-too-many', { fields: { limit: attachmentsPerMessage } })
          : file.size > attachmentLimit
            ? new AppError('attachment-too-large', { fields: { megabytes: attachmentLimit / 1024 / 1024 } })
            : undefined;
        const state: DraftFileState =
          refusal === undefined ? { kind: 'reading' } : { kind: 'failed', error: refusal.toData() };
        drafts.files.add(conversationId, { id, name: file.name, state });
        if (refusal === undefined) {
          void read(file, id, attachments).then((settled) => drafts.files.settle(conversationId, id, settled));
        }
        // One word about all that were too many is enough.
        if (isOneTooMany) return;
      }
    },
    [conversationId, drafts, attachments],
  );

  const remove = useCallback(
    (id: string) => {
      drafts.files.remove(conversationId, [id]);
      // What main could not forget now it forgets at its next start.
      void attachments.remove({ attachmentId: id });
    },
    [conversationId, drafts, attachments],
  );

  const append = useCallback(
    (text: string) => drafts.set(conversationId, joinedDraft(drafts.get(conversationId), text)),
    [conversationId, drafts],
  );
  const addText = useCallback(
    (text: string) => {
      const id = crypto.randomUUID();
      const file = new File([text], 'Pasted text.txt', { type: 'text/plain' });
      const isOneTooMany = drafts.files.get(conversationId).length >= attachmentsPerMessage;
      if (isOneTooMany || file.size > attachmentLimit) {
        append(text);
        return;
      }
      drafts.files.add(conversationId, { id, name: file.name, state: { kind: 'reading' } });
      void read(file, id, attachments).then((settled) => {
        if (settled.kind === 'ready') {
          drafts.files.settle(conversationId, id, settled);
          return;
        }
        // It may have been taken away while it was read.
        if (!drafts.files.get(conversationId).some((each) => each.id === id)) return;
        drafts.files.remove(conversationId, [id]);
        append(text);
      });
    },
    [append, attachments, conversationId, drafts],
  );
  const insert = useCallback(
    async (id: string) => {
      const reply = await attachments.text({ attachmentId: id });
      if (!reply.ok || !drafts.files.get(conversationId).some((each) => each.id === id)) return;
      append(reply.value);
      remove(id);
    },
    [append, attachments, conversationId, drafts, remove],
  );

  return { files, add, addText, insert, remove };
}

async function read(file: File, id: string, main: ParleyBridge['attachments']): Promise<DraftFileState> {
  try {
    const bytes = await bytesOf(file);
    const name = file.name === '' ? 'file' : file.name;
    return { kind: 'ready', attachment: unwrap(await main.add({ attachmentId: id, name, bytes })) };
  } catch (thrown) {
    return { kind: 'failed', error: errorData(thrown) };
  }
}

/** A folder, and a file that is gone, cannot be read. */
async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (thrown) {
    throw new BridgeError(new AppError('attachment-unreadable', { cause: thrown }).toData());
  }
}
