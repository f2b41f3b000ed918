import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dialog } from 'electron';
import { AppError } from '../../shared/errors.ts';
import type { SaveFile } from '../core/ports.ts';

/** Saves files where the person says, in the dialog of the operating system. */
export function createSaveFile(dialog: Pick<Dialog, 'showSaveDialog'>): SaveFile {
  return async (name, data) => {
    const ending = path.extname(name).slice(1);
    const { canceled, filePath } = await dialog.showSaveDialog({
      defaultPath: name,
      filters: [{ name: ending.toUpperCase(), extensions: [ending] }],
    });
    if (canceled) return false;
    await writeFile(filePath, data).catch((cause: unknown) => {
      throw new AppError('file-not-saved', { cause });
    });
    return true;
  };
}
