import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type HistoryStore, storeMethods } from '../../src/main/core/history/store.ts';
import { FakeClock, MemoryLog, temporaryFolder } from '../../src/main/core/testing/fakes.ts';
import { Exporter, type ExporterOptions, type ExportWish } from '../../src/main/core/transfer/exporter.ts';
import { Importer } from '../../src/main/core/transfer/importer.ts';
import { nodeProcessHost } from '../../src/main/shell/process-host.ts';
import { openDatabase } from '../../src/main/storage/database.ts';
import { historyDatabase } from '../../src/main/storage/history-database.ts';
import type { ImportProgress } from '../../src/shared/model/transfer.ts';

const folderOfProcess = path.join(import.meta.dirname, '../../src/main/transfer');

/** A clock of the day of the fixtures; what sleeps on it sleeps for good. */
class FixtureClock extends FakeClock {
  override now(): number {
    return Date.UTC(2026, 10, 20);
  }
}

/** What an import came to in the end. */
export type ImportEnd = Extract<ImportProgress, { kind: 'done' }>;

interface ImportWish {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** A real encrypted file, asked without a process between. */
function openStore(file: string): HistoryStore {
  const local = historyDatabase(openDatabase({ file, key: '0123456789abcdef'.repeat(4) }));
  onTestFinished(() => local.close());
  const owner = local as unknown as Readonly<Record<string, (input: unknown) => unknown>>;
  const methods = Object.keys(storeMethods).map((method) => [method, async (input: unknown) => owner[method]?.(input)]);
  return Object.fromEntries(methods) as HistoryStore;
}

/** A history of its own, the real processes, and a person who chooses the files that the test says. */
export async function transferWorld(options: Partial<ExporterOptions> = {}) {
  const folder = await temporaryFolder();
  const clock = new FixtureClock();
  const log = new MemoryLog();
  const history = openStore(path.join(folder, 'history.db'));
  const processHost = nodeProcessHost(process.execPath, path.join(folderOfProcess, 'index.ts'), 512);
  const common = { store: history, processHost, clock, log };

  /** Imports a text, bytes, or a file by its path, and resolves to how it ended. */
  const importFile = async (
    content: string | Uint8Array | { readonly file: string },
    { signal = new AbortController().signal, onProgress = () => {} }: ImportWish = {},
  ): Promise<ImportEnd> => {
    let chosen = path.join(folder, 'import.json');
    if (typeof content === 'object' && 'file' in content) chosen = content.file;
    else await writeFile(chosen, content);
    const importer = new Importer({
      ...common,
      dialogs: { save: async () => undefined, open: async () => chosen },
      deploymentIds: () => ['everyday', 'careful'],
      onHistoryChange: () => {},
    });
    const end = await importer.run(onProgress, signal);
    if (end.kind !== 'done') throw new Error(`ended as ${end.kind}`);
    return end;
  };

  /** Exports, and resolves to what was written. */
  const exportText = async (wish: Partial<ExportWish> = {}): Promise<string> => {
    const target = path.join(folder, 'exported');
    const exporter = new Exporter({
      ...common,
      dialogs: { save: async () => target, open: async () => undefined },
      printPdf: undefined,
      appVersion: '0.1.0',
      isAllowed: () => true,
      deploymentName: (id) => `The ${id} model`,
      ...options,
    });
    const all = { conversationId: null, format: 'json', includeFiles: true } as const;
    await exporter.run({ ...all, ...wish }, () => {}, new AbortController().signal);
    return readFile(target, 'utf8');
  };
  return { history, folder, clock, log, importFile, exportText };
}

/** A fixture by its name. */
export function fixture(name: string): { readonly file: string } {
  return { file: path.join(folderOfProcess, 'fixtures', name) };
}
