import type { IpcRenderer } from 'electron';
import type { BridgeTransport } from '../shared/ipc/bridge.ts';
import { ipcChannels, type PortMessage } from '../shared/ipc/channels.ts';
import type { Result } from '../shared/ipc/define.ts';

/** Carries the bridge over Electron's IPC; streams over a MessagePort each. */
export function ipcTransport(ipc: Pick<IpcRenderer, 'invoke' | 'postMessage' | 'on' | 'off'>): BridgeTransport {
  return {
    invoke: (name, input) => ipc.invoke(ipcChannels.invoke, name, input) as Promise<Result<unknown>>,
    open(name, input, listener) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<PortMessage>) => {
        if (data.kind === 'item') listener.item(data.item);
        else listener.end(data.end);
      };
      // Channel, name and input travel as one message, since only `postMessage` can hand over a port.
      ipc.postMessage(ipcChannels.open, [name, input], [port2]);
      return () => port1.close();
    },
    subscribe(name, listener) {
      const onEvent = (_event: unknown, eventName: string, payload: unknown) => {
        if (eventName === name) listener(payload);
      };
      ipc.on(ipcChannels.event, onEvent);
      return () => void ipc.off(ipcChannels.event, onEvent);
    },
  };
}
