import type { IpcMainInvokeEvent } from 'electron';

type ElectronModule = typeof import('electron');
type InvokeHandler = (event: IpcMainInvokeEvent, ...values: unknown[]) => unknown;

interface Recording {
  parleyPayloads?: string[];
}

/**
 * Runs in the main process of a test: notes all that is sent to windows, by any of the ways there are (replies, events,
 * ports). It is given to Electron as text, so it uses nothing from around it.
 */
export function recordIpc({ BrowserWindow, ipcMain, MessageChannelMain }: ElectronModule): void {
  const payloads: string[] = [];
  (globalThis as Recording).parleyPayloads = payloads;
  const note = (...values: unknown[]) => void payloads.push(JSON.stringify(values));

  for (const { webContents } of BrowserWindow.getAllWindows()) {
    const send = webContents.send.bind(webContents);
    webContents.send = (channel, ...values: unknown[]) => {
      note(channel, values);
      send(channel, ...values);
    };
  }
  const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, InvokeHandler> };
  // A copy: what is handled anew is added at the map's end.
  for (const [channel, handler] of Array.from(handlers)) {
    ipcMain.removeHandler(channel);
    ipcMain.handle(channel, async (event, ...values: unknown[]) => {
      const reply = await handler(event, ...values);
      note(channel, reply);
      return reply;
    });
  }
  const portPrototype = Object.getPrototypeOf(new MessageChannelMain().port1) as {
    postMessage: (message: unknown) => void;
  };
  const postMessage = portPrototype.postMessage;
  portPrototype.postMessage = function (message) {
    note('port', message);
    postMessage.call(this, message);
  };
}

/** Runs there as well: what was noted, as text. */
export function recordedIpc(): string {
  return ((globalThis as Recording).parleyPayloads ?? []).join('\n');
}
