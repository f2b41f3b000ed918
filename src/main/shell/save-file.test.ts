import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../core/testing/fakes.ts';
import { createSaveFile } from './save-file.ts';

type Answer = { readonly canceled: boolean; readonly filePath: string };
const saveTo = (answer: Answer) =>
  createSaveFile({ showSaveDialog: async () => answer })('image.png', Buffer.from('x'));

test('a file is written where the person says, and nowhere where they think better of it', async () => {
  const filePath = path.join(await temporaryFolder(), 'heron.png');
  expect(await saveTo({ canceled: true, filePath: '' })).toBe(false);
  expect(await saveTo({ canceled: false, filePath })).toBe(true);
  expect(await readFile(filePath, 'utf8')).toBe('x');
});

test('a folder that cannot be written to is told as such, not as a fault of Parley', async () => {
  const filePath = path.join(await temporaryFolder(), 'none', 'heron.png');
  await expect(saveTo({ canceled: false, filePath })).rejects.toMatchObject({ code: 'file-not-saved' });
});
