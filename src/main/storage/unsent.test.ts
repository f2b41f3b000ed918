import { describe, expect, onTestFinished, test } from 'vitest';
import type { Attachment } from '../../shared/model/attachment.ts';
import type { WaitingMessage } from '../../shared/model/outbox.ts';
import { openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { filesOf, newDatabaseFile } from './testing/files.ts';
import { sampleKey, secretText, turn, turnWithFile } from './testing/samples.ts';

async function newHistory() {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  onTestFinished(() => void database.close());
  return { file, database, history: historyDatabase(database) };
}

function attachment(name: string): Attachment {
  const id = `00000000-0000-4000-8000-00000000000${name}`;
  return { id, name: 'plan.txt', kind: 'text', mediaType: 'text/plain', bytes: 3, tokens: 1, truncated: false };
}

function draft(conversationId: string, text: string, files: Attachment[] = []) {
  return { conversationId, text, files, choices: { deploymentId: 'careful' }, savedAt: 5 };
}

function waiting(id: string, files: Attachment[] = []): WaitingMessage {
  const state = { kind: 'network' } as const;
  return { id, conversationId: 'c', text: secretText, files, deploymentIds: ['everyday'], isAutomatic: true, state };
}

const missing: unknown = expect.objectContaining({ code: 'attachment-missing' });
const created = { title: 'Waiting', assistant: undefined, createdAt: 1 };

describe('drafts', () => {
  test('come back as they were saved last, of new conversations too, and go with what they are of', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    history.saveDraft(draft('c', 'one'));
    history.saveDraft({ ...draft('c', 'two'), savedAt: 6 });
    history.saveDraft(draft('new', 'three'));
    history.saveEdit({ questionId: 'q1', edit: { text: 'edited', removed: [] }, savedAt: 6 });
    history.saveEdit({ questionId: 'a1', edit: { text: 'no question', removed: [] }, savedAt: 6 });
    expect(history.drafts()).toMatchObject({
      drafts: [
        { conversationId: 'c', text: 'two', isNew: false, choices: { deploymentId: 'careful' } },
        { conversationId: 'new', text: 'three', isNew: true },
      ],
      edits: [{ questionId: 'q1', text: 'edited' }],
    });
    history.delete({ conversationIds: ['c'] });
    expect(history.drafts()).toMatchObject({ drafts: [{ conversationId: 'new' }], edits: [] });
    history.saveDraft(draft('new', ''));
    expect(history.drafts().drafts).toEqual([]);
  });

  test('of five megabytes are kept whole, and are not on the disk as plain text', async () => {
    const { file, history } = await newHistory();
    const text = `${secretText} ${'x'.repeat(5_000_000)}`;
    history.saveDraft(draft('c', text));
    expect(history.drafts().drafts[0]?.text).toBe(text);
    for (const bytes of Object.values(await filesOf(file))) expect(bytes.includes(secretText)).toBe(false);
  });

  test('that were sent are forgotten, not what was typed meanwhile', async () => {
    const { history } = await newHistory();
    history.saveDraft(draft('c', ' sent \n'));
    history.forgetSent({ conversationId: 'c', text: 'other' });
    expect(history.drafts().drafts).toHaveLength(1);
    history.forgetSent({ conversationId: 'c', text: 'sent' });
    expect(history.drafts().drafts).toHaveLength(0);
  });

  test('keep their files over a restart and take them along when they go, not those that were sent', async () => {
    const { history } = await newHistory();
    const [kept, lost, sent] = [attachment('1'), attachment('2'), attachment('3')];
    for (const { id } of [kept, lost, sent])
      history.addFile({ attachmentId: id, text: 't', data: new Uint8Array([1]) });
    history.saveDraft(draft('c', '', [kept, sent]));
    history.deleteDraftFiles();
    expect(history.fileText({ attachmentId: kept.id })).toBe('t');
    expect(() => history.fileText({ attachmentId: lost.id })).toThrow(missing);
    history.beginTurn(turnWithFile('c', '1', sent.id));
    history.deleteDrafts({ before: 10 });
    expect(() => history.fileText({ attachmentId: kept.id })).toThrow(missing);
    expect(history.fileText({ attachmentId: sent.id })).toBe('t');
  });
});

