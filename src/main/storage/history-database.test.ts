import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { newDatabaseFile } from './testing/files.ts';
import { answer, ids, question, sampleKey, turn } from './testing/samples.ts';

async function newHistory() {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  onTestFinished(() => void database.close());
  return { database, history: historyDatabase(database) };
}

describe('the history', () => {
  test('a conversation comes back with every part and field that was stored', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    const whole = {
      ...answer('a1'),
      parts: [
        { type: 'step-start' as const },
        { type: 'reasoning' as const, text: 'hm', state: 'done' as const },
        { type: 'text' as const, text: '“Ü” 🙂\u0000', state: 'done' as const },
      ],
      metadata: {
        createdAt: 5,
        status: 'failed' as const,
        usage: { inputTokens: 1, outputTokens: 2 },
        requestId: 'r',
        error: { code: 'stream-cut' as const, retryable: true, correlationId: 'x', time: 6, fields: { status: 500 } },
      },
    };
    history.saveAnswer({ answer: whole });
    const { conversation, messages } = history.open({ conversationId: 'c' });
    // When an answer was begun is not changed by its end.
    const expected = { ...whole, metadata: { ...whole.metadata, createdAt: answer('a1').metadata.createdAt } };
    expect(messages).toEqual([question('q1'), expected]);
    expect(conversation).toMatchObject({ id: 'c', title: 'Draft of c', deploymentId: 'everyday' });
  });

  test('the model is not sent the empty answer, nor the first question again', async () => {
    const { history } = await newHistory();
    expect(ids(history.beginTurn(turn('c', '1')))).toEqual(['q1']);
    expect(ids(history.beginTurn(turn('c', '2')))).toEqual(['q1', 'a1', 'q2']);
    expect(ids(history.open({ conversationId: 'c' }))).toEqual(['q1', 'a1', 'q2', 'a2']);
  });

  test('another answer that fails, is stopped or dies without a word does not hide the good one', async () => {
    const { history } = await newHistory();
    for (const [index, end] of (['failed', 'stopped', 'interrupted'] as const).entries()) {
      const conversationId = `c${index}`;
      history.beginTurn(turn(conversationId, conversationId));
      history.saveAnswer({ answer: answer(`a${conversationId}`, 'the good one', 'complete') });
      const again = answer(`${conversationId}b`);
      history.beginAnswer({ conversationId, besideId: `a${conversationId}`, deploymentId: 'other', answer: again });
      if (end === 'interrupted') history.markInterrupted();
      else history.saveAnswer({ answer: { ...again, metadata: { ...again.metadata, status: end } } });
      expect(ids(history.open({ conversationId })), end).toEqual([`q${conversationId}`, `a${conversationId}`]);
    }
  });

  test('an answer that broke off with some text stays in sight', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    history.saveAnswer({ answer: answer('a1', 'the first', 'complete') });
    history.beginAnswer({ conversationId: 'c', besideId: 'a1', deploymentId: 'other', answer: answer('a1b') });
    history.saveAnswer({ answer: answer('a1b', 'half of the sec', 'failed') });
    expect(ids(history.open({ conversationId: 'c' }))).toEqual(['q1', 'a1b']);
  });

  test('another answer does not cost the older one, and goes on from the same question', async () => {
    const { database, history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    history.saveAnswer({ answer: answer('a1', 'the first', 'complete') });
    const again = { conversationId: 'c', besideId: 'a1', deploymentId: 'other', answer: answer('a1b') };
    expect(ids(history.beginAnswer(again))).toEqual(['q1']);
    expect(ids(history.open({ conversationId: 'c' }))).toEqual(['q1', 'a1b']);
    expect(history.open({ conversationId: 'c' }).conversation.deploymentId).toBe('other');
    expect(ids(history.beginTurn(turn('c', '2')))).toEqual(['q1', 'a1b', 'q2']);
    const kept = database.prepare(`SELECT parts FROM messages WHERE id = 'a1'`).pluck().get();
    expect(kept).toContain('the first');
  });

  test('a turn or an answer that is asked for twice is not begun twice', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '0'));
    history.saveAnswer({ answer: answer('a0', 'whole', 'complete') });
    const first = history.beginTurn(turn('c', '1'));
    history.markInterrupted();
    expect(history.beginTurn(turn('c', '1'))).toEqual(first);
    expect(history.open({ conversationId: 'c' }).messages.at(-1)?.metadata.status).toBe('streaming');

    const again = { conversationId: 'c', besideId: 'a1', deploymentId: 'other', answer: answer('a1b') };
    const answered = history.beginAnswer(again);
    expect(history.beginAnswer(again)).toEqual(answered);
    expect(ids(history.open({ conversationId: 'c' }))).toEqual(['q0', 'a0', 'q1', 'a1b']);
  });

  test('a message id that is taken does not overwrite what it names', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    const before = history.open({ conversationId: 'c' });
    const taken = { code: 'invalid-request' };
    const first = turn('c', '1');
    for (const input of [
      { ...first, question: question('q1', 0, 'other words') },
      { ...first, answer: answer('a2') },
      { ...first, question: question('q2') },
      { ...first, conversationId: 'd' },
      { ...first, question: question('q2'), answer: answer('q1') },
    ]) {
      expect(() => history.beginTurn(input)).toThrow(expect.objectContaining(taken));
    }
    expect(() =>
      history.beginAnswer({ conversationId: 'c', besideId: 'a1', deploymentId: 'x', answer: answer('q1') }),
    ).toThrow(expect.objectContaining(taken));
    expect(history.open({ conversationId: 'c' })).toEqual(before);
    expect(history.list()).toHaveLength(1);
  });

  test('an answer is not put beside a question, or into another conversation', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    history.beginTurn(turn('d', '2'));
    for (const besideId of ['q1', 'a2', 'none']) {
      expect(() =>
        history.beginAnswer({ conversationId: 'c', besideId, deploymentId: 'x', answer: answer('new') }),
      ).toThrow(expect.objectContaining({ code: 'not-found' }));
    }
  });

  test('the list does not put an old conversation before the one just used', async () => {
    const { history } = await newHistory();
    const at = (name: string, after: number) => ({
      ...turn(name, name),
      answer: { ...answer(`a${name}`), metadata: { ...answer('').metadata, createdAt: after } },
    });
    history.beginTurn(at('a', 1));
    history.beginTurn(at('b', 2));
    history.beginTurn({ ...at('a', 3), question: question('q2'), answer: at('2', 3).answer });
    expect(history.list().map(({ id }) => id)).toEqual(['a', 'b']);
    history.rename({ conversationId: 'b', title: 'B', source: 'person' });
    expect(history.list().map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('an automatic title does not replace the one that a person chose', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    const rename = (title: string, source: 'automatic' | 'person') =>
      history.rename({ conversationId: 'c', title, source });
    expect(rename('First', 'automatic')).toBe(true);
    expect(rename('Mine', 'person')).toBe(true);
    expect(rename('Second', 'automatic')).toBe(false);
    expect(history.list()[0]?.title).toBe('Mine');
    expect(rename('Mine again', 'person')).toBe(true);
  });

  test('a title for a conversation that was deleted is an error for a person only', async () => {
    const { history } = await newHistory();
    expect(history.rename({ conversationId: 'x', title: 't', source: 'automatic' })).toBe(false);
    expect(() => history.rename({ conversationId: 'x', title: 't', source: 'person' })).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });

  test('deleting a conversation of more than a thousand messages leaves none behind', async () => {
    const { database, history } = await newHistory();
    history.beginTurn(turn('kept', 'kept'));
    history.beginTurn(turn('c', '0'));
    database.exec(
      `WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 2998)
       INSERT INTO messages (id, conversation_id, parent_id, role, created_at, parts, metadata)
       SELECT 'm' || n, 'c', iif(n = 1, 'a0', 'm' || (n - 1)), 'user', 0, '[]', '{}' FROM series;
       UPDATE conversations SET shown_leaf_id = 'm2998' WHERE id = 'c'`,
    );
    const { start, messages } = history.open({ conversationId: 'c' });
    expect(start + messages.length).toBe(3000);
    history.delete({ conversationIds: ['c'] });
    history.delete({ conversationIds: ['c'] });
    expect(database.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(2);
    expect(() => history.open({ conversationId: 'c' })).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  test('the end of an answer does not bring its deleted conversation back', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    history.delete({ conversationIds: ['c'] });
    history.saveAnswer({ answer: answer('a1', 'late', 'stopped') });
    expect(history.list()).toEqual([]);
  });

  test('an answer that was streaming when everything was killed does not stream for ever', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    history.saveAnswer({ answer: answer('a1', 'whole', 'complete') });
    history.beginTurn(turn('c', '2'));
    history.saveAnswer({ answer: answer('a2', 'half', 'streaming') });
    history.markInterrupted();
    const states = history.open({ conversationId: 'c' }).messages.map(({ metadata }) => metadata.status);
    expect(states).toEqual([undefined, 'complete', undefined, 'interrupted']);
  });

  test('settings are not shared between conversations, nor lost by another turn, nor put into the list', async () => {
    const { history } = await newHistory();
    const settings = { instructions: 'In Latin.', temperature: 0 };
    history.beginTurn({ ...turn('c', '1'), settings });
    history.beginTurn(turn('d', '2'));
    const again = history.beginTurn({ ...turn('c', '3'), settings: { instructions: 'Too late.' } });
    expect(again.settings).toEqual(settings);
    expect(history.open({ conversationId: 'd' }).settings).toEqual({});
    history.configure({ conversationId: 'c', settings: { reasoningEffort: 'low' } });
    expect(history.open({ conversationId: 'c' }).settings).toEqual({ reasoningEffort: 'low' });
    history.configure({ conversationId: 'c', settings: {} });
    expect(history.open({ conversationId: 'c' }).settings).toEqual({});
    expect(JSON.stringify(history.list())).not.toContain('settings');
    expect(() => history.configure({ conversationId: 'x', settings: {} })).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });

  test('settings that another version of Parley wrote do not cost the conversation', async () => {
    const { database, history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    const write = database.prepare('UPDATE conversations SET settings = ?');
    write.run('{"verbosity":"low","mood":"good"}');
    expect(history.open({ conversationId: 'c' }).settings).toEqual({ verbosity: 'low' });
    write.run('{"verbosity":"endless"}');
    expect(history.open({ conversationId: 'c' })).toMatchObject({
      settings: {},
      messages: [{ id: 'q1' }, { id: 'a1' }],
    });
  });
});
