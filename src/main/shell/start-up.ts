import { accessSync, constants, mkdirSync } from 'node:fs';
import type { App, Dialog } from 'electron';
import { errorText } from '../../shared/error-text.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import { hasErrorCode } from '../core/atomic-file.ts';

/**
 * Makes sure that the profile can be written. To be called before Chromium takes its lock there, since it would take a
 * folder that it cannot write for one that another Parley has, and end without a word.
 * @throws AppError `profile-unwritable`, `disk-full`
 */
export function prepareProfile(folder: string): void {
  try {
    // SECURITY: on a shared computer nobody else may read what Parley keeps.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOSPC', 'EDQUOT')) throw new AppError('disk-full', { cause });
    throw new AppError('profile-unwritable', { fields: { folder }, cause });
  }
}

/** Says in a box of the operating system why there will be no window, and ends the application. */
export function failStart(app: Pick<App, 'exit'>, dialog: Pick<Dialog, 'showErrorBox'>, thrown: unknown): void {
  const error = toAppError(thrown);
  const { sentence, action } = errorText(error);
  dialog.showErrorBox('Parley cannot start', `${sentence}\n${action}\n\n${error.code}, ${error.correlationId}`);
  app.exit(1);
}
