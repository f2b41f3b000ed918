import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ipcChannels } from '../../shared/ipc/channels.ts';
import type { StreamListener } from '../../shared/ipc/define.ts';
import type { Dispatcher } from '../core/dispatch.ts';
import { MemoryLog } from '../core/testing/fakes.ts';
import { type IpcOptions, registerIpc } from './ipc.ts';

type Listener = (event: unknown, ...parameters: unknown[]) => unknown;

class Port extends EventEmitter {
  readonly posted: unknown[] = [];
  closed = false;
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  start(): void {}
  close(): void {
    this.closed = true;
  }
}

function start() {
  const listeners = new Map<string, Listener>();
  const register = (channel: string, listener: Listener) => void listeners.set(channel, listener);
  const calls: string[] = [];
  let opened: StreamListener<unknown> | undefined;
  let closed = 0;
  const dispatcher: Dispatcher = {
    invoke: async (name, input) => {
      calls.push(name);
      return { ok: true, value: input };
    },
    open: (name, _input, listener) => {
      calls.push(name);
      opened = listener;
      return () => closed++;
    },
  };
  const ipcMain = { handle: register, on: register } as unknown as IpcOptions['ipcMain'];
  registerIpc({ ipcMain, dispatcher, log: new MemoryLog() });
  const send = (channel: string, event: unknown, ...parameters: unknown[]) => {
    const listener = listeners.get(channel);
    if (listener === undefined) throw new Error(`nobody listens on ${channel}`);
    return listener(event, ...parameters);
  };
  return { send, calls, stream: () => opened, closed: () => closed };
}

const ourFrame = { origin: 'app://parley' };
const ours = { senderFrame: ourFrame, sender: { mainFrame: ourFrame } };
const foreign = [
  ['a frame inside our page', { senderFrame: { origin: 'app://parley' }, sender: { mainFrame: ourFrame } }],
  ['a page from elsewhere', { senderFrame: { origin: 'https://evil.example' }, sender: {} }],
  ['another host of our scheme', { senderFrame: { origin: 'app://evil' }, sender: {} }],
  ['a frame that is gone', { senderFrame: null, sender: { mainFrame: ourFrame } }],
].map(([name, event]) => {
  const { senderFrame, sender } = event as { senderFrame: unknown; sender: { mainFrame?: unknown } };
  return [name, { senderFrame, sender: { mainFrame: sender.mainFrame ?? senderFrame } }] as const;
});

describe('the IPC of the bridge', () => {
  it('passes a call of our page on', async () => {
    const { send, calls } = start();
    await expect(send(ipcChannels.invoke, ours, 'app.info', 1)).resolves.toEqual({ ok: true, value: 1 });
    expect(calls).toEqual(['app.info']);
  });

  it.each(foreign)('refuses %s', (_name, event) => {
    const { send, calls } = start();
    expect(() => send(ipcChannels.invoke, event, 'app.info', 1)).toThrow('refused');
    const port = new Port();
    send(ipcChannels.open, { ...event, ports: [port] }, ['chat.follow', {}]);
    expect(calls).toEqual([]);
    expect(port.closed).toBe(true);
  });

  it('streams over the port and closes it at the end', () => {
    const { send, stream } = start();
    const port = new Port();
    send(ipcChannels.open, { ...ours, ports: [port] }, ['chat.follow', {}]);
    stream()?.item('a');
    stream()?.end({});
    expect(port.posted).toEqual([
      { kind: 'item', item: 'a' },
      { kind: 'end', end: {} },
    ]);
    expect(port.closed).toBe(true);
  });

  it('ends the stream when the window goes away', () => {
    const { send, closed } = start();
    const port = new Port();
    send(ipcChannels.open, { ...ours, ports: [port] }, ['chat.follow', {}]);
    port.emit('close');
    expect(closed()).toBe(1);
  });

  it.each([[undefined], ['chat.follow'], [{}]])('ignores a stream request of the wrong form: %j', (message) => {
    const { send, calls } = start();
    send(ipcChannels.open, { ...ours, ports: [new Port()] }, message);
    send(ipcChannels.open, { ...ours, ports: [] }, ['chat.follow', {}]);
    expect(calls).toEqual([]);
  });
});
