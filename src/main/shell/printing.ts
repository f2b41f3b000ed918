import { randomUUID } from 'node:crypto';
import { BrowserWindow, session, type WebContents } from 'electron';
import { AppError } from '../../shared/errors.ts';
import type { PrintPage, PrintPdf } from '../core/ports.ts';
import { untilAborted } from '../core/until-aborted.ts';

const partition = 'parley-print';
const scheme = 'parley-print';

/** What prints. */
export interface Printing {
  readonly printPdf: PrintPdf;
  /** By the system's dialog. */
  readonly printPage: PrintPage;
}

/** Prints with windows of Chromium's that nobody sees; they have a session of their own, in memory. */
export function createPrinting(): Printing {
  /** By address: what is being printed. */
  const pages = new Map<string, string>();

  const print = async <Value>(page: string, signal: AbortSignal, use: (contents: WebContents) => Promise<Value>) => {
    const address = `${scheme}://page/${randomUUID()}`;
    pages.set(address, page);
    const window = openPrintWindow(pages);
    try {
      await untilAborted(window.loadURL(address), signal);
      return await untilAborted(use(window.webContents), signal);
    } finally {
      window.destroy();
      pages.delete(address);
    }
  };

  return {
    printPdf: (page, signal) =>
      print(page, signal, (contents) =>
        contents.printToPDF({ pageSize: 'A4', printBackground: true, generateTaggedPDF: true }),
      ),
    printPage: (page, signal) => print(page, signal, printByDialog),
  };
}

async function printByDialog(contents: WebContents): Promise<boolean> {
  // Where there is none, Chromium shows no dialog and never calls back.
  const printers = await contents.getPrintersAsync();
  if (printers.length === 0) throw new AppError('print-failed');
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  contents.print({ printBackground: true }, (isPrinted, reason) => {
    // Electron's words for a person who thinks better of it.
    if (isPrinted || /cancel/i.test(reason)) resolve(isPrinted);
    else reject(new AppError('print-failed'));
  });
  return promise;
}

function openPrintWindow(pages: ReadonlyMap<string, string>): BrowserWindow {
  const printing = session.fromPartition(partition, { cache: false });
  printing.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  printing.setPermissionCheckHandler(() => false);
  // SECURITY: what is printed asks nobody for anything: it has the one page and the pictures that are in it.
  printing.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !pages.has(url) && !url.startsWith('data:image/') }),
  );
  if (!printing.protocol.isProtocolHandled(scheme)) {
    printing.protocol.handle(scheme, ({ url }) => {
      const page = pages.get(url);
      if (page === undefined) return new Response('Not found', { status: 404 });
      return new Response(page, {
        headers: { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' },
      });
    });
  }
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: printing,
      // SECURITY: a page of other people's words: it runs nothing, and could do nothing if it did.
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  return window;
}
