import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ImportProgress } from '../../src/shared/model/transfer.ts';
import type { Placement, PromisedConversation } from './ledger.ts';
import type { Random } from './random.ts';
import type { VictimProcess } from './victim-process.ts';

/** Conversations that are changed: those that were written to last. */
const lively = 6;
const mostImported = 20;

/** What changes stand on. */
export interface ChangesOptions {
  readonly random: Random;
  readonly profileFolder: string;
  readonly promised: Map<string, PromisedConversation>;
}

/** What a person does with conversations besides asking: renames, moves, deletes and imports them, and makes folders. */
export class Changes {
  readonly #options: ChangesOptions;
  /** By id, with whether it was accepted. */
  readonly #folders = new Map<string, boolean>();
  /** Those that something is being done with: what comes of two things at once is nobody's promise. */
  readonly #busy = new Set<string>();
  #isImporting = false;
  /** How many were accepted, by kind. */
  readonly accepted = new Map<string, number>();

  constructor(options: ChangesOptions) {
    this.#options = options;
  }

  /** Does one of them, by chance. */
  async change(victim: VictimProcess): Promise<void> {
    const { random } = this.#options;
    const kind = random.of<'rename' | 'place' | 'delete' | 'folder' | 'import'>([
      'rename',
      'place',
      'place',
      'delete',
      'folder',
      'import',
    ]);
    if (kind === 'folder') return this.#saveFolder(victim);
    if (kind === 'import') {
      // One at a time, as Parley has it.
      if (this.#isImporting) return;
      this.#isImporting = true;
      await this.#import(victim);
      this.#isImporting = false;
      return;
    }
    const chosen = this.#choose();
    if (chosen === undefined) return;
    const [conversationId, conversation] = chosen;
    this.#busy.add(conversationId);
    if (kind === 'delete') await this.#delete(victim, conversationId, conversation);
    else if (kind === 'rename') await this.#rename(victim, conversationId, conversation);
    else await this.#place(victim, conversationId, conversation);
  }

  /** To be called when everything has been compared: what was not answered is then as it was found. */
  settle(): void {
    this.#busy.clear();
  }

  /** Compares the folders that were promised with those that are there. */
  folderFaults(found: readonly { readonly id: string }[]): string[] {
    const ids = new Set(found.map(({ id }) => id));
    const lost = [...this.#folders].some(([id, isAccepted]) => isAccepted && !ids.has(id));
    for (const id of this.#folders.keys()) {
      if (ids.has(id)) this.#folders.set(id, true);
      else this.#folders.delete(id);
    }
    return lost ? ['a folder is gone'] : [];
  }

  #choose(): readonly [string, PromisedConversation] | undefined {
    const known = [...this.#options.promised].filter(
      ([id, { asked, imported, deletion }]) =>
        deletion === undefined &&
        !this.#busy.has(id) &&
        asked.every(({ turnId, hasEnded }) => turnId !== undefined || hasEnded) &&
        (imported?.isAccepted === true || asked.some(({ turnId }) => turnId !== undefined)),
    );
    const [first, ...others] = known.slice(-lively);
    return first === undefined ? undefined : this.#options.random.of([first, ...others]);
  }

  async #delete(victim: VictimProcess, conversationId: string, conversation: PromisedConversation): Promise<void> {
    conversation.deletion = 'asked';
    const { ok } = await victim.invoke('history.delete', { conversationIds: [conversationId] });
    if (!ok) return;
    conversation.deletion = 'accepted';
    this.#count('deleted');
  }

  async #rename(victim: VictimProcess, conversationId: string, conversation: PromisedConversation): Promise<void> {
    const title = `Title ${this.#options.random.id()}`;
    delete conversation.title;
    const { ok } = await victim.invoke('history.rename', { conversationId, title });
    if (!ok) return;
    conversation.title = title;
    this.#count('renamed');
  }

  async #place(victim: VictimProcess, conversationId: string, conversation: PromisedConversation): Promise<void> {
    const { random } = this.#options;
    const folders = [...this.#folders].filter(([, isAccepted]) => isAccepted).map(([id]) => id);
    const wish = random.of<Placement>([
      { isPinned: random.below(1) < 0.5 },
      { isArchived: random.below(1) < 0.5 },
      { isInBin: random.below(1) < 0.5 },
      { folderId: random.of([null, ...folders]) },
    ]);
    delete conversation.placement;
    const questions = conversation.asked.length;
    const { ok } = await victim.invoke('history.arrange', { placements: [{ conversationId, ...wish }] });
    if (!ok) return;
    // A question that was asked meanwhile may have come after it, and takes a conversation out of the archive and the bin.
    if (conversation.asked.length === questions) conversation.placement = wish;
    this.#count('placed');
  }

  async #saveFolder(victim: VictimProcess): Promise<void> {
    const id = this.#options.random.id();
    this.#folders.set(id, false);
    const { ok } = await victim.invoke('history.saveFolder', { id, name: `Folder ${id}`, isCollapsed: false });
    if (!ok) return;
    this.#folders.set(id, true);
    this.#count('folders');
  }

  async #import(victim: VictimProcess): Promise<void> {
    const { random, promised, profileFolder } = this.#options;
    const conversations = Array.from({ length: 1 + random.whole(mostImported) }, () => sampleExport(random));
    const mine = conversations.map(({ id, messages }) => {
      const conversation: PromisedConversation = {
        asked: [],
        imported: { messageIds: messages.map((message) => message.id), isAccepted: false },
      };
      promised.set(id, conversation);
      this.#busy.add(id);
      return conversation;
    });
    const folder = path.join(profileFolder, 'imports');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const head = { format: 'parley-export', version: 1, exportedAt: '2026-11-21T20:00:00.000Z', appVersion: '0' };
    const text = JSON.stringify({ ...head, filesIncluded: false, conversations, files: [] });
    writeFileSync(path.join(folder, `${random.id()}.json`), text);
    const result = await victim.stream('transfer.import', undefined);
    const end = result.ok ? (result.value as ImportProgress) : undefined;
    // The end of a storage process may have it count what it had taken before as here already: then it is seen what came of it.
    if (end?.kind !== 'done' || end.error !== null || end.report.taken !== mine.length) return;
    for (const { imported } of mine) if (imported !== undefined) imported.isAccepted = true;
    this.#count('imported', mine.length);
  }

  #count(kind: string, count = 1): void {
    this.accepted.set(kind, (this.accepted.get(kind) ?? 0) + count);
  }
}

/** A conversation as an exported file has it. */
function sampleExport(random: Random) {
  const time = 1_700_000_000_000 + random.whole(1_000_000);
  const texts = Array.from({ length: 2 * (1 + random.whole(10)) }, () => 'and so on '.repeat(1 + random.whole(300)));
  const ids = texts.map(() => random.id());
  const messages = texts.map((text, index) => ({
    id: ids[index] ?? '',
    parentId: ids[index - 1] ?? null,
    role: index % 2 === 0 ? 'user' : 'assistant',
    parts: [{ type: 'text', text }],
    metadata: { createdAt: time + index, ...(index % 2 === 1 && { status: 'complete', deploymentId: 'd' }) },
  }));
  return {
    id: random.id(),
    title: `Imported ${random.id()}`,
    titleSource: 'person',
    deploymentId: 'd',
    createdAt: time,
    updatedAt: time,
    settings: {},
    shownLeafId: ids.at(-1) ?? null,
    messages,
  };
}
