import { describe, expect, test } from 'vitest';
import type { StoredFile } from '../history/file-store.ts';
import { untilAborted } from '../until-aborted.ts';
import { AttachmentTray } from './attachment-tray.ts';
import type { FileContent } from './protocol.ts';

const content: FileContent = { kind: 'text', mediaType: 'text/plain', text: 'Größe', truncated: false };
const bytes = Buffer.from('Größe');

/** A tray whose reading and keeping can be held back. */
function start(read: FileContent = content) {
  const kept = new Map<string, StoredFile>();
  const hold = { reading: Promise.resolve(), writing: Promise.resolve() };
  const closed = new AbortController();
  const tray = new AttachmentTray({
    reader: {
      read: async (_request, signal) => {
        await untilAborted(hold.reading, signal);
        return read;
      },
    },
    store: {
      addFile: async (file) => {
        await hold.writing;
        kept.set(file.attachmentId, file);
      },
      deleteDraftFile: async ({ attachmentId }) => void kept.delete(attachmentId),
      fileData: async ({ attachmentId }) => kept.get(attachmentId)?.data ?? bytes,
    },
    ready: new Map(),
    signal: closed.signal,
  });
  const add = (attachmentId: string, name = 'plan.txt') => tray.add({ attachmentId, name, bytes });
  return { tray, kept, hold, closed, add };
}

describe('the tray of a draft', () => {
  test('a file that was read is sent with what is known of it, once', async () => {
    const { tray, kept, add } = start();
    expect(await add('f')).toEqual({
      id: 'f',
      name: 'plan.txt',
      kind: 'text',
      mediaType: 'text/plain',
      bytes: 7,
      tokens: 2,
      truncated: false,
    });
    expect(kept.get('f')).toEqual({ attachmentId: 'f', text: 'Größe', data: bytes });
    expect(tray.parts(['f'])).toEqual([
      {
        type: 'file',
        attachmentId: 'f',
        filename: 'plan.txt',
        kind: 'text',
        mediaType: 'text/plain',
        bytes: 7,
        tokens: 2,
        truncated: false,
      },
    ]);
    tray.release(['f']);
    expect(() => tray.parts(['f'])).toThrow(expect.objectContaining({ code: 'attachment-missing' }));
    expect(kept.has('f')).toBe(true);
  });

  test('an image is kept without what was taken out of it', async () => {
    const clean = Buffer.from('clean');
    const { kept, add } = start({ kind: 'image', mediaType: 'image/png', text: '', truncated: false, bytes: clean });
    expect(await add('f')).not.toHaveProperty('tokens');
    expect(kept.get('f')?.data).toBe(clean);
  });

  test('a file that is removed while it is read, or written, does not come back', async () => {
    for (const moment of ['reading', 'writing'] as const) {
      const { tray, kept, hold, add } = start();
      const held = Promise.withResolvers<void>();
      hold[moment] = held.promise;
      const added = add('f');
      await Promise.resolve();
      await tray.remove('f');
      held.resolve();
      await expect(added, moment).rejects.toMatchObject({ code: 'attachment-missing' });
      expect(kept.size).toBe(0);
      expect(() => tray.parts(['f'])).toThrow(expect.objectContaining({ code: 'attachment-missing' }));
    }
  });

  test('a file that was removed is deleted', async () => {
    const { tray, kept, add } = start();
    await add('f');
    await tray.remove('f');
    await tray.remove('unknown');
    expect(kept.size).toBe(0);
  });

  test('signing out ends what is being read, and is not told as a fault of Parley', async () => {
    const { hold, closed, add } = start();
    hold.reading = new Promise(() => {});
    const added = add('f');
    closed.abort();
    await expect(added).rejects.toMatchObject({ code: 'attachment-missing' });
  });

  test('an id does not stand for two files', async () => {
    const { add } = start();
    await add('f');
    await expect(add('f')).rejects.toMatchObject({ code: 'invalid-request' });
  });

  test.each([
    ['C:\\Users\\ada\\plan.txt', 'plan.txt'],
    ['/home/ada/plan.txt', 'plan.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\nb.txt', 'a b.txt'],
    ['\u202E', 'file'],
    ['plan\u{E0049}\u{E0067}\u200B.txt', 'plan.txt'],
    ['👩‍🔬 نامه‌ها.txt', '👩‍🔬 نامه‌ها.txt'],
  ])(
    'the name %j does not show a folder, read in another order than it is, or hold what nobody sees',
    async (name, shown) => {
      expect(await start().add('f', name)).toMatchObject({ name: shown });
    },
  );
});
