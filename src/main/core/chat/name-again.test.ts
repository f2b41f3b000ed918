import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import { historyDatabase } from '../../storage/history-database.ts';
import { newDatabaseFile } from '../../storage/testing/files.ts';
import { answer, question, sampleKey, turn } from '../../storage/testing/samples.ts';
import { nameAgain, type TitleMaterial, type TitleServices } from './name-again.ts';

/** A conversation, and a model that always says the same. */
async function world(said: string | undefined = 'Tea') {
  const history = historyDatabase(openDatabase({ file: await newDatabaseFile(), key: sampleKey }));
  onTestFinished(() => history.close());
  history.beginTurn({ ...turn('c', '1'), question: question('q1', 0, 'What is tea?') });
  const asked: TitleMaterial[] = [];
  const services: TitleServices = {
    store: {
      exportConversation: async (input) => history.exportConversation(input),
      exportMessages: async (input) => history.exportMessages(input),
      rename: async (input) => history.rename(input),
    },
    write: async (material) => {
      asked.push(material);
      return said;
    },
  };
  const title = () => history.exportConversation({ conversationId: 'c' }).conversation.title;
  return { history, services, asked, title };
}

test('a conversation without an answer is not named, and the model is not asked', async () => {
  const { services, asked, title } = await world();
  expect(await nameAgain(services, { conversationId: 'c', replaceOwn: true })).toEqual({ kind: 'none' });
  expect(asked).toEqual([]);
  expect(title()).toBe('Draft of c');
});

test('a title that the person has written goes only where they say so, and the model gets what is shown', async () => {
  const { history, services, asked, title } = await world();
  history.saveAnswer({ answer: answer('a1', 'Leaves in water.', 'complete') });
  expect(await nameAgain(services, { conversationId: 'c', replaceOwn: false })).toEqual({ kind: 'made' });
  expect(asked[0]).toMatchObject({ deploymentId: 'everyday', question: { id: 'q1' }, answer: { id: 'a1' } });
  history.rename({ conversationId: 'c', title: 'My own', source: 'person' });
  expect(await nameAgain(services, { conversationId: 'c', replaceOwn: false })).toEqual({ kind: 'own' });
  expect([asked.length, title()]).toEqual([1, 'My own']);
  expect(await nameAgain(services, { conversationId: 'c', replaceOwn: true })).toEqual({ kind: 'made' });
  expect(title()).toBe('Tea');
});

test('a title that the person writes while the model thinks stays', async () => {
  const { history, services, title } = await world();
  history.saveAnswer({ answer: answer('a1', 'Leaves in water.', 'complete') });
  const write = async () => {
    history.rename({ conversationId: 'c', title: 'Mine', source: 'person' });
    return 'Tea';
  };
  expect(await nameAgain({ ...services, write }, { conversationId: 'c', replaceOwn: false })).toEqual({ kind: 'own' });
  expect(title()).toBe('Mine');
});
