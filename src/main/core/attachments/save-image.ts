import { FileWriter } from '../file-writer.ts';
import type { FileDialogs } from '../ports.ts';
import { imageType } from './image-url.ts';

/**
 * Saves a copy of an image where the person says; resolves to whether they did.
 * @throws AppError `attachment-missing` where it is no image, `disk-full`, `file-unwritable`
 */
export async function saveImage(data: Uint8Array, dialogs: Pick<FileDialogs, 'save'>): Promise<boolean> {
  const extension = imageType(data).slice('image/'.length);
  const file = await dialogs.save({ name: `image.${extension}`, extension });
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
