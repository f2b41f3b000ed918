import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openHistory } from '../../src/main/core/history/history-client.ts';
import { systemClock } from '../../src/main/shell/clock.ts';
import { connect, openDatabase } from '../../src/main/storage/database.ts';
import { migrate, migrations } from '../../src/main/storage/migrate.ts';
import { ChildStoreHost } from '../../src/main/storage/testing/child-store-host.ts';
import type { Random } from './random.ts';

const longestWait = 600;
const log = { info: () => {}, warn: () => {}, error: () => {} };

/** Has a history of an older version migrated, and kills that up to three times. @returns what is wrong afterwards */
export async function migrationTrial(folder: string, random: Random): Promise<string[]> {
  const place = path.join(folder, 'migration');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  const file = path.join(place, 'history.db');
  const key = random.id().replaceAll('-', '').repeat(2);
  const messages = 50 + random.whole(1500);
  writeOld(file, { key, messages, version: 1 + random.whole(migrations.length - 1) });
  for (let kills = random.whole(4); kills > 0; kills -= 1) {
    const storeHost = new ChildStoreHost();
    const opening = openHistory({ clock: systemClock, storeHost, file, key: Buffer.from(key, 'hex'), log });
    const closing = opening.then(
      (history) => history.close(),
      () => {},
    );
    await sleep(random.below(longestWait));
    // Its main process with it: nobody starts it again.
    for (const child of storeHost.children) child.kill('SIGKILL');
    await Promise.race([closing, sleep(longestWait)]);
    for (const child of storeHost.children) child.kill('SIGKILL');
    await closing;
  }
  try {
    const database = openDatabase({ file, key });
    try {
      const count = database.prepare('SELECT count(*) FROM messages WHERE length(parts) > 100').pluck().get();
      return [
        ...(count === messages ? [] : [`${messages - Number(count)} messages are gone after a migration`]),
        ...(database.pragma('integrity_check', { simple: true }) === 'ok' ? [] : ['a migrated file is not whole']),
      ];
    } finally {
      database.close();
    }
  } catch {
    return ['a migrated file does not open'];
  }
}

function writeOld(file: string, { key, messages, version }: { key: string; messages: number; version: number }): void {
  const database = connect(file, key);
  migrate(database, migrations.slice(0, version));
  database.exec(`INSERT INTO conversations (id, title, title_source, deployment_id, created_at, updated_at)
    VALUES ('c', 'Old', 'person', 'd', 1, 2)`);
  const add = database.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, role, created_at, parts, metadata)
     VALUES (?, 'c', ?, ?, 1, ?, '{"createdAt":1}')`,
  );
  const parts = JSON.stringify([{ type: 'text', text: 'and so on '.repeat(100) }]);
  database.transaction(() => {
    for (let index = 0; index < messages; index += 1) {
      add.run(`m${index}`, index === 0 ? null : `m${index - 1}`, index % 2 === 0 ? 'user' : 'assistant', parts);
    }
  })();
  database.exec(`UPDATE conversations SET shown_leaf_id = 'm${messages - 1}'`);
  database.close();
}
