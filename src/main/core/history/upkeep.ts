import { readdir, rm, stat } from 'node:fs/promises';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { ChildProcess, Clock, Log, ProcessHost } from '../ports.ts';
import { backupTimes, historyFiles, keptTimes, logOf } from './history-files.ts';
import { deleteEarlierStates } from './rescue.ts';
import type { StoreReply, StoreRequest } from './store.ts';
import type { DraftStore } from './draft-store.ts';
import type { UpkeepStore } from './upkeep-store.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** After the start, when everybody waits for something else. */
const firstMilliseconds = 2 * minute;
const roundMilliseconds = 60 * minute;
/** Between two steps that the storage process does, so that others get in between. */
const pauseMilliseconds = 20;
const backUpDeadlineMilliseconds = 60 * minute;

/** What policy says of keeping. */
export interface KeepingRules {
  /** How long a conversation is kept after its last use; null for ever. */
  readonly retentionDays: number | null;
  /** Whether nothing may be deleted. */
  readonly isHeld: boolean;
  /** How many earlier states of the file are kept. */
  readonly backups: number;
}

/** What upkeep stands on. */
export interface UpkeepOptions {
  readonly store: UpkeepStore & Pick<DraftStore, 'deleteDrafts'>;
  /** Where the history is. */
  readonly folder: string;
  readonly key: Buffer;
  readonly rules: KeepingRules;
  /** Starts a second storage process, for a backup. */
  readonly storeHost: ProcessHost;
  readonly clock: Clock;
  readonly log: Log;
  /** The time as a service has told it; undefined where none has yet. */
  readonly serviceTime: () => number | undefined;
  /** Called when conversations were deleted. */
  readonly onDeleted: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Deletes what is too old, gives room back, and backs up once a day: in steps, and never in anybody's way. */
export async function keepUp(options: UpkeepOptions): Promise<void> {
  const { clock, log, signal } = options;
  let wait = firstMilliseconds;
  while (!signal.aborted) {
    await clock.sleep(wait, signal).catch(() => {});
    if (signal.aborted) return;
    wait = roundMilliseconds;
    for (const task of [deleteOld, forgetDeletedWords, giveRoomBack, backUpOnceADay]) {
      await task(options).catch((thrown: unknown) => {
        if (!signal.aborted) log.warn('history-upkeep-fail', { task: task.name, code: toAppError(thrown).code });
      });
    }
  }
}

/** Deletes conversations that were not used for as long as policy says, and what was put aside before that. */
export async function deleteOld(options: UpkeepOptions): Promise<void> {
  const { store, folder, rules, serviceTime, onDeleted } = options;
  const { retentionDays, isHeld } = rules;
  // The computer's own clock may be years ahead: deleting waits until a service has told the time.
  const now = serviceTime();
  if (retentionDays === null || isHeld || now === undefined) return;
  const before = now - retentionDays * day;
  const files = historyFiles(folder);
  for (const time of keptTimes(await readdir(folder))) {
    if (time < before) await rm(files.kept(time), { recursive: true, force: true });
  }
  await stepByStep(() => store.deleteUnused({ before }), options);
  // Numbers without a word of a conversation go by the same days: they tell when somebody was at work.
  const firstDay = new Date(before).toISOString().slice(0, 10);
  await stepByStep(() => store.deleteUsage({ before: firstDay }), options);
  await store.deleteDrafts({ before });
  onDeleted();
}

/** Takes the words of what was deleted out of the search's indexes. */
export async function forgetDeletedWords(options: Pick<UpkeepOptions, 'store' | 'clock' | 'signal'>): Promise<void> {
  const { store } = options;
  if (!(await store.forgetWords())) return;
  await stepByStep(() => store.forgetWords(), options);
  // The log has the old pages until it is emptied.
  await emptyLog(store);
}

/** Deletes every conversation, with what an earlier state of the file has of them. */
export async function deleteEverything(
  options: Pick<UpkeepOptions, 'store' | 'folder' | 'clock' | 'signal'>,
): Promise<void> {
  const { store, folder } = options;
  await stepByStep(() => store.deleteUnused({ before: Number.MAX_SAFE_INTEGER }), options);
  await store.deleteDrafts({ before: Number.MAX_SAFE_INTEGER });
  await forgetDeletedWords(options);
  await emptyLog(store);
  await deleteEarlierStates(folder);
}

async function emptyLog(store: UpkeepStore): Promise<void> {
  await store.freeze();
  await store.thaw();
}

async function giveRoomBack(options: UpkeepOptions): Promise<void> {
  await stepByStep(() => options.store.vacuum(), options);
}

async function backUpOnceADay(options: UpkeepOptions): Promise<void> {
  const { folder, rules, clock } = options;
  const files = historyFiles(folder);
  const [newest] = backupTimes(await readdir(folder));
  if (rules.backups === 0) return;
  // Also where the clock was set back by more than a day.
  const isDue = newest === undefined || Math.abs(clock.now() - newest) >= day;
  if (!isDue) return;
  const changedAt = await Promise.all([files.database, logOf(files.database)].map(lastChange));
  if (newest === undefined || changedAt.some((time) => time > newest)) await backUp(options);
}

/** Copies the history in a process of its own while people go on. @throws AppError */
export async function backUp({
  store,
  folder,
  key,
  rules,
  storeHost,
  clock,
  log,
  signal,
}: UpkeepOptions): Promise<void> {
  const file = historyFiles(folder).database;
  await store.freeze();
  try {
    const input = { file, key: key.toString('hex'), backups: rules.backups };
    await askOnce(storeHost.start(), { id: 1, method: 'backUp', input }, { clock, signal });
    log.info('history-backup');
  } finally {
    await store.thaw();
  }
}

/** Asks a process of its own for one thing, and ends it. @throws AppError */
async function askOnce(
  process: ChildProcess,
  request: StoreRequest,
  { clock, signal }: Pick<UpkeepOptions, 'clock' | 'signal'>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const unavailable = (reason: string) => new AppError('history-unavailable', { fields: { reason } });
  process.onMessage((message) => {
    const reply = message as StoreReply;
    if (reply.ok) resolve();
    else reject(new AppError(reply.error.code, { fields: reply.error.fields }));
  });
  process.onExit(() => reject(unavailable('process-ended')));
  const end = new AbortController();
  clock.sleep(backUpDeadlineMilliseconds, AbortSignal.any([signal, end.signal])).then(
    () => reject(unavailable('deadline')),
    () => reject(unavailable('closed')),
  );
  process.post(request);
  try {
    await promise;
  } finally {
    end.abort();
    process.kill();
  }
}

async function stepByStep(
  step: () => Promise<boolean>,
  { clock, signal }: Pick<UpkeepOptions, 'clock' | 'signal'>,
): Promise<void> {
  while (!signal.aborted && (await step())) await clock.sleep(pauseMilliseconds, signal);
}

async function lastChange(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
