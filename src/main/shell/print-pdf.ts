import { BrowserWindow, session } from 'electron';
import type { PrintPdf } from '../core/ports.ts';
import { untilAborted } from '../core/until-aborted.ts';

const partition = 'parley-print';
const scheme = 'parley-print';
const address = `${scheme}://page/`;

/** Prints with a window of Chromium's that nobody sees; it has a session of its own, in memory. */
export function createPrintPdf(): PrintPdf {
  return async (page, signal) => {
    const pages = session.fromPartition(partition, { cache: false });
    pages.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
    pages.setPermissionCheckHandler(() => false);
    // SECURITY: what is printed asks nobody for anything: it has the one page and the pictures that are in it.
    pages.webRequest.onBeforeRequest(({ url }, decide) =>
      decide({ cancel: url !== address && !url.startsWith('data:image/') }),
    );
    if (pages.protocol.isProtocolHandled(scheme)) pages.protocol.unhandle(scheme);
    pages.protocol.handle(
      scheme,
      () =>
        new Response(page, {
          headers: { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' },
        }),
    );
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        session: pages,
        // SECURITY: a page of other people's words: it runs nothing, and could do nothing if it did.
        javascript: false,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
      },
    });
    try {
      window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
      await untilAborted(window.loadURL(address), signal);
      const printed = window.webContents.printToPDF({ pageSize: 'A4', printBackground: true, generateTaggedPDF: true });
      return await untilAborted(printed, signal);
    } finally {
      window.destroy();
      pages.protocol.unhandle(scheme);
    }
  };
}
