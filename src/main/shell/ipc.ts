import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, MessagePortMain, WebFrameMain } from 'electron';
import { ipcChannels, type PortMessage } from '../../shared/ipc/channels.ts';
import type { Dispatcher } from '../core/dispatch.ts';
import type { Log } from '../core/ports.ts';
import { pageOrigin } from './app-protocol.ts';

/** What connects a window's calls to the dispatcher. */
export interface IpcOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'on'>;
  readonly dispatcher: Dispatcher;
  readonly log: Log;
}

/** Registers the three channels of the bridge; everything else a page could send has no listener. */
export function registerIpc({ ipcMain, dispatcher, log }: IpcOptions): void {
  const isTrusted = (event: IpcMainEvent | IpcMainInvokeEvent) => {
    if (isOurMainFrame(event.senderFrame, event.sender.mainFrame)) return true;
    log.error('ipc-refuse');
    return false;
  };

  ipcMain.handle(ipcChannels.invoke, (event, name: unknown, input: unknown) => {
    if (!isTrusted(event)) throw new Error('refused');
    return dispatcher.invoke(nameOf(name), input);
  });

  ipcMain.on(ipcChannels.open, (event, message: unknown) => {
    const [port] = event.ports;
    if (port === undefined) return;
    if (!Array.isArray(message) || !isTrusted(event)) return port.close();
    const [name, input] = message as unknown[];
    openStream(port, (listener) => dispatcher.open(nameOf(name), input, listener));
  });
}

/** SECURITY: what is no text is no name; converting an object would run its own `toString` here. */
function nameOf(name: unknown): string {
  return typeof name === 'string' ? name : '';
}

/** SECURITY: a frame inside the page, or a page from elsewhere, must not reach what our page may do. */
function isOurMainFrame(frame: WebFrameMain | null, mainFrame: WebFrameMain): boolean {
  return frame !== null && frame === mainFrame && frame.origin === pageOrigin;
}

type Open = (listener: Parameters<Dispatcher['open']>[2]) => () => void;

function openStream(port: MessagePortMain, open: Open): void {
  const post = (message: PortMessage) => port.postMessage(message);
  const close = open({
    item: (item) => post({ kind: 'item', item }),
    end: (end) => {
      post({ kind: 'end', end });
      port.close();
    },
  });
  port.on('close', close);
  port.start();
}
