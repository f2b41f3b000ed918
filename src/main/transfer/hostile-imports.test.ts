import { randomUUID } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { importLimit } from '../core/transfer/protocol.ts';
import { zipFile } from '../attachments/testing/zip-file.ts';
import { everyPart } from '../../../dev/testing/every-part.ts';
import { transferWorld } from '../../../dev/testing/transfer-world.ts';

const node = (id: string, parent: string | null, text = id, role = 'user') => ({
  id,
  parent,
  message: { author: { role }, create_time: 1_757_000_000, content: { content_type: 'text', parts: [text] } },
});
const chat = (id: string, nodes: readonly ReturnType<typeof node>[], more: object = {}) => ({
  conversation_id: id,
  title: `Chat ${id}`,
  create_time: 1_757_000_000,
  mapping: Object.fromEntries(nodes.map((each) => [each.id, each])),
  ...more,
});
/** A conversation as an export has it. */
interface Written {
  id: string;
  messages: { id: string; parentId: string | null; parts: { state?: string }[] }[];
}

const good = chat('good', [node('a', null)]);

describe('a hostile file', () => {
  test('is refused with its reason, whatever it is', async () => {
    const { importFile, history } = await transferWorld();
    const files: readonly (readonly [what: string, content: string | Uint8Array, code: string])[] = [
      ['an empty one', '', 'import-unsupported'],
      ['a text', 'hello', 'import-unsupported'],
      ['a number', '1', 'import-unsupported'],
      ['JSON of something else', '{"name":"x","dependencies":{}}', 'import-unsupported'],
      ['a list of something else', '[1,"a",{"b":2}]', 'import-unsupported'],
      ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'import-unsupported'],
      ['an archive without conversations', zipFile([{ name: 'a.txt', data: Buffer.from('a') }]), 'import-unsupported'],
      ['bytes that are no text', Buffer.from('["\xff\xfe"]', 'latin1'), 'import-damaged'],
      [
        'a cut archive',
        zipFile([{ name: 'conversations.json', data: Buffer.from('[]') }]).slice(0, 60),
        'import-damaged',
      ],
      [
        'an archive that lies about its content',
        zipFile([{ name: 'conversations.json', data: Buffer.from(JSON.stringify([good])), lies: { checksum: 1 } }]),
        'import-damaged',
      ],
      [
        'a locked archive',
        zipFile([{ name: 'conversations.json', data: Buffer.from('[]'), lies: { flags: 1 } }]),
        'import-encrypted',
      ],
      ['values within values', `[${'['.repeat(100_000)}`, 'import-too-complex'],
      ['a newer export', '{"format":"parley-export","version":2,"conversations":[{}]}', 'import-unsupported'],
    ];
    for (const [what, content, code] of files) expect((await importFile(content)).error?.code, what).toBe(code);
    // The one that lies about its checksum: that shows at its end.
    expect(await history.list()).toHaveLength(1);
  });

  test('that breaks off keeps what came before', async () => {
    const { importFile, history } = await transferWorld();
    const whole = JSON.stringify([good, chat('second', [node('b', null)]), chat('third', [node('c', null)])]);
    const end = await importFile(whole.slice(0, -40));
    expect(end.error).toMatchObject({ code: 'import-damaged', fields: { reason: 'it breaks off' } });
    expect(end.report).toMatchObject({ taken: 2, messages: 2 });
    expect(await history.list()).toHaveLength(2);
  });

  test('with one conversation that is too long does not take all memory', async () => {
    const { importFile, history } = await transferWorld();
    const endless = `[${JSON.stringify(good)},{"title":"${'x'.repeat(140 * 1024 * 1024)}`;
    expect((await importFile(endless)).error?.code).toBe('import-too-complex');
    expect(await history.list()).toHaveLength(1);
  });

  test('with a bomb inside does not unpack it', async () => {
    const { importFile } = await transferWorld();
    // Far more than it says, of white space alone.
    const bomb = zipFile([
      { name: 'conversations.json', data: Buffer.alloc(32 * 1024 * 1024, ' '), lies: { size: 10 } },
    ]);
    expect((await importFile(bomb)).error?.code).toMatch(/^import-/);
  });

  test('that is larger than any export is not opened', async () => {
    const { importFile, folder } = await transferWorld();
    const file = path.join(folder, 'large.json');
    await writeFile(file, '[');
    await truncate(file, importLimit + 1);
    await expect(importFile({ file })).rejects.toMatchObject({ code: 'import-too-large' });
  });

  test('poisons no object, and takes no circle, no double and no date far away', async () => {
    const { importFile, history } = await transferWorld();
    const poisoned = [
      `{"__proto__":{"polluted":true},${JSON.stringify(chat('proto', [node('a', null)])).slice(1)}`,
      JSON.stringify(chat('circle', [node('a', 'b'), node('b', 'a')])),
      JSON.stringify(chat('self', [node('a', 'a'), node('b', 'a')])),
      JSON.stringify(chat('orphan', [node('a', 'nobody', 'kept')])),
      JSON.stringify(chat('far', [node('a', null)], { create_time: 9e99, update_time: -5 })),
      JSON.stringify(chat('types', [], { mapping: { a: null, b: 3, c: { message: { content: 'x', author: 7 } } } })),
      JSON.stringify(chat('title', [node('a', null)], { title: 'a\u202eb\u0000c\nd'.padEnd(5_000, 'x') })),
      JSON.stringify(chat('circle', [node('z', null)])),
    ];
    const end = await importFile(`[${poisoned.join(',')}]`);
    expect(end.error).toBe(null);
    expect(end.report).toMatchObject({
      taken: 5,
      leftOut: [
        { reason: 'damaged', count: 2, titles: ['Chat circle', 'Chat self'] },
        { reason: 'empty', count: 1, titles: ['Chat types'] },
      ],
    });
    expect('polluted' in {}).toBe(false);
    const list = await history.list();
    const now = Date.UTC(2026, 10, 20);
    for (const { title, createdAt, updatedAt } of list) {
      expect(title.length).toBeLessThanOrEqual(120);
      // oxlint-disable-next-line no-control-regex -- these characters are what must not be there
      expect(title).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
      for (const time of [createdAt, updatedAt]) expect(time > Date.UTC(2000, 0) && time <= now).toBe(true);
    }
  });

  test('of Parley’s own form cannot take the place of what is here, wait for a click or name what is not its own', async () => {
    const { importFile, history, exportText } = await transferWorld();
    const { conversation, files } = everyPart();
    await history.importConversation(conversation);
    const written = JSON.parse(await exportText()) as { conversations: [Written, ...Written[]]; files: object[] };
    const [original] = written.conversations;
    const copyOf = (change: (copy: Written) => void) => {
      const copy = structuredClone(original);
      copy.id = randomUUID();
      const ids = new Map(copy.messages.map(({ id }) => [id, randomUUID()]));
      const text = [...ids].reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(copy));
      const fresh = JSON.parse(text) as Written;
      change(fresh);
      return fresh;
    };
    const waiting = copyOf(({ messages }) => {
      const call = messages[1]?.parts[2];
      if (call !== undefined) call.state = 'approval-requested';
    });
    written.conversations = [
      { ...structuredClone(original), id: randomUUID() },
      waiting,
      copyOf((copy) => void (copy.messages = copy.messages.toReversed())),
      copyOf(({ messages }) => void Object.assign(messages[0] ?? {}, { id: '../../evil' })),
      copyOf((copy) => void Object.assign(copy, { shownLeafId: randomUUID() })),
    ];
    const stranger = randomUUID();
    written.files = [{ attachmentId: stranger, conversationId: waiting.id, text: '', base64: 'AAAA' }];
    const end = await importFile(JSON.stringify(written));
    expect(end.report).toMatchObject({
      taken: 1,
      files: 0,
      leftOut: [
        { reason: 'conflict', count: 1 },
        { reason: 'damaged', count: 3 },
      ],
    });
    const { messages } = await history.open({ conversationId: waiting.id });
    expect(messages[1]?.parts[2]).toMatchObject({ type: 'dynamic-tool', state: 'output-denied' });
    await expect(history.fileData({ attachmentId: stranger })).rejects.toMatchObject({ code: 'attachment-missing' });
    expect(files).toHaveLength(5);
  });

  test('that is stopped keeps what it has brought, and the process ends', async () => {
    const { importFile, history } = await transferWorld();
    const many = Array.from({ length: 500 }, (_, index) => chat(`n${index}`, [node('a', null, 'x'.repeat(5_000))]));
    const stop = new AbortController();
    const end = await importFile(JSON.stringify(many), {
      signal: stop.signal,
      onProgress: (progress) => {
        if (progress.kind === 'reading' && progress.report.taken === 3) stop.abort();
      },
    });
    expect(end).toMatchObject({ isStopped: true, error: null });
    expect(end.report.taken).toBeLessThan(500);
    expect(await history.list()).toHaveLength(end.report.taken);
  });

  test('goes on with the person’s own model, whatever it names', async () => {
    const { importFile, history } = await transferWorld();
    await importFile(JSON.stringify([good]));
    expect((await history.list())[0]?.deploymentId).toBe('everyday');
  });
});
