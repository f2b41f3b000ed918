import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { pixel } from '../../../../dev/testing/every-part.ts';
import { temporaryFolder } from '../testing/fakes.ts';
import { saveImage, saveText } from './save-image.ts';

test('an image is written where the person says, and nowhere where they think better of it', async () => {
  const file = path.join(await temporaryFolder(), 'heron.png');
  const names: string[] = [];
  const choose = (chosen: string | undefined) => ({
    save: async ({ name }: { readonly name: string }) => {
      names.push(name);
      return chosen;
    },
  });
  expect(await saveImage(pixel, choose(undefined))).toBe(false);
  expect(await saveImage(pixel, choose(file))).toBe(true);
  expect((await readFile(file)).equals(pixel)).toBe(true);
  expect(names).toEqual(['image.png', 'image.png']);
});

test('a folder that cannot be written to is told as such, not as a fault of Parley', async () => {
  const file = path.join(await temporaryFolder(), 'none', 'heron.png');
  await expect(saveImage(pixel, { save: async () => file })).rejects.toMatchObject({ code: 'file-unwritable' });
});

test('a text is written as it is, under the name that is offered', async () => {
  const file = path.join(await temporaryFolder(), 'code.ts');
  const offered: unknown[] = [];
  const dialogs = {
    save: async (wish: unknown) => {
      offered.push(wish);
      return file;
    },
  };
  expect(await saveText({ name: 'code.ts', text: 'let ä;\n' }, dialogs)).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('let ä;\n');
  expect(offered).toEqual([{ name: 'code.ts', extension: 'ts' }]);
});
