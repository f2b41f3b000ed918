import { FileWriter } from '../file-writer.ts';
import type { FileDialogs } from '../ports.ts';
import { imageType } from './image-url.ts';

/**
 * Saves a copy of an image where the person says; resolves to whether they did.
 * @throws AppError `attachment-missing` where it is no image, `disk-full`, `file-unwritable`
 */
export async function saveImage(data: Uint8Array, dialogs: Pick<FileDialogs, 'save'>): Promise<boolean> {
  const extension = imageType(data).slice('image/'.length);
  return save({ name: `image.${extension}`, extension, data }, dialogs);
}

/** A text of an answer, to be kept as a file. */
export interface SavedText {
  /** With its ending. */
  readonly name: string;
  readonly text: string;
}

/** Saves a text where the person says; resolves to whether they did. @throws AppError `disk-full`, `file-unwritable` */
export function saveText({ name, text }: SavedText, dialogs: Pick<FileDialogs, 'save'>): Promise<boolean> {
  return save({ name, extension: name.split('.').at(-1) ?? 'txt', data: Buffer.from(text) }, dialogs);
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
