import type { BrowserWindow, Dialog } from 'electron';
import path from 'node:path';
import type { FileDialogs } from '../core/ports.ts';

/** What the dialogs stand on. */
export interface FileDialogOptions {
  readonly dialog: Pick<Dialog, 'showSaveDialog' | 'showOpenDialog'>;
  /** The window that a dialog belongs to; undefined where there is none. */
  readonly window: () => BrowserWindow | undefined;
  /** Absolute path of the folder that is offered. */
  readonly folder: string;
}

/** The system's dialogs, by Electron. */
export function createFileDialogs({ dialog, window, folder }: FileDialogOptions): FileDialogs {
  return {
    async save({ name, extension }) {
      const options = {
        defaultPath: path.join(folder, name),
        filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
      };
      const owner = window();
      const { canceled, filePath } = await (owner === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(owner, options));
      return canceled || filePath === '' ? undefined : filePath;
    },
    async open({ extensions }) {
      const filters = [{ name: 'Exported conversations', extensions: [...extensions] }];
      const options = { defaultPath: folder, filters, properties: ['openFile' as const] };
      const owner = window();
      const { canceled, filePaths } = await (owner === undefined
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(owner, options));
      return canceled ? undefined : filePaths[0];
    },
  };
}
