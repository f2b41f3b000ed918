import { describe, expect, onTestFinished, test } from 'vitest';
import type { OwnAssistant } from '../../shared/model/assistant.ts';
import type { FilePart } from '../../shared/model/message.ts';
import { libraryLimit } from '../../shared/model/prompt.ts';
import { openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { filesOf, newDatabaseFile } from './testing/files.ts';
import { sampleKey, secretText, turn } from './testing/samples.ts';

async function newHistory() {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  onTestFinished(() => void database.close());
  return { file, database, history: historyDatabase(database) };
}

const missing: unknown = expect.objectContaining({ code: 'attachment-missing' });
const full: unknown = expect.objectContaining({ code: 'library-full' });

function filePart(attachmentId: string): FilePart {
  const facts = { kind: 'text', mediaType: 'text/plain', bytes: 3, tokens: 1, truncated: false } as const;
  return { type: 'file', attachmentId, filename: 'rules.txt', ...facts };
}

function assistant(id: string, ...fileIds: readonly string[]): OwnAssistant {
  return {
    id,
    name: 'Checker',
    description: 'Checks contracts',
    instructions: secretText,
    settings: { temperature: 0 },
    starters: [{ label: 'Check', text: 'Check this: ' }],
    files: fileIds.map(filePart),
  };
}

describe('prompts', () => {
  test('come back as they were saved last, and not once deleted', async () => {
    const { history } = await newHistory();
    history.savePrompt({ id: 'a', name: 'Old', text: 'one' });
    history.savePrompt({ id: 'a', name: 'New', text: 'two' });
    history.savePrompt({ id: 'b', name: 'Other', text: 'three' });
    history.deletePrompt({ promptId: 'b' });
    history.deletePrompt({ promptId: 'b' });
    expect(history.prompts()).toEqual([{ id: 'a', name: 'New', text: 'two' }]);
  });

  test('are not on the disk as plain text', async () => {
    const { file, history } = await newHistory();
    history.savePrompt({ id: 'a', name: 'Secret', text: secretText });
    history.saveAssistant(assistant('b'));
    for (const data of Object.values(await filesOf(file))) expect(data.includes(secretText)).toBe(false);
  });

  test('do not grow beyond their limit, where one that is there can still be changed', async () => {
    const { history } = await newHistory();
    for (let index = 0; index < libraryLimit; index++) history.savePrompt({ id: `${index}`, name: 'N', text: 'T' });
    expect(() => history.savePrompt({ id: 'more', name: 'N', text: 'T' })).toThrow(full);
    history.savePrompt({ id: '7', name: 'Changed', text: 'T' });
    expect(history.prompts().filter(({ name }) => name === 'Changed')).toHaveLength(1);
  });
});

describe('assistants', () => {
  const add = (history: Awaited<ReturnType<typeof newHistory>>['history'], ...ids: readonly string[]) => {
    for (const attachmentId of ids) history.addFile({ attachmentId, text: secretText, data: Buffer.from('x') });
  };

  test('keep their files when drafts are cleared at the next start', async () => {
    const { history } = await newHistory();
    add(history, 'kept', 'left');
    history.saveAssistant(assistant('a', 'kept'));
    history.deleteDraftFile({ attachmentId: 'kept' });
    history.deleteDraftFiles();
    expect(history.fileText({ attachmentId: 'kept' })).toBe(secretText);
    expect(() => history.fileText({ attachmentId: 'left' })).toThrow(missing);
    expect(history.assistants()).toEqual([assistant('a', 'kept')]);
  });

  test('let go of a file that is taken out, and of all with themselves', async () => {
    const { history } = await newHistory();
    add(history, 'one', 'two');
    history.saveAssistant(assistant('a', 'one', 'two'));
    history.saveAssistant(assistant('a', 'two'));
    expect(() => history.fileText({ attachmentId: 'one' })).toThrow(missing);
    history.deleteAssistant({ assistantId: 'a' });
    expect(() => history.fileText({ attachmentId: 'two' })).toThrow(missing);
    expect(history.assistants()).toEqual([]);
  });

  test('are not saved with a file that is gone, nor half', async () => {
    const { history } = await newHistory();
    expect(() => history.saveAssistant(assistant('a', 'gone'))).toThrow(missing);
    expect(history.assistants()).toEqual([]);
  });

  test('stay in a conversation as they were, files too, whatever becomes of them', async () => {
    const { history } = await newHistory();
    add(history, 'rules');
    history.saveAssistant(assistant('a', 'rules'));
    const begun = { ...turn('c', '1'), assistant: assistant('a', 'rules') };
    expect(history.beginTurn(begun).assistant).toMatchObject({ instructions: secretText });
    history.beginTurn(begun);
    history.saveAssistant({ ...assistant('a'), instructions: 'changed' });
    history.deleteAssistant({ assistantId: 'a' });
    const { assistant: kept } = history.open({ conversationId: 'c' });
    expect(kept).toMatchObject({ name: 'Checker', instructions: secretText, files: [{ attachmentId: 'rules' }] });
    expect(history.fileText({ attachmentId: 'rules' })).toBe(secretText);
    history.delete({ conversationIds: ['c'] });
    expect(() => history.fileText({ attachmentId: 'rules' })).toThrow(missing);
  });

  test('do not change a conversation that is there', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    history.beginTurn({ ...turn('c', '2'), assistant: assistant('a') });
    expect(history.open({ conversationId: 'c' }).assistant).toBeNull();
  });

  test('that went before the first question get no conversation without its files', async () => {
    const { history } = await newHistory();
    add(history, 'rules');
    history.saveAssistant(assistant('a', 'rules'));
    history.deleteAssistant({ assistantId: 'a' });
    expect(() => history.beginTurn({ ...turn('c', '1'), assistant: assistant('a', 'rules') })).toThrow(missing);
    expect(history.list()).toEqual([]);
  });

  test('that a later version has written in another form do not cost the others', async () => {
    const { database, history } = await newHistory();
    history.saveAssistant(assistant('a'));
    database.prepare(`INSERT INTO assistants (id, content) VALUES ('z', '{"name": 1}')`).run();
    expect(history.assistants().map(({ id }) => id)).toEqual(['a']);
  });
});
