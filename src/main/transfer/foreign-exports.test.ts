import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../shared/model/message.ts';
import { zipFile } from '../attachments/testing/zip-file.ts';
import { fixture, transferWorld } from '../../../dev/testing/transfer-world.ts';

const shownTexts = (messages: readonly Message[]) =>
  messages.map(({ role, parts }) => [
    role,
    ...parts.map((part) => ('text' in part ? `${part.type}: ${part.text}` : part.type)),
  ]);

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function imported(...names: readonly string[]) {
  const world = await transferWorld();
  const ends = [];
  for (const name of names) ends.push(await world.importFile(fixture(name)));
  expect(ends.map(({ error }) => error)).toEqual(ends.map(() => null));
  const conversations = await world.history.list();
  const opened = await Promise.all(conversations.map(({ id }) => world.history.open({ conversationId: id })));
  return { ...world, ends, opened };
}

describe('an export of another program', () => {
  test('of ChatGPT loses no branch, no thought and no call, and the shown branch is the one that was shown', async () => {
    const { ends, opened, history, exportText } = await imported('chatgpt.json');
    expect(ends[0]).toMatchObject({
      error: null,
      report: { source: 'chatgpt', taken: 1, messages: 3, leftOut: [{ reason: 'empty', count: 1 }], filesLeftOut: 2 },
    });
    expect(opened[0]?.conversation).toMatchObject({
      title: 'A name for the bakery',
      deploymentId: 'everyday',
      createdAt: 1_757_000_000_500,
      updatedAt: 1_757_000_300_250,
    });
    expect(shownTexts(opened[0]?.messages ?? [])).toEqual([
      ['user', 'text: What would you call a bakery that looks like this?'],
      ['assistant', 'text: The Yellow Oven <script>alert(1)</script>'],
    ]);
    const other = (
      await history.exportMessages({ conversationId: opened[0]?.conversation.id ?? '', branch: 'all', after: 0 })
    ).messages[1]?.message;
    expect(shownTexts(other === undefined ? [] : [other])).toEqual([
      [
        'assistant',
        'reasoning: Looking at the picture\n\nIt is yellow.',
        "text: **To python**\n\n```\nnames = ['Golden Crust']\n```",
        "text: **Output**\n\n```\n['Golden Crust']\n```",
        'text: **Golden Crust**, I think.',
      ],
    ]);
    expect(await exportText({ format: 'html' })).not.toContain('<script');
  });

  test('of ChatGPT as the ZIP that it comes in brings its pictures along', async () => {
    const { importFile, history } = await transferWorld();
    const zip = zipFile([
      { name: 'chat.html', data: Buffer.from('<script>alert(1)</script>') },
      { name: 'user.json', data: Buffer.from('{"email":"a@example.com"}') },
      { name: 'conversations.json', data: await readFile(fixture('chatgpt.json').file) },
      { name: 'file-Shopfront-shopfront.png', data: Buffer.from(pixel, 'base64') },
    ]);
    expect((await importFile(zip)).report).toMatchObject({ taken: 1, files: 1, filesLeftOut: 1 });
    const [conversation] = await history.list();
    const { messages } = await history.open({ conversationId: conversation?.id ?? '' });
    const [file] = messages[0]?.parts ?? [];
    expect(file).toMatchObject({ type: 'file', kind: 'image', mediaType: 'image/png' });
    const data = await history.fileData({ attachmentId: file?.type === 'file' ? file.attachmentId : '' });
    expect(Buffer.from(data.subarray(1, 4)).toString()).toBe('PNG');
  });

  test('of LibreChat is read flat and as a tree', async () => {
    const { ends, opened } = await imported('librechat-flat.json', 'librechat-tree.json');
    expect(ends.map(({ report }) => [report.source, report.taken, report.messages])).toEqual([
      ['librechat', 1, 3],
      ['librechat', 1, 3],
    ]);
    const [tree, flat] = opened;
    expect(shownTexts(flat?.messages ?? [])).toEqual([
      ['user', 'text: How many days do I get for moving house?'],
      ['assistant', 'text: One day, see section 12.'],
    ]);
    expect(shownTexts(tree?.messages ?? []).map(([role]) => role)).toEqual(['user', 'assistant', 'user']);
    expect(tree?.conversation.createdAt).toBe(Date.parse('2026-03-03T08:00:00.000Z'));
  });

  test('of Open WebUI brings pictures that are ones, and no others', async () => {
    const { ends, opened } = await imported('open-webui.json');
    expect(ends[0]?.report).toMatchObject({ source: 'open-webui', taken: 1, messages: 3, files: 1, filesLeftOut: 2 });
    const [question, answer] = opened[0]?.messages ?? [];
    expect(question?.parts[0]).toMatchObject({ type: 'file', filename: 'recipe.png', mediaType: 'image/png' });
    expect(shownTexts(answer === undefined ? [] : [answer])).toEqual([
      ['assistant', 'reasoning: A cup is about 120 g.', 'text: About **1⅔ cups**.'],
    ]);
  });

  test('of Cherry Studio finds names and blocks, wherever they stand, and both answers', async () => {
    const { ends, opened } = await imported('cherry-studio.json');
    expect(ends[0]?.report).toMatchObject({
      source: 'cherry-studio',
      taken: 1,
      messages: 4,
      filesLeftOut: 1,
      leftOut: [{ reason: 'empty', count: 1 }],
    });
    expect(opened[0]?.conversation.title).toBe('A poem about tea');
    expect(shownTexts(opened[0]?.messages ?? [])).toEqual([
      ['user', 'text: A poem about tea, please.'],
      ['assistant', 'text: Steam on the window.'],
      ['user', 'text: Another one.'],
    ]);
  });

  test('makes nothing twice when it is imported again', async () => {
    const names = ['chatgpt.json', 'librechat-flat.json', 'open-webui.json', 'cherry-studio.json'];
    const { ends, history } = await imported(...names, ...names);
    expect(ends.slice(4).map(({ report }) => [report.taken, report.alreadyHere])).toEqual(names.map(() => [0, 1]));
    expect(await history.list()).toHaveLength(4);
  });
});
