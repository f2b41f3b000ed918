import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import { historyDatabase } from '../../storage/history-database.ts';
import { newDatabaseFile } from '../../storage/testing/files.ts';
import { sampleKey } from '../../storage/testing/samples.ts';
import type { LibraryStore } from '../history/library-store.ts';
import { MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { Library } from './library.ts';
import { LibraryFiles } from './library-files.ts';

const id = (number: number) => `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;
const assistant = {
  id: id(9),
  name: 'Planner',
  description: 'Plans',
  instructions: 'Plan well.',
  settings: { temperature: 0.5 },
  starters: [{ label: 'Plan', text: 'Plan ' }],
};

/** A library in a real file, and a person who chooses one file for everything. */
async function world(isAllowed = true) {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'library.json');
  const history = historyDatabase(openDatabase({ file: await newDatabaseFile(), key: sampleKey }));
  onTestFinished(() => history.close());
  const store: LibraryStore = {
    prompts: async () => history.prompts(),
    savePrompt: async (input) => history.savePrompt(input),
    deletePrompt: async (input) => history.deletePrompt(input),
    assistants: async () => history.assistants(),
    saveAssistant: async (input) => history.saveAssistant(input),
    deleteAssistant: async (input) => history.deleteAssistant(input),
  };
  const library = new Library({
    store,
    settings: {
      prompts: [{ id: 'organisation:p', source: 'organisation', name: 'Theirs', text: 'secret' }],
      assistants: [],
      starters: [],
    },
    roles: () => [],
    toolServers: () => [],
    tray: { parts: () => [], release: () => {} },
    log: new MemoryLog(),
    events: { onPrompts: () => {}, onAssistants: () => {} },
  });
  const dialogs = { save: async () => file, open: async () => file };
  const files = new LibraryFiles({ library, dialogs, isAllowed: () => isAllowed });
  return { library, files, file };
}

test('what is exported comes back elsewhere, the organisation’s does not leave, and twice makes nothing twice', async () => {
  const { library, files, file } = await world();
  await library.savePrompt({ id: id(1), name: 'Mail', text: 'Write to {{name}}' });
  await library.saveAssistant({ ...assistant, fileIds: [] });
  expect(await files.export('prompts')).toEqual({ kind: 'done', name: 'library.json', count: 1 });
  const prompts = await readFile(file, 'utf8');
  expect(prompts).not.toContain('secret');
  await files.export('assistants');
  const assistants = await readFile(file, 'utf8');

  const other = await world();
  await writeFile(other.file, prompts);
  const nothing = { kind: 'done', prompts: 0, assistants: 0, alreadyHere: 0, leftOut: 0 };
  expect(await other.files.import()).toEqual({ ...nothing, prompts: 1 });
  expect(await other.files.import()).toEqual({ ...nothing, alreadyHere: 1 });
  await writeFile(other.file, `\uFEFF${assistants}`);
  expect(await other.files.import()).toEqual({ ...nothing, assistants: 1 });
  expect((await other.library.assistants()).assistants).toMatchObject([{ ...assistant, files: [] }]);
});

test('a hostile file changes nothing that is here, and one bad entry does not cost the others', async () => {
  const { library, files, file } = await world();
  await library.savePrompt({ id: id(1), name: 'Mine', text: 'mine' });
  const entries = [
    { id: id(1), name: 'Taken over', text: 'evil' },
    { id: '../../etc', name: 'x', text: 'x' },
    { id: id(2), name: '\u200b', text: 'x' },
    { id: id(3), name: 'Long', text: 'x'.repeat(20_001) },
    { id: id(4), name: 'Good', text: 'good', source: 'organisation', evil: true },
    null,
  ];
  await writeFile(file, JSON.stringify({ format: 'parley-library', version: 1, prompts: entries, assistants: [{}] }));
  expect(await files.import()).toMatchObject({ prompts: 1, alreadyHere: 1, leftOut: 5 });
  const own = (await library.prompts()).filter(({ source }) => source === 'person');
  expect(own.map(({ name, text }) => [name, text])).toEqual([
    ['Good', 'good'],
    ['Mine', 'mine'],
  ]);
  const refused: readonly string[] = [
    '',
    'hello',
    '[]',
    '{"format":"parley-export","version":1}',
    '{"format":"parley-library","version":2}',
    '['.repeat(200_000),
    `{"format":"parley-library","version":1,"prompts":[${'0,'.repeat(600)}0]}`,
    ' '.repeat(17 * 1024 * 1024),
  ];
  for (const content of refused) {
    await writeFile(file, content);
    await expect(files.import(), content.slice(0, 50)).rejects.toMatchObject({ code: 'library-file-unreadable' });
  }
});

test('is not exported where the organisation has forbidden it, but may be imported', async () => {
  const { files, file } = await world(false);
  await expect(files.export('prompts')).rejects.toMatchObject({ code: 'export-not-allowed' });
  await writeFile(file, '{"format":"parley-library","version":1}');
  expect(await files.import()).toMatchObject({ kind: 'done', prompts: 0 });
});
