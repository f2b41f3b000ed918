import { Buffer } from 'node:buffer';
import { AppError } from '../../../shared/errors.ts';
import type { Attachment } from '../../../shared/model/attachment.ts';
import type { FilePart } from '../../../shared/model/message.ts';
import { plainLine } from '../../../shared/plain-line.ts';
import type { FileStore } from '../history/file-store.ts';
import type { AttachmentReader } from './attachment-reader.ts';

/** What the tray stands on. */
export interface AttachmentTrayOptions {
  readonly reader: Pick<AttachmentReader, 'read'>;
  /** Files are kept there from the moment that they are read, so that none of them waits in memory. */
  readonly store: Pick<FileStore, 'addFile' | 'deleteDraftFile' | 'fileData'>;
  /** What is ready to be sent, by id: it outlives the tray, as the drafts in the window do. */
  readonly ready: Map<string, Attachment>;
  /** Ends all reading. */
  readonly signal: AbortSignal;
}

/** A file from the window. */
export interface NewAttachment {
  readonly attachmentId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files that people have attached to drafts and not yet sent. */
export class AttachmentTray {
  readonly #options: AttachmentTrayOptions;
  readonly #reading = new Map<string, AbortController>();
  readonly #ready: Map<string, Attachment>;

  constructor(options: AttachmentTrayOptions) {
    this.#options = options;
    this.#ready = options.ready;
  }

  /** Reads a file and keeps it. @throws AppError of `attachment-…` and of the store; `attachment-missing` once removed or left */
  async add({ attachmentId, name, bytes }: NewAttachment): Promise<Attachment> {
    const { reader, store, signal } = this.#options;
    if (this.#reading.has(attachmentId) || this.#ready.has(attachmentId)) throw new AppError('invalid-request');
    const removal = new AbortController();
    this.#reading.set(attachmentId, removal);
    try {
      const content = await reader.read({ name, bytes }, AbortSignal.any([removal.signal, signal]));
      const data = content.bytes ?? bytes;
      await store.addFile({ attachmentId, text: content.text, data });
      if (removal.signal.aborted) {
        await store.deleteDraftFile({ attachmentId });
        throw new AppError('attachment-missing');
      }
      const { kind, mediaType, pages, text, truncated } = content;
      const attachment: Attachment = {
        id: attachmentId,
        name: plainName(name),
        kind,
        mediaType,
        bytes: data.length,
        truncated,
        ...(kind === 'image' ? {} : { tokens: estimatedTokens(text) }),
        ...(pages === undefined ? {} : { pages }),
      };
      this.#ready.set(attachmentId, attachment);
      return attachment;
    } catch (thrown) {
      // The account was left meanwhile, which is nobody's fault and no reason to alarm the log.
      if (signal.aborted) throw new AppError('attachment-missing', { cause: thrown });
      throw thrown;
    } finally {
      this.#reading.delete(attachmentId);
    }
  }

  /** Forgets a file, also while it is read; unknown ones are gone already. */
  async remove(attachmentId: string): Promise<void> {
    this.#reading.get(attachmentId)?.abort(new AppError('attachment-missing'));
    if (this.#ready.delete(attachmentId)) await this.#options.store.deleteDraftFile({ attachmentId });
  }

  /** What is known of files that are ready; those that are not are left out. */
  attachments(attachmentIds: readonly string[]): Attachment[] {
    return attachmentIds.flatMap((id) => this.#ready.get(id) ?? []);
  }

  /** Files as parts of the message that they are sent with. @throws AppError `attachment-missing` */
  parts(attachmentIds: readonly string[]): FilePart[] {
    return attachmentIds.map((attachmentId) => {
      const attachment = this.#ready.get(attachmentId);
      if (attachment === undefined) throw new AppError('attachment-missing');
      const { id: _, name: filename, ...facts } = attachment;
      return { type: 'file', attachmentId, filename, ...facts };
    });
  }

  /** What is in a file of text. @throws AppError `attachment-missing` */
  async text(attachmentId: string): Promise<string> {
    if (this.#ready.get(attachmentId)?.kind !== 'text') throw new AppError('attachment-missing');
    return new TextDecoder().decode(await this.#options.store.fileData({ attachmentId }));
  }

  /** Lets go of files that have been sent: they belong to their conversation now. */
  release(attachmentIds: readonly string[]): void {
    for (const attachmentId of attachmentIds) this.#ready.delete(attachmentId);
  }
}

/** SECURITY: no folders, nothing that turns a line around or hides its end, and no words that the model alone could read. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const shown = plainLine(last, 1000);
  return shown === '' ? 'file' : shown;
}

/** As most tokenizers count European languages: four bytes a token. */
function estimatedTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
