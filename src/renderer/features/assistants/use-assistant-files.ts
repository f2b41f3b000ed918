import { useCallback, useEffect, useRef, useState } from 'react';
import { AppError, type AppErrorData } from '../../../shared/errors.ts';
import { attachmentLimit, attachmentsPerMessage } from '../../../shared/model/attachment.ts';
import type { FilePart } from '../../../shared/model/message.ts';
import { BridgeError, errorData, unwrap, useBridge } from '../../bridge.ts';

/** A file of an assistant that is being written. */
export interface AssistantFile {
  readonly id: string;
  readonly name: string;
  readonly state:
    | { readonly kind: 'reading' }
    | { readonly kind: 'ready' }
    | { readonly kind: 'failed'; readonly error: AppErrorData };
}

/** The files of an assistant that is being written, and what can be done with them. */
export interface AssistantFiles {
  readonly files: readonly AssistantFile[];
  /** Those that are to be saved. */
  readonly keptIds: readonly string[];
  readonly isReading: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (id: string) => void;
}

/** Attaches files to an assistant; what is not saved with it main forgets. */
export function useAssistantFiles(kept: readonly FilePart[]): AssistantFiles {
  const { attachments } = useBridge();
  const [files, setFiles] = useState<readonly AssistantFile[]>(() =>
    kept.map(({ attachmentId, filename }) => ({ id: attachmentId, name: filename, state: { kind: 'ready' } })),
  );
  const added = useRef<readonly string[]>([]);
  // What has been saved meanwhile is no draft any more, and stays.
  useEffect(
    () => () => {
      for (const attachmentId of added.current) void attachments.remove({ attachmentId });
    },
    [attachments],
  );

  const add = useCallback(
    (chosen: readonly File[]) => {
      for (const file of chosen) {
        const id = crypto.randomUUID();
        added.current = [...added.current, id];
        const settle = (state: AssistantFile['state']) =>
          setFiles((before) => before.map((each) => (each.id === id ? { ...each, state } : each)));
        setFiles((before) => [...before, { id, name: file.name, state: { kind: 'reading' } }]);
        void readFile(file)
          .then((bytes) => attachments.add({ attachmentId: id, name: file.name || 'file', bytes }))
          .then(unwrap)
          .then(
            () => settle({ kind: 'ready' }),
            (thrown: unknown) => settle({ kind: 'failed', error: errorData(thrown) }),
          );
      }
    },
    [attachments],
  );
  const remove = useCallback(
    (id: string) => {
      setFiles((before) => before.filter((each) => each.id !== id));
      if (added.current.includes(id)) void attachments.remove({ attachmentId: id });
    },
    [attachments],
  );

  const ready = files.filter(({ state }) => state.kind === 'ready');
  return {
    files,
    keptIds: ready.slice(0, attachmentsPerMessage).map(({ id }) => id),
    isReading: files.some(({ state }) => state.kind === 'reading'),
    add,
    remove,
  };
}

async function readFile(file: File): Promise<Uint8Array> {
  if (file.size > attachmentLimit) {
    const fields = { megabytes: attachmentLimit / 1024 / 1024 };
    throw new BridgeError(new AppError('attachment-too-large', { fields }).toData());
  }
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (thrown) {
    // A folder, or a file that is gone.
    throw new BridgeError(new AppError('attachment-unreadable', { cause: thrown }).toData());
  }
}
