import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { temporaryFolder } from '../core/testing/fakes.ts';
import { createFileLog } from './log.ts';
import { failStart, prepareProfile } from './start-up.ts';

describe('starting up', () => {
  it('makes the profile of a first start', async () => {
    const folder = path.join(await temporaryFolder(), 'a', 'b');
    prepareProfile(folder);
    await expect(writeFile(path.join(folder, 'file'), 'x')).resolves.toBeUndefined();
  });

  it('names a profile that cannot be one, instead of quitting without a word', async () => {
    const file = path.join(await temporaryFolder(), 'profile');
    await writeFile(file, 'in the way');
    expect(() => prepareProfile(path.join(file, 'below'))).toThrow(
      expect.objectContaining({ code: 'profile-unwritable' }),
    );
  });

  it('shows sentence, advice and code, and ends with a failure', () => {
    const said: string[] = [];
    const app = { exit: (code?: number) => void said.push(`exit ${code}`) };
    const dialog = { showErrorBox: (_title: string, text: string) => void said.push(text) };
    failStart(app, dialog, new AppError('profile-unwritable', { fields: { folder: '/home/ada/.config/parley' } }));
    expect(said[0]).toMatch(/cannot write.*\/home\/ada.*\n.*IT department.*\n\nprofile-unwritable, [0-9a-f-]{36}/);
    expect(said[1]).toBe('exit 1');
  });

  it('does without a log where something is in its way', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'logs'), 'in the way');
    const log = createFileLog(path.join(folder, 'logs'));
    log.info('app-start');
    await expect(log.close()).resolves.toBeUndefined();
  });
});
