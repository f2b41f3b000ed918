import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { AssistantDraft } from '../../../shared/model/assistant.ts';
import type { LibraryExport, LibraryImport, LibraryKind } from '../../../shared/model/library-file.ts';
import { libraryLimit, OwnPrompt } from '../../../shared/model/prompt.ts';
import { FileWriter } from '../file-writer.ts';
import type { FileDialogs } from '../ports.ts';
import type { Library } from './library.ts';

const formatName = 'parley-library';
const version = 1;
/** Largest file in bytes; as many prompts as a person keeps, each as long as it may be, are a little less. */
const fileLimit = 16 * 1024 * 1024;

/** SECURITY: entries are looked at one by one below; here only that there is an end to them. */
const LibraryFile = z.object({
  format: z.literal(formatName),
  version: z.literal(version),
  prompts: z.array(z.unknown()).max(libraryLimit).default([]),
  assistants: z.array(z.unknown()).max(libraryLimit).default([]),
});

/** An assistant of a file: as a person writes it, without files. */
const FiledAssistant = AssistantDraft.omit({ fileIds: true });

const names: Readonly<Record<LibraryKind, string>> = { prompts: 'Prompts', assistants: 'Assistants' };

/** What files of a library stand on. */
export interface LibraryFilesOptions {
  readonly library: Library;
  readonly dialogs: FileDialogs;
  /** Whether the person may export. */
  readonly isAllowed: () => boolean;
}

/** Writes the person's own prompts and assistants to files, and takes them from files: docs/export-format.md. */
export class LibraryFiles {
  readonly #options: LibraryFilesOptions;

  constructor(options: LibraryFilesOptions) {
    this.#options = options;
  }

  /** @throws AppError `export-not-allowed`, `file-unwritable`, `disk-full` */
  async export(kind: LibraryKind): Promise<LibraryExport> {
    const { dialogs, isAllowed } = this.#options;
    // SECURITY: here, not only in the window: what an organisation has forbidden stays so whatever the window does.
    if (!isAllowed()) throw new AppError('export-not-allowed');
    const entries = kind === 'prompts' ? await this.#prompts() : await this.#assistants();
    const file = await dialogs.save({ name: `${names[kind]}.json`, extension: 'json' });
    if (file === undefined) return { kind: 'cancelled' };
    const writer = await FileWriter.open(file);
    try {
      await writer.write(`${JSON.stringify({ format: formatName, version, [kind]: entries }, null, 2)}\n`);
      await writer.finish();
    } catch (thrown) {
      await writer.discard();
      throw thrown;
    }
    return { kind: 'done', name: path.basename(file), count: entries.length };
  }

  /**
   * Takes what is new here; what was taken stays where there is no room for more.
   * @throws AppError `file-unreadable`, `library-file-unreadable`, `library-full`
   */
  async import(): Promise<LibraryImport> {
    const { library, dialogs } = this.#options;
    const file = await dialogs.open({ extensions: ['json'] });
    if (file === undefined) return { kind: 'cancelled' };
    const { prompts, assistants } = await readLibrary(file);
    const knownIds = new Set([...(await this.#prompts()), ...(await this.#assistants())].map(({ id }) => id));
    const count = { prompts: 0, assistants: 0, alreadyHere: 0, leftOut: 0 };
    for (const each of prompts) {
      const { data } = OwnPrompt.safeParse(each);
      if (data === undefined) count.leftOut += 1;
      else if (knownIds.has(data.id)) count.alreadyHere += 1;
      else {
        await library.savePrompt(data);
        knownIds.add(data.id);
        count.prompts += 1;
      }
    }
    for (const each of assistants) {
      const { data } = FiledAssistant.safeParse(each);
      if (data === undefined) count.leftOut += 1;
      else if (knownIds.has(data.id)) count.alreadyHere += 1;
      else {
        await library.saveAssistant({ ...data, fileIds: [] });
        knownIds.add(data.id);
        count.assistants += 1;
      }
    }
    return { kind: 'done', ...count };
  }

  async #prompts() {
    const all = await this.#options.library.prompts();
    return all.filter(({ source }) => source === 'person').map(({ id, name, text }) => ({ id, name, text }));
  }

  /** Their files stay here: they may be large, and are not the person's words. */
  async #assistants() {
    const { assistants } = await this.#options.library.assistants();
    return assistants
      .filter(({ source }) => source === 'person')
      .map(({ source: _source, files: _files, ...assistant }) => assistant);
  }
}

async function readLibrary(file: string): Promise<z.infer<typeof LibraryFile>> {
  const text = await readText(file);
  try {
    return LibraryFile.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (thrown) {
    throw new AppError('library-file-unreadable', { cause: thrown });
  }
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    // SECURITY: a file without an end would take all memory.
    if (size > fileLimit) throw new AppError('library-file-unreadable');
    return await readFile(file, 'utf8');
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : new AppError('file-unreadable', { cause: thrown });
  }
}
