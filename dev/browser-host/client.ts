import '../../src/renderer/no-eval.ts';
import { AppError } from '../../src/shared/errors.ts';
import { type BridgeTransport, createBridge } from '../../src/shared/ipc/bridge.ts';
import { contract } from '../../src/shared/ipc/contract.ts';
import type { Result, StreamListener } from '../../src/shared/ipc/define.ts';
import { encodeMessage, socketProtocol, type ToHost, type ToPage } from './messages.ts';

// Loaded before the app's own script, where the product has its preload script.
Object.defineProperty(window, 'parley', { value: createBridge(contract, connect()) });

/** Carries the bridge over one WebSocket. */
function connect(): BridgeTransport {
  const socket = new WebSocket(`ws://${location.host}`, [socketProtocol, takeToken()]);
  const waiting: ToHost[] = [];
  const replies = new Map<number, (result: Result<unknown>) => void>();
  const streams = new Map<number, StreamListener<unknown>>();
  const subscribers = new Set<(name: string, payload: unknown) => void>();
  let lastId = 0;

  const send = (message: ToHost) => {
    if (socket.readyState === WebSocket.CONNECTING) waiting.push(message);
    else if (socket.readyState === WebSocket.OPEN) socket.send(encodeMessage(message));
    else fail();
  };
  const fail = () => {
    const error = new AppError('internal').toData();
    for (const resolve of replies.values()) resolve({ ok: false, error });
    for (const listener of streams.values()) listener.end({ error });
    replies.clear();
    streams.clear();
  };
  const receive = (message: ToPage) => {
    switch (message.kind) {
      case 'reply':
        replies.get(message.id)?.(message.result);
        return void replies.delete(message.id);
      case 'item':
        return streams.get(message.id)?.item(message.item);
      case 'end': {
        const listener = streams.get(message.id);
        streams.delete(message.id);
        return listener?.end(message.end);
      }
      case 'event':
        for (const listener of subscribers) listener(message.name, message.payload);
        return;
      case 'open-url':
        return void window.open(message.url, '_blank');
      case 'write-clipboard':
        return void navigator.clipboard.writeText(message.text);
    }
  };

  socket.addEventListener('open', () => {
    for (const message of waiting.splice(0)) send(message);
  });
  socket.addEventListener('message', ({ data }) => receive(JSON.parse(String(data)) as ToPage));
  socket.addEventListener('close', fail);

  return {
    invoke: (name, input) =>
      new Promise((resolve) => {
        const id = ++lastId;
        replies.set(id, resolve);
        send({ kind: 'invoke', id, name, input });
      }),
    open(name, input, listener) {
      const id = ++lastId;
      streams.set(id, listener);
      send({ kind: 'open', id, name, input });
      return () => {
        if (streams.delete(id)) send({ kind: 'close', id });
      };
    },
    subscribe(name, listener) {
      const subscriber = (eventName: string, payload: unknown) => {
        if (eventName === name) listener(payload);
      };
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
  };
}

/** The token comes in the address's fragment, which is sent to nobody, and is kept for reloads: the fragment is the page's. */
function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null) return sessionStorage.getItem('token') ?? '';
  sessionStorage.setItem('token', given);
  history.replaceState(null, '', location.pathname);
  return given;
}
