import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { toAppError } from '../../../shared/errors.ts';
import type { KeptFile } from '../../../shared/model/message.ts';
import type { FileStore } from '../history/file-store.ts';
import type { Log } from '../ports.ts';
import type { AttachmentReader } from './attachment-reader.ts';

/** Largest image that is kept of an answer, in bytes. */
const imageLimit = 16 * 1024 * 1024;

/** What keeping stands on. */
export interface ImageKeeperOptions {
  readonly reader: Pick<AttachmentReader, 'read'>;
  readonly store: Pick<FileStore, 'addFile'>;
  readonly log: Log;
}

/** An image that came with an answer. */
export interface NewImage {
  readonly base64: string;
  readonly conversationId: string;
  /** Without an ending, which is the image's own. */
  readonly name: string;
}

/**
 * Keeps the images that come with answers beside the files of their conversation.
 * SECURITY: a service and a tool may send anything: it is read like an attached file, in a process of its own, and kept only
 * where it is a PNG, JPEG, GIF or WebP of a size that can be shown, without what its maker wrote beside the picture.
 */
export class ImageKeeper {
  readonly #options: ImageKeeperOptions;

  constructor(options: ImageKeeperOptions) {
    this.#options = options;
  }

  /** Undefined where it is no such image, or could not be kept. @throws the signal's reason */
  async keep({ base64, conversationId, name }: NewImage, signal: AbortSignal): Promise<KeptFile | undefined> {
    const { reader, store, log } = this.#options;
    if (base64.length > (imageLimit / 3) * 4) return undefined;
    try {
      const bytes = Buffer.from(base64, 'base64');
      const content = await reader.read({ name: '', bytes }, signal);
      if (content.kind !== 'image') return undefined;
      const { kind, mediaType } = content;
      const data = content.bytes ?? bytes;
      const attachmentId = randomUUID();
      await store.addFile({ attachmentId, conversationId, text: '', data });
      const filename = `${name}.${mediaType.slice('image/'.length)}`;
      return { attachmentId, filename, kind, mediaType, bytes: data.length, truncated: false };
    } catch (thrown) {
      signal.throwIfAborted();
      log.warn('image-fail', { code: toAppError(thrown).code });
      return undefined;
    }
  }
}
