import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
// oxlint-disable-next-line import/default -- it is CommonJS, whose exports are its default
import Database from 'better-sqlite3-multiple-ciphers';
import { migrate, migrations } from '../src/main/storage/migrate.ts';
import { indexParts } from '../src/main/storage/search/terms.ts';
import { addSearchFunctions } from '../src/main/storage/search/search-functions.ts';

/** What the files of the benchmark are filled with. */
export interface HistoryPlan {
  /** Messages of both sides. */
  readonly count: number;
  /** Of them, those of one long conversation. */
  readonly long: number;
}

/** The long conversation's id. */
export const longId = id(1, 0);

const perConversation = 20;
const insertsPerTransaction = 5_000;

/** Words by how often they are written, so that a benchmark can search for one of each kind. */
export const vocabulary: readonly string[] = words();

/** Where the files of a plan are; they are made where they are not there yet. */
export function madeHistories(plan: HistoryPlan, key: string): { readonly plain: string; readonly encrypted: string } {
  // What the files hold follows from these: another version of any of them makes others.
  const sources = [JSON.stringify({ plan, key }), migrations.join(), indexParts.toString(), fillHistories.toString()];
  const hash = createHash('sha256')
    .update([...sources, fill.toString(), text.toString()].join())
    .digest('hex');
  const folder = path.join(import.meta.dirname, '../.cache/bench', `history-${plan.count}-${hash.slice(0, 12)}`);
  const files = { plain: path.join(folder, 'plain.db'), encrypted: path.join(folder, 'encrypted.db') };
  if (existsSync(files.encrypted)) return files;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const making = path.join(folder, 'making.db');
  fillHistories(plan, { plain: files.plain, encrypted: making, key });
  // Under its name it is whole.
  renameSync(making, files.encrypted);
  return files;
}

/**
 * Fills two files with the same rows: a plain one, and its copy encrypted as Parley does. As long as they are made, losing them costs
 * nothing: so nothing waits for the disk.
 */
function fillHistories(
  plan: HistoryPlan,
  files: { readonly plain: string; readonly encrypted: string; readonly key: string },
): void {
  const { plain, encrypted, key } = files;
  const started = performance.now();
  const database = openCarelessly(plain);
  addSearchFunctions(database);
  migrate(database);
  fill(database, plan);
  database.close();
  const filled = performance.now();
  copyFileSync(plain, encrypted);
  const copy = openCarelessly(encrypted);
  copy.pragma(`cipher = 'sqlcipher'`);
  copy.pragma(`rekey = "x'${key}'"`);
  copy.close();
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(0)} s`;
  const megabytes = (file: string) => `${(statSync(file).size / 1e6).toFixed(0)} MB`;
  console.log(
    `${plan.count} messages: ${megabytes(plain)} filled in ${seconds(started, filled)}, ` +
      `encrypted ${megabytes(encrypted)} in ${seconds(filled, performance.now())}`,
  );
}

function openCarelessly(file: string): Database.Database {
  const database = new Database(file);
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -262144']) database.pragma(pragma);
  return database;
}

function fill(database: Database.Database, { count, long }: HistoryPlan): void {
  const random = numbers(42);
  const addConversation = database.prepare(
    `INSERT INTO conversations (id, title, title_source, deployment_id, created_at, updated_at)
     VALUES (?, ?, 'automatic', 'everyday', @time, @time)`,
  );
  const addMessage = database.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, role, status, created_at, parts, metadata)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const show = database.prepare('UPDATE conversations SET shown_leaf_id = ?, updated_at = ? WHERE id = ?');
  let conversation = '';
  let parent: string | null = null;
  let left = 0;
  const addOne = (index: number) => {
    const time = 1_700_000_000_000 + index * 1000;
    if (left === 0) {
      const isFirst = index === 0;
      conversation = isFirst ? longId : id(1, index);
      left = isFirst ? long : perConversation;
      parent = null;
      addConversation.run(conversation, text(random, 6), { time });
    }
    const isQuestion = parent === null || index % 2 === 0;
    const message = id(2, index);
    const parts = JSON.stringify([{ type: 'text', text: text(random, isQuestion ? 30 : 160) }]);
    const metadata = isQuestion ? '{}' : '{"deploymentId":"everyday","usage":{"inputTokens":1200,"outputTokens":340}}';
    const [role, status] = isQuestion ? ['user', null] : ['assistant', 'complete'];
    addMessage.run(message, conversation, parent, role, status, time, parts, metadata);
    parent = message;
    left -= 1;
    if (left === 0 || index === count - 1) show.run(message, time, conversation);
  };
  for (let index = 0; index < count; index += insertsPerTransaction) {
    const work = database.transaction(() => {
      for (let each = index; each < Math.min(count, index + insertsPerTransaction); each++) addOne(each);
    });
    work();
  }
}

/** About so many words, sometimes many more; one text of twelve is Japanese, Chinese or Thai. */
function text(random: () => number, usual: number): string {
  const length = Math.max(2, Math.round(usual * (random() < 0.05 ? 5 : 0.4 + random() * 1.2)));
  const script = random() < 1 / 12 ? scripts[Math.floor(random() * scripts.length)] : undefined;
  const pieces = Array.from({ length }, () =>
    script === undefined ? word(random) : Array.from({ length: 3 }, () => letter(script, random)).join(''),
  );
  return script === undefined ? pieces.join(' ') : pieces.join('');
}

const scripts = [
  { first: 0x4e00, count: 2000 },
  { first: 0x3042, count: 80 },
  { first: 0x0e01, count: 46 },
] as const;

function letter({ first, count }: (typeof scripts)[number], random: () => number): string {
  return String.fromCodePoint(first + Math.floor(random() ** 2 * count));
}

/** As in a language: the n-th word is written a n-th as often as the first. */
function word(random: () => number): string {
  return vocabulary[Math.floor(Math.exp(random() * Math.log(vocabulary.length)))] ?? 'word';
}

function words(): string[] {
  const random = numbers(7);
  const sounds = [
    'b',
    'br',
    'c',
    'ch',
    'd',
    'f',
    'g',
    'h',
    'k',
    'l',
    'm',
    'n',
    'p',
    'qu',
    'r',
    's',
    'sch',
    'st',
    't',
    'v',
    'w',
    'z',
  ];
  const vowels = ['a', 'e', 'i', 'o', 'u', 'ä', 'ei', 'ou'];
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const syllable = () => pick(sounds) + pick(vowels) + (random() < 0.4 ? pick(['n', 'r', 's', 't', 'l']) : '');
  return Array.from({ length: 60_000 }, (_, rank) =>
    Array.from({ length: 1 + Math.floor(random() * (rank < 200 ? 2 : 4)) }, syllable).join(''),
  );
}

/** The same numbers each time, from 0 up to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function id(kind: number, index: number): string {
  return `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(index).padStart(12, '0')}`;
}
