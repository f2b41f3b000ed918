import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { pixel } from '../../../../dev/testing/every-part.ts';
import { temporaryFolder } from '../testing/fakes.ts';
import { MessageFiles } from './message-files.ts';

const store = { fileData: async () => pixel };

test('an image is written where the person says, and nowhere where they think better of it', async () => {
  const file = path.join(await temporaryFolder(), 'heron.png');
  const names: string[] = [];
  const choose = (chosen: string | undefined) => ({
    save: async ({ name }: { readonly name: string }) => {
      names.push(name);
      return chosen;
    },
  });
  expect(await new MessageFiles(store, choose(undefined)).saveImage('1')).toBe(false);
  expect(await new MessageFiles(store, choose(file)).saveImage('1')).toBe(true);
  expect((await readFile(file)).equals(pixel)).toBe(true);
  expect(names).toEqual(['image.png', 'image.png']);
});

test('a folder that cannot be written to is told as such, not as a fault of Parley', async () => {
  const file = path.join(await temporaryFolder(), 'none', 'heron.png');
  const files = new MessageFiles(store, { save: async () => file });
  await expect(files.saveImage('1')).rejects.toMatchObject({ code: 'file-unwritable' });
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
  expect(await new MessageFiles(store, dialogs).saveText({ name: 'code.ts', text: 'let ä;\n' })).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('let ä;\n');
  expect(offered).toEqual([{ name: 'code.ts', extension: 'ts' }]);
});