describe('messages that wait', () => {
  test('make their conversation, and are gone in the transaction that sends them, so that a crash sends none twice', async () => {
    const { history } = await newHistory();
    const file = attachment('1');
    history.addFile({ attachmentId: file.id, text: 't', data: new Uint8Array([1]) });
    history.saveWaiting({ message: waiting('q1', [file]), position: 0, conversation: created });
    history.saveWaiting({ message: waiting('q2'), position: 1 });
    expect(history.open({ conversationId: 'c' })).toMatchObject({ conversation: { title: 'Waiting' }, messages: [] });
    expect(history.waiting().map(({ id }) => id)).toEqual(['q1', 'q2']);
    history.beginTurn(turnWithFile('c', '1', file.id));
    expect(history.waiting().map(({ id }) => id)).toEqual(['q2']);
    expect(history.fileText({ attachmentId: file.id })).toBe('t');
    history.saveWaiting({ message: waiting('q1'), position: 0 });
    expect(history.waiting().map(({ id }) => id)).toEqual(['q2']);
  });

  test('that are cancelled leave neither files nor an empty conversation; taken back they leave both', async () => {
    const { history } = await newHistory();
    const file = attachment('1');
    history.addFile({ attachmentId: file.id, text: 't', data: new Uint8Array([1]) });
    history.saveWaiting({ message: waiting('q1', [file]), position: 0, conversation: created });
    history.deleteWaiting({ messageId: 'q1', isTakenBack: true });
    expect(history.fileText({ attachmentId: file.id })).toBe('t');
    expect(history.list()).toHaveLength(1);
    history.saveWaiting({ message: waiting('q1', [file]), position: 0, conversation: created });
    history.deleteWaiting({ messageId: 'q1', isTakenBack: false });
    expect(() => history.fileText({ attachmentId: file.id })).toThrow(missing);
    expect(history.list()).toEqual([]);
  });

  test('count as a use of their conversation, so that retention does not take both before they are sent', async () => {
    const { history } = await newHistory();
    history.beginTurn(turn('c', '1'));
    const createdAt = 1_900_000_000_000;
    history.saveWaiting({ message: waiting('q2'), position: 0, conversation: { ...created, createdAt } });
    history.deleteUnused({ before: createdAt });
    expect(history.waiting().map(({ id }) => id)).toEqual(['q2']);
    history.deleteUnused({ before: createdAt + 1 });
    expect(history.waiting()).toEqual([]);
  });

  test('are not taken for sent by a file that has a message with their id', async () => {
    const { history } = await newHistory();
    history.saveWaiting({ message: waiting('q1'), position: 0, conversation: created });
    const { question } = turn('other', '1');
    const conversation = { id: 'other', title: 'Other', deploymentId: 'd', createdAt: 1, updatedAt: 1 };
    const imported = {
      conversation,
      place: { pinnedAt: null, archivedAt: null, folder: null },
      settings: {},
      assistant: null,
      titleSource: 'person',
      shownLeafId: 'q1',
      messages: [{ message: question, parentId: null }],
    } as const;
    expect(history.importConversation(imported)).toBe('conflict');
    expect(history.waiting().map(({ id }) => id)).toEqual(['q1']);
    expect(history.list().map(({ id }) => id)).toEqual(['c']);
  });

  test('go with their conversation, and cannot come back without it', async () => {
    const { history } = await newHistory();
    history.saveWaiting({ message: waiting('q1'), position: 0, conversation: created });
    history.delete({ conversationIds: ['c'] });
    expect(history.waiting()).toEqual([]);
    expect(() => history.saveWaiting({ message: waiting('q1'), position: 0 })).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });
});
