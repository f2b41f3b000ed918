import process from 'node:process';
import { toAppError } from '../../shared/errors.ts';
import { type ReadReply, type ReadRequest, textLimit } from '../core/attachments/protocol.ts';
import { connectParent } from '../core/parent.ts';
import { guardAllocations } from './allocation-guard.ts';
import { isolate } from './isolation.ts';
import type { ReadLimits } from './limits.ts';

const limits: ReadLimits = {
  characters: textLimit,
  pages: 2_000,
  entries: 10_000,
  unpackedBytes: 256 * 1024 * 1024,
  depth: 256,
  pixels: 50_000_000,
  columns: 256,
};

/** Of one block of memory; a page of a PDF takes a fraction of it. */
const blockLimit = 64 * 1024 * 1024;

isolate(process);
// Ended without a reply, it is told as a file that would take too much.
guardAllocations(blockLimit, () => process.exit(1));

const parent = connectParent<ReadRequest, ReadReply>(process);
parent.onRequest((request) => void reply(request).then((answer) => parent.post(answer)));
parent.onGone(() => process.exit());

async function reply(request: ReadRequest): Promise<ReadReply> {
  try {
    // Loaded when the process has been isolated.
    const { readFile } = await import('./read-file.ts');
    return { ok: true, content: await readFile(request, limits) };
  } catch (thrown) {
    return { ok: false, error: toAppError(thrown).toData() };
  }
}
