import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../../src/main/storage/database.ts';
import { toStoreError } from '../../src/main/storage/store-error.ts';

/** What has to come back empty, and what it is where it does not. */
const searches = {
  'a message without its conversation':
    'SELECT 1 FROM messages WHERE conversation_id NOT IN (SELECT id FROM conversations)',
  'a message without its parent':
    'SELECT 1 FROM messages WHERE parent_id IS NOT NULL AND parent_id NOT IN (SELECT id FROM messages)',
  'an answer without its question': "SELECT 1 FROM messages WHERE role = 'assistant' AND parent_id IS NULL",
  'a question without an answer':
    "SELECT 1 FROM messages AS question WHERE role = 'user' AND NOT EXISTS (SELECT 1 FROM messages WHERE parent_id = question.id)",
  'a conversation without a message': `SELECT 1 FROM conversations WHERE (id NOT IN (SELECT conversation_id FROM messages) OR shown_leaf_id IS NULL)
     AND id NOT IN (SELECT conversation_id FROM waiting_messages)`,
  'a message that waits and was sent': 'SELECT 1 FROM waiting_messages WHERE id IN (SELECT id FROM messages)',
  'a shown message of another conversation': `SELECT 1 FROM conversations JOIN messages ON messages.id = shown_leaf_id
     WHERE messages.conversation_id <> conversations.id`,
  'a file without its content': 'SELECT 1 FROM attachments WHERE id NOT IN (SELECT id FROM attachment_contents)',
} as const;

/** Looks at a copy of a history that a killed process has left, as SQLite and the schema have it. @returns what is wrong */
export async function checkFiles(file: string, key: string): Promise<string[]> {
  const folder = await mkdtemp(path.join(path.dirname(file), '..', 'check-'));
  const copy = path.join(folder, path.basename(file));
  try {
    for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) await copyFile(file + suffix, copy + suffix);
    const database = openDatabase({ file: copy, key });
    try {
      const integrity = database.pragma('integrity_check', { simple: true });
      return [
        ...(integrity === 'ok' ? [] : ['integrity_check is not ok']),
        ...((database.pragma('foreign_key_check') as unknown[]).length === 0 ? [] : ['foreign_key_check is not empty']),
        ...Object.entries(searches).flatMap(([fault, sql]) =>
          database.prepare(sql).get() === undefined ? [] : [fault],
        ),
      ];
    } finally {
      database.close();
    }
  } catch (thrown) {
    return [`the file is unreadable: ${toStoreError(thrown).code}`];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
