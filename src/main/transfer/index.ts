import process from 'node:process';
import { toAppError } from '../../shared/errors.ts';
import { guardAllocations } from '../attachments/allocation-guard.ts';
import { isolate } from '../attachments/isolation.ts';
import { connectParent } from '../core/parent.ts';
import type { TransferReply, TransferRequest } from '../core/transfer/protocol.ts';
import { Talk } from './talk.ts';

/** Of one block of memory: the largest file that a message can have. */
const blockLimit = 64 * 1024 * 1024;

isolate(process);
// Ended without a reply, it is told as a file that would take too much.
guardAllocations(blockLimit, () => process.exit(1));

const parent = connectParent<TransferRequest, TransferReply>(process);
const talk = new Talk((reply) => parent.post(reply));
parent.onRequest((request) => {
  switch (request.kind) {
    case 'read':
      return void answer(async () => {
        // Loaded when the process has been isolated.
        const { readExport } = await import('./read-export.ts');
        return readExport(talk, request);
      });
    case 'render':
      return void answer(async () => {
        const { messagesHtml } = await import('./html/message-html.ts');
        return { kind: 'html', text: messagesHtml(request.messages) };
      });
    case 'piece':
    case 'next':
      return talk.hear(request);
  }
});
parent.onGone(() => process.exit());

async function answer(work: () => Promise<TransferReply>): Promise<void> {
  try {
    parent.post(await work());
  } catch (thrown) {
    parent.post({ kind: 'fail', error: toAppError(thrown).toData() });
  }
}
