import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { StoredFile } from '../history/file-store.ts';
import { MemoryLog } from '../testing/fakes.ts';
import { ImageKeeper } from './image-keeper.ts';
import type { FileContent } from './protocol.ts';

const image = { base64: Buffer.from('bytes').toString('base64'), conversationId: 'c', name: 'image-1' };
const content: FileContent = { kind: 'image', mediaType: 'image/webp', text: '', truncated: false };

function start(read: () => Promise<FileContent>) {
  const files: StoredFile[] = [];
  const store = { addFile: async (file: StoredFile) => void files.push(file) };
  return { files, keeper: new ImageKeeper({ reader: { read }, store, log: new MemoryLog() }) };
}

const signal = new AbortController().signal;

test('an image is kept as its reader has cleaned it, and goes with its conversation', async () => {
  const { keeper, files } = start(async () => ({ ...content, bytes: Buffer.from('clean') }));
  const kept = await keeper.keep(image, signal);
  expect(kept).toMatchObject({ filename: 'image-1.webp', mediaType: 'image/webp', bytes: 5 });
  expect(files).toMatchObject([{ attachmentId: kept?.attachmentId, conversationId: 'c' }]);
  expect(Buffer.from(files[0]?.data ?? []).toString()).toBe('clean');
});

test.each<[string, () => Promise<FileContent>]>([
  ['a file that is no image', async () => ({ ...content, kind: 'text', mediaType: 'text/plain' })],
  ['an image that is too large to decode', () => Promise.reject(new AppError('attachment-too-complex'))],
])('%s is not kept', async (_name, read) => {
  const { keeper, files } = start(read);
  expect(await keeper.keep(image, signal)).toBeUndefined();
  expect(files).toEqual([]);
});

test('an endless image is not even decoded', async () => {
  const { keeper } = start(() => Promise.reject(new Error('read')));
  expect(await keeper.keep({ ...image, base64: 'A'.repeat(24 * 1024 * 1024) }, signal)).toBeUndefined();
});

test('an answer that is stopped does not wait for its image', async () => {
  const stopped = AbortSignal.abort('stopped');
  const { keeper } = start(() => Promise.reject(new AppError('attachment-missing')));
  await expect(keeper.keep(image, stopped)).rejects.toBe('stopped');
});
