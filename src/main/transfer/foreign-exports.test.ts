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

const urlsOf = (messages: readonly Message[]) =>
  messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'source-url' ? [part.url] : [])));

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
      report: { source: 'chatgpt', taken: 2, messages: 7, leftOut: [{ reason: 'empty', count: 1 }], filesLeftOut: 5 },
    });
    const bakery = opened.find(({ conversation }) => conversation.title === 'A name for the bakery');
    expect(bakery?.conversation).toMatchObject({
      deploymentId: 'everyday',
      createdAt: 1_757_000_000_500,
      updatedAt: 1_757_000_300_250,
    });
    expect(shownTexts(bakery?.messages ?? [])).toEqual([
      ['user', 'text: What would you call a bakery that looks like this?'],
      ['assistant', 'text: The Yellow Oven <script>alert(1)</script>'],
    ]);
    const other = (
      await history.exportMessages({ conversationId: bakery?.conversation.id ?? '', branch: 'all', after: 0 })
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

  test('of ChatGPT has what was spoken, written on the canvas and cited, and no mark that only ChatGPT shows', async () => {
    const { opened } = await imported('chatgpt.json');
    const spoken = opened.find(({ conversation }) => conversation.title === 'Teapots by voice');
    expect(spoken?.conversation).toMatchObject({ pinnedAt: 1_767_300_014_200, archivedAt: 1_767_300_013_500 });
    expect(shownTexts(spoken?.messages ?? [])).toEqual([
      ['user', 'text: Draw me a teapot, please.'],
      [
        'assistant',
        'text: Of course.',
        'text: **To t2uay3k.sj1i4kz**\n\n```\n{"prompt":"a teapot","size":"1024x1024"}\n```',
        'text: Here it is. Teapots are old and round.',
        'source-url',
        'source-url',
      ],
      ['user', 'text: Now write it up in a canvas.'],
      [
        'assistant',
        'text: **Teapot**\n\n# Teapots\n\nRound.',
        'text: **Tool**\n\n```\nSuccessfully created text document with doc_id: "1"\n```',
        'text: Done.',
      ],
    ]);
    expect(urlsOf(spoken?.messages ?? [])).toEqual(['https://teapots.example/history', 'https://more.example/']);
  });

  test('of ChatGPT in several files, as large ones come, is read whole, with pictures that the model drew', async () => {
    const { importFile, history } = await transferWorld();
    const [first, ...others] = JSON.parse(await readFile(fixture('chatgpt.json').file, 'utf8')) as unknown[];
    const json = (value: unknown) => Buffer.from(JSON.stringify(value));
    const zip = zipFile([
      { name: 'export/chat.html', data: Buffer.from('<script>alert(1)</script>') },
      { name: 'export/conversations-000.json', data: json([first]) },
      { name: 'export/conversations-001.json', data: json(others) },
      { name: 'export/export_manifest.json', data: json({ export_files: [] }) },
      { name: 'export/shared_conversations.json', data: json([{ id: 'x', title: 'shared' }]) },
      { name: 'export/user-1/file_00000000teapot-0b1c.png', data: Buffer.from(pixel, 'base64') },
    ]);
    expect((await importFile(zip)).report).toMatchObject({ taken: 2, files: 1, filesLeftOut: 4 });
    const opened = await Promise.all((await history.list()).map(({ id }) => history.open({ conversationId: id })));
    const drawn = opened.flatMap(({ messages }) => messages).flatMap(({ parts }) => parts);
    expect(drawn.filter(({ type }) => type === 'data-image')).toMatchObject([{ data: { mediaType: 'image/png' } }]);
  });

  test('of ChatGPT as the ZIP that it comes in brings its pictures along', async () => {
    const { importFile, history } = await transferWorld();
    const zip = zipFile([
      { name: 'chat.html', data: Buffer.from('<script>alert(1)</script>') },
      { name: 'user.json', data: Buffer.from('{"email":"a@example.com"}') },
      { name: 'conversations.json', data: await readFile(fixture('chatgpt.json').file) },
      { name: 'file-Shopfront-shopfront.png', data: Buffer.from(pixel, 'base64') },
    ]);
    expect((await importFile(zip)).report).toMatchObject({ taken: 2, files: 1, filesLeftOut: 4 });
    const conversation = (await history.list()).find(({ title }) => title === 'A name for the bakery');
    const { messages } = await history.open({ conversationId: conversation?.id ?? '' });
    const [file] = messages[0]?.parts ?? [];
    expect(file).toMatchObject({ type: 'file', kind: 'image', mediaType: 'image/png' });
    const data = await history.fileData({ attachmentId: file?.type === 'file' ? file.attachmentId : '' });
    expect(Buffer.from(data.subarray(1, 4)).toString()).toBe('PNG');
  });

  test('of LibreChat is read flat and as a tree', async () => {
    const { ends, opened } = await imported('librechat-flat.json', 'librechat-tree.json');
    expect(ends.map(({ report }) => [report.source, report.taken, report.messages])).toEqual([
      ['librechat', 1, 5],
      ['librechat', 1, 3],
    ]);
    const [tree, flat] = opened;
    expect(shownTexts(flat?.messages ?? [])).toEqual([
      ['user', 'text: How many days do I get for moving house?'],
      ['assistant', 'text: One day, see section 12.'],
      ['user', 'text: Is that so elsewhere?'],
      [
        'assistant',
        'reasoning: I search.',
        'text: **Tool: code_interpreter**\n\n```\n1+1\n```',
        'text: **Output**\n\n```\n[\n  {\n    "type": "logs",\n    "logs": "2"\n  }\n]\n```',
        'text: **You:**\n\nOnly in Norway, please.',
        'text: In Norway two days.',
        'text: The rest was cut.',
        'source-url',
        'data-image',
      ],
    ]);
    expect(urlsOf(flat?.messages ?? [])).toEqual(['https://leave.example/no']);
    expect(ends[0]?.report).toMatchObject({ files: 1, filesLeftOut: 3 });
    expect(shownTexts(tree?.messages ?? []).map(([role]) => role)).toEqual(['user', 'assistant', 'user']);
    expect(tree?.conversation.createdAt).toBe(Date.parse('2026-03-03T08:00:00.000Z'));
  });

  test('of Open WebUI brings pictures that are ones, and no others', async () => {
    const { ends, opened } = await imported('open-webui.json');
    expect(ends[0]?.report).toMatchObject({ source: 'open-webui', taken: 2, messages: 7, files: 3, filesLeftOut: 2 });
    const recipe = opened.find(({ conversation }) => conversation.title === 'Convert a recipe');
    expect(recipe?.conversation).toMatchObject({ pinnedAt: 1_767_225_900_000, archivedAt: null });
    const [question, answer] = recipe?.messages ?? [];
    expect(question?.parts[0]).toMatchObject({ type: 'file', filename: 'recipe.png', mediaType: 'image/png' });
    expect(shownTexts(answer === undefined ? [] : [answer])).toEqual([
      ['assistant', 'reasoning: A cup is about 120 g.', 'text: About **1⅔ cups**.'],
    ]);
  });

  test('of Open WebUI has what tools were told and have said, in whichever of its forms, and its sources', async () => {
    const { opened } = await imported('open-webui.json');
    const weather = opened.find(({ conversation }) => conversation.title === 'Weather and a sum');
    expect(weather?.conversation.archivedAt).toBe(1_767_300_100_000);
    expect(shownTexts(weather?.messages ?? [])).toEqual([
      ['user', 'file', 'text: How is the weather in Oslo?'],
      [
        'assistant',
        'text: **Tool: get_weather**\n\n```\n{\n  "city": "Oslo"\n}\n```',
        'text: **Output**\n\n```\nSunny <b>\n```',
        'text: It is sunny [1].',
        'source-url',
        'data-image',
      ],
      ['user', 'text: And 6*7?'],
      [
        'assistant',
        'reasoning: Multiply.',
        'text: **Code**\n\n```\nprint(6*7)\n```',
        'text: **Output**\n\n```\n{\n  "stdout": "42"\n}\n```',
        'text: **Tool: check**\n\n```\n{"n":42}\n```',
        'text: **Output**\n\n```\nright\n```',
        'text: 42.',
        'text: **Error**\n\n```\nThe stream ended early.\n```',
      ],
    ]);
  });

  test('of Cherry Studio as a backup has its pictures, pins, sources and the answer that was unfolded', async () => {
    const { importFile, history } = await transferWorld();
    const zip = zipFile([
      { name: 'data.json', data: await readFile(fixture('cherry-studio.json').file) },
      { name: 'Data/Files/img-tea.png', data: Buffer.from(pixel, 'base64') },
    ]);
    expect((await importFile(zip)).report).toMatchObject({ taken: 2, files: 1, filesLeftOut: 1 });
    const drawn = (await history.list()).find(({ title }) => title === 'Search and draw');
    expect(drawn?.pinnedAt).toBe(Date.parse('2026-01-02T20:05:00.000Z'));
    const { messages } = await history.open({ conversationId: drawn?.id ?? '' });
    expect(shownTexts(messages)).toEqual([
      ['user', 'text: Search for tea and draw it.'],
      [
        'assistant',
        'text: **Tool: search**\n\n```\n{\n  "q": "tea"\n}\n```',
        expect.stringContaining('"text": "leaves"'),
        'text: Tea is leaves [1].',
        'source-url',
        'data-image',
      ],
    ]);
    expect(urlsOf(messages)).toEqual(['https://tea.example/']);
  });

  test('of Cherry Studio that only Cherry Studio can read says what to do', async () => {
    const { importFile } = await transferWorld();
    const zip = zipFile([
      { name: 'metadata.json', data: Buffer.from('{"version":7,"appVersion":"2.0.14"}') },
      { name: 'IndexedDB/file__0.indexeddb.leveldb/CURRENT', data: Buffer.from('MANIFEST') },
      { name: 'Data/cherrystudio.sqlite', data: Buffer.from('SQLite format 3') },
    ]);
    expect((await importFile(zip)).error?.code).toBe('import-direct-backup');
  });

  test('of Cherry Studio finds names and blocks, wherever they stand, and both answers', async () => {
    const { ends, opened } = await imported('cherry-studio.json');
    expect(ends[0]?.report).toMatchObject({
      source: 'cherry-studio',
      taken: 2,
      messages: 7,
      filesLeftOut: 2,
      leftOut: [{ reason: 'empty', count: 1 }],
    });
    const poem = opened.find(({ conversation }) => conversation.title === 'A poem about tea');
    expect(shownTexts(poem?.messages ?? [])).toEqual([
      ['user', 'text: A poem about tea, please.'],
      ['assistant', 'text: Steam on the window.'],
      ['user', 'text: Another one.'],
    ]);
  });

  test('makes nothing twice when it is imported again', async () => {
    const names = ['chatgpt.json', 'librechat-flat.json', 'open-webui.json', 'cherry-studio.json'];
    const { ends, history } = await imported(...names, ...names);
    expect(ends.slice(4).map(({ report }) => [report.taken, report.alreadyHere])).toEqual([
      [0, 2],
      [0, 1],
      [0, 2],
      [0, 2],
    ]);
    expect(await history.list()).toHaveLength(7);
  });
});
