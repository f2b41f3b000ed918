import { FileWriter } from '../file-writer.ts';
import type { FileStore } from '../history/file-store.ts';
import type { FileDialogs } from '../ports.ts';
import { imageType, imageUrl } from './image-url.ts';

/** A text of an answer, to be kept as a file. */
export interface SavedText {
  /** With its ending. */
  readonly name: string;
  readonly text: string;
}

/** What messages have besides their words, for the window and for files of the person's. */
export class MessageFiles {
  readonly #store: Pick<FileStore, 'fileData'>;
  readonly #dialogs: Pick<FileDialogs, 'save'>;

  constructor(store: Pick<FileStore, 'fileData'>, dialogs: Pick<FileDialogs, 'save'>) {
    this.#store = store;
    this.#dialogs = dialogs;
  }

  /** An image as a data URL. @throws AppError `attachment-missing` */
  async image(attachmentId: string): Promise<string> {
    return imageUrl(await this.#store.fileData({ attachmentId }));
  }

  /**
   * Saves a copy of an image where the person says; resolves to whether they did.
   * @throws AppError `attachment-missing` where it is no image, `disk-full`, `file-unwritable`
   */
  async saveImage(attachmentId: string): Promise<boolean> {
    const data = await this.#store.fileData({ attachmentId });
    const extension = imageType(data).slice('image/'.length);
    return save({ name: `image.${extension}`, extension, data }, this.#dialogs);
  }

  /** Saves a text where the person says; resolves to whether they did. @throws AppError `disk-full`, `file-unwritable` */
  saveText({ name, text }: SavedText): Promise<boolean> {
    return save({ name, extension: name.split('.').at(-1) ?? 'txt', data: Buffer.from(text) }, this.#dialogs);
  }
}

interface SavedFile {
  readonly name: string;
  readonly extension: string;
  readonly data: Uint8Array;
}

async function save({ name, extension, data }: SavedFile, dialogs: Pick<FileDialogs, 'save'>): Promise<boolean> {
  const file = await dialogs.save({ name, extension });
  if (file === undefined) return false;
  const writer = await FileWriter.open(file);
  try {
    await writer.write(data);
    await writer.finish();
  } finally {
    await writer.discard();
  }
  return true;
}
