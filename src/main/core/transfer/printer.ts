import { AppError } from '../../../shared/errors.ts';
import type { PrintPage } from '../ports.ts';
import { htmlDocument } from './export-document.ts';
import { type ExporterOptions, printLimit } from './exporter.ts';
import { TransferProcess } from './transfer-process.ts';

/** What printing stands on. */
export interface PrinterOptions extends Omit<ExporterOptions, 'dialogs' | 'printPdf'> {
  readonly printPage: PrintPage | undefined;
}

/**
 * Prints what is shown of a conversation, as its page of HTML; false where the person thinks better of it.
 * @throws AppError `export-not-allowed`, `export-too-large`, `not-found`, `print-failed`; the signal's reason
 */
export async function printConversation(
  conversationId: string,
  options: PrinterOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, clock, appVersion, deploymentName, processHost, isAllowed, printPage } = options;
  // SECURITY: paper leaves the computer as a file does.
  if (!isAllowed()) throw new AppError('export-not-allowed');
  if (printPage === undefined) throw new AppError('print-failed');
  const { conversation } = await store.exportConversation({ conversationId });
  const renderer = new TransferProcess(processHost, clock, signal);
  const pieces: string[] = [];
  let characters = 0;
  try {
    const source = {
      store,
      conversations: [{ id: conversationId, title: conversation.title }],
      includeFiles: true,
      now: clock.now(),
      appVersion,
      deploymentName,
      render: async (messages: Parameters<Parameters<typeof htmlDocument>[0]['render']>[0]) => {
        const reply = await renderer.ask({ kind: 'render', messages });
        if (reply.kind !== 'html') throw new AppError('internal');
        return reply.text;
      },
      onConversation: () => {},
    };
    for await (const piece of htmlDocument(source, conversation.title)) {
      signal.throwIfAborted();
      characters += piece.length;
      if (characters > printLimit) throw new AppError('export-too-large');
      pieces.push(piece);
    }
  } finally {
    renderer.end();
  }
  return printPage(pieces.join(''), signal);
}
