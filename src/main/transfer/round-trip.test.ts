import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { messageAttachmentIds, MessagePart } from '../../shared/model/message.ts';
import { ExportedMetadata } from '../core/transfer/export-schema.ts';
import { transferWorld } from '../../../dev/testing/transfer-world.ts';
import { everyPart } from '../../../dev/testing/every-part.ts';

async function withEveryPart() {
  const world = await transferWorld();
  const { conversation, files } = everyPart();
  await world.history.importConversation(conversation);
  for (const file of files) await world.history.importFile(file);
  return { ...world, conversation, files };
}

const timeless = (text: string) => text.replace(/"exportedAt":"[^"]+"/, '');

describe('an export', () => {
  test('as JSON comes back with every part, branch and file, byte for byte', async () => {
    const { exportText, conversation, files } = await withEveryPart();
    const written = await exportText();
    const other = await transferWorld();
    const end = await other.importFile(written);
    expect(end).toMatchObject({
      error: null,
      report: { source: 'parley', taken: 1, messages: 5, files: 5, filesLeftOut: 0 },
    });
    expect(timeless(await other.exportText())).toBe(timeless(written));
    const opened = await other.history.open({ conversationId: conversation.conversation.id });
    const { pinnedAt, archivedAt, folder } = conversation.place;
    expect(opened.conversation).toEqual({
      ...conversation.conversation,
      pinnedAt,
      archivedAt,
      folderId: folder?.id,
      binnedAt: null,
    });
    expect(opened.settings).toEqual(conversation.settings);
    expect(opened.assistant).toEqual(conversation.assistant);
    expect(await other.history.folders()).toEqual([{ ...folder, isCollapsed: false }]);
    expect(await other.history.mentioned()).toEqual([{ id: 'ada', name: 'Ada Lovelace' }]);
    for (const { attachmentId, data } of files) {
      expect(Buffer.from(await other.history.fileData({ attachmentId })).equals(data)).toBe(true);
    }
    expect((await other.importFile(written)).report).toMatchObject({ taken: 0, alreadyHere: 1, files: 0 });
  });

  test('comes back with its files where storage dies once it has taken a conversation, and is asked again', async () => {
    const { exportText } = await withEveryPart();
    const written = await exportText();
    const { history, importFile } = await transferWorld();
    const take = history.importConversation;
    // As the connection does with a request that a process did not live to answer.
    history.importConversation = async (input) => {
      await take(input);
      return take(input);
    };
    expect((await importFile(written)).report).toMatchObject({ taken: 1, alreadyHere: 0, files: 5, filesLeftOut: 0 });
    expect((await importFile(written)).report).toMatchObject({ taken: 0, alreadyHere: 1, files: 0 });
  });

  test('has in its tests every kind of part and metadata that there is', () => {
    const messages = everyPart().conversation.messages.map(({ message }) => message);
    const known = MessagePart.options.map(({ shape }) => shape.type.value);
    expect([...new Set(messages.flatMap(({ parts }) => parts.map(({ type }) => type)))].toSorted()).toEqual(
      known.toSorted(),
    );
    const keys = new Set(messages.flatMap(({ metadata }) => Object.keys(metadata)));
    expect(Object.keys(ExportedMetadata.shape).filter((key) => !keys.has(key))).toEqual([]);
  });

  test('of before there were pins, folders and assistants in it is still read', async () => {
    const { exportText, conversation } = await withEveryPart();
    const older = JSON.parse(await exportText()) as { conversations: Record<string, unknown>[] };
    for (const each of older.conversations) {
      for (const key of ['pinnedAt', 'archivedAt', 'folder', 'assistant']) delete each[key];
    }
    const other = await transferWorld();
    expect((await other.importFile(JSON.stringify(older))).report).toMatchObject({ taken: 1, files: 4 });
    const opened = await other.history.open({ conversationId: conversation.conversation.id });
    expect(opened.conversation).toMatchObject({ pinnedAt: null, archivedAt: null, folderId: null });
    expect(opened.assistant).toBe(null);
  });

  test('goes into the folder of the same name, and makes none for what is here already', async () => {
    const { exportText } = await withEveryPart();
    const written = await exportText();
    const other = await transferWorld();
    const folder = { id: '11111111-1111-4111-8111-111111111111', name: 'Plans', isCollapsed: true };
    await other.history.saveFolder(folder);
    await other.importFile(written);
    expect(await other.history.folders()).toEqual([folder]);
    expect((await other.history.list())[0]?.folderId).toBe(folder.id);
    await other.history.saveFolder({ ...folder, name: 'Other' });
    await other.importFile(written);
    expect(await other.history.folders()).toHaveLength(1);
  });

  test('does not tell by what a service or a log could be asked about the person', async () => {
    const { exportText } = await withEveryPart();
    for (const format of ['json', 'html', 'markdown'] as const) {
      const text = await exportText({ format });
      expect(text).not.toMatch(/secret-(request|correlation)/);
    }
  });

  test('without files still gives a conversation that can go on', async () => {
    const { exportText, conversation } = await withEveryPart();
    const other = await transferWorld();
    const end = await other.importFile(await exportText({ includeFiles: false }));
    expect(end.report).toMatchObject({ taken: 1, files: 0, filesLeftOut: 5 });
    const { messages } = await other.history.open({ conversationId: conversation.conversation.id });
    expect(messages[0]?.parts.map(({ type }) => type)).toEqual(['text', 'text', 'text']);
    expect(messages.flatMap(messageAttachmentIds)).toEqual([]);
  });

  test('as HTML runs nothing, asks nobody, and has its pictures', async () => {
    const { exportText } = await withEveryPart();
    const page = await exportText({ format: 'html' });
    expect(page).not.toMatch(/<script|javascript:alert\(1\)"|<img src="http|<iframe|\son\w+=/i);
    expect(page).toContain("default-src 'none'; style-src 'sha256-");
    expect(page).toContain('<img src="data:image/png;base64,');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('Answer · The everyday model');
    expect(page).not.toContain('Another.');
  });

  test('as Markdown keeps what a tool has said inside of its fence', async () => {
    const { exportText } = await withEveryPart();
    const text = await exportText({ format: 'markdown' });
    expect(text).toContain('> ````\n> ```\n> <script>alert(1)</script>\n> ````');
    expect(text).toMatch(/^# Every part there is\n/);
    expect(text).toContain('- File: plan.txt');
  });

  test('that fails or is stopped leaves no file, not even a part of one', async () => {
    const { history, folder, exportText } = await withEveryPart();
    const broken = { ...history, exportMessages: async () => Promise.reject(new AppError('disk-full')) };
    const before = await readdir(folder);
    const world = await transferWorld({ store: broken });
    await expect(world.exportText()).rejects.toMatchObject({ code: 'disk-full' });
    expect((await readdir(world.folder)).filter((name) => name.startsWith('exported'))).toEqual([]);
    await exportText();
    expect((await readdir(folder)).filter((name) => !before.includes(name))).toEqual(['exported']);
  });

  test('is refused in main where the organisation has forbidden it', async () => {
    const { exportText, folder } = await transferWorld({ isAllowed: () => false });
    await expect(exportText()).rejects.toMatchObject({ code: 'export-not-allowed' });
    expect(await readdir(folder)).not.toContain('exported');
  });

  test('of a folder that cannot be written to says so', async () => {
    const { exportText } = await transferWorld({
      dialogs: { save: async () => '/nowhere/at/all.json', open: async () => undefined },
    });
    await expect(exportText()).rejects.toMatchObject({ code: 'file-unwritable' });
  });

  test('of a long history holds no more than a page of it', async () => {
    const { history, exportText } = await transferWorld();
    const { conversation } = everyPart();
    const [first] = conversation.messages;
    if (first === undefined) throw new Error('no message');
    const long = Array.from({ length: 3_000 }, (_, index) => ({
      parentId: null,
      message: {
        ...first.message,
        id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        parts: [{ type: 'text' as const, text: 'word '.repeat(index % 500 === 0 ? 300_000 : 100) }],
      },
    }));
    await history.importConversation({ ...conversation, shownLeafId: null, messages: long });
    const pages: number[] = [];
    const counting = {
      ...history,
      exportMessages: async (input: Parameters<typeof history.exportMessages>[0]) => {
        const page = await history.exportMessages(input);
        pages.push(page.messages.length);
        return page;
      },
    };
    const other = await transferWorld({ store: counting });
    const written = await other.exportText();
    expect(Math.max(...pages)).toBeLessThanOrEqual(200);
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(3_000);
    expect(
      (JSON.parse(written) as { conversations: { messages: unknown[] }[] }).conversations[0]?.messages,
    ).toHaveLength(3_000);
    expect(await exportText({ format: 'markdown' })).toContain('# Every part there is');
  });
});
