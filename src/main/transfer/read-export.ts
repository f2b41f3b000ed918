import { AppError } from '../../shared/errors.ts';
import { fileFormat } from '../attachments/file-format.ts';
import type { TransferReply, TransferRequest } from '../core/transfer/protocol.ts';
import { ArchiveSource, piecesOf } from './archive-source.ts';
import type { Found } from './conversation-tree.ts';
import type { FindAsset } from './formats/chatgpt.ts';
import { jsonValues } from './json-values.ts';
import { pictureLimit } from './pictures.ts';
import { Recogniser } from './recogniser.ts';
import type { Talk } from './talk.ts';

/** A conversation may be as deep as a thousand messages in a tree that is written out. */
const jsonLimits = { depth: 4_000, valueBytes: 128 * 1024 * 1024 };
const archiveLimits = { entries: 200_000, unpackedBytes: 4 * 1024 * 1024 * 1024 };

/** Reads a file of conversations, and tells of each as it comes. @throws AppError `import-…` */
export async function readExport(
  talk: Talk,
  { size, now }: Extract<TransferRequest, { kind: 'read' }>,
): Promise<TransferReply> {
  const read = (offset: number, length: number) => talk.piece(offset, length);
  const format = fileFormat(await read(0, 4096));
  if (format.kind === 'archive') await readArchive(talk, await ArchiveSource.open(read, size, archiveLimits), now);
  else if (format.kind === 'other') {
    await readText(talk, piecesOf(read, 0, size), new Recogniser({ now, findAsset: async () => undefined }));
  } else throw new AppError('import-unsupported');
  return { kind: 'end' };
}

async function readArchive(talk: Talk, archive: ArchiveSource, now: number): Promise<void> {
  const files = archive.names.filter((name) => name.endsWith('.json') && !name.startsWith('__MACOSX/'));
  const known = files.filter((name) => /(?:^|\/)(?:conversations(?:-\d+)?|data)\.json$/.test(name));
  const chosen = known.length > 0 ? known : files;
  // Files of LevelDB and SQLite, as Cherry Studio copies them since 1.8.
  const isDirect = archive.names.some((name) => /^(?:IndexedDB|Local Storage)\//.test(name));
  if (known.length === 0 && isDirect) throw new AppError('import-direct-backup');
  if (chosen.length === 0) throw new AppError('import-unsupported');
  let recognised = 0;
  for (const name of chosen) {
    const recogniser = new Recogniser({ now, findAsset: assetsOf(archive) });
    try {
      await readText(talk, archive.read(name), recogniser);
      recognised += 1;
    } catch (thrown) {
      // Beside the conversations there are other files.
      if (!(thrown instanceof AppError && thrown.code === 'import-unsupported')) throw thrown;
    }
  }
  if (recognised === 0) throw new AppError('import-unsupported');
}

async function readText(talk: Talk, pieces: AsyncIterable<Uint8Array>, recogniser: Recogniser): Promise<void> {
  for await (const value of jsonValues(pieces, jsonLimits)) {
    for (const found of await recogniser.add(value)) await tell(talk, found);
  }
  for await (const found of recogniser.end()) await tell(talk, found);
  if (!recogniser.hasRecognised) throw new AppError('import-unsupported');
}

async function tell(talk: Talk, found: Found): Promise<void> {
  switch (found.kind) {
    case 'conversation': {
      const { files, ...conversation } = found;
      await talk.tell(conversation);
      const conversationId = conversation.found.conversation.id;
      for (const file of files) await talk.tell({ kind: 'file', conversationId, ...file });
      return;
    }
    case 'left-out':
    case 'file':
      return talk.tell(found);
  }
}

/** The pictures beside conversations: their names begin with what ChatGPT and Cherry Studio call them. */
function assetsOf(archive: ArchiveSource): FindAsset {
  const names = archive.names.map((name) => ({ name, base: name.split('/').at(-1) ?? '' }));
  return async (id) => {
    const found = names.find(({ base }) => base.startsWith(id) && !/^\w/.test(base.slice(id.length)));
    if (found === undefined || archive.claimedSize(found.name) > pictureLimit) return undefined;
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of archive.read(found.name)) {
      bytes += piece.length;
      if (bytes > pictureLimit) return undefined;
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  };
}
