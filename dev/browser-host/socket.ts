import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Dispatcher } from '../../src/main/core/dispatch.ts';
import type { Unsubscribe } from '../../src/shared/ipc/define.ts';
import { decodeMessage, type ToHost } from './messages.ts';
import { send } from './pages.ts';

const ToHostMessage: z.ZodType<ToHost> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('invoke'), id: z.int(), name: z.string(), input: z.unknown().optional() }),
  z.object({ kind: z.literal('open'), id: z.int(), name: z.string(), input: z.unknown().optional() }),
  z.object({ kind: z.literal('close'), id: z.int() }),
]);

/** Serves one page's calls until it goes away; its streams end with it. */
export function serveSocket(socket: WebSocket, dispatcher: Dispatcher, onCall: () => void): void {
  const streams = new Map<number, Unsubscribe>();

  const open = (id: number, name: string, input: unknown) => {
    let ended = false;
    const close = dispatcher.open(name, input, {
      item: (item) => send(socket, { kind: 'item', id, item }),
      end: (end) => {
        ended = true;
        streams.delete(id);
        send(socket, { kind: 'end', id, end });
      },
    });
    if (!ended) streams.set(id, close);
  };

  socket.on('message', (data: Buffer) => {
    const message = parse(data.toString());
    if (message === undefined) return socket.close(1008);
    switch (message.kind) {
      case 'invoke':
        onCall();
        return void dispatcher
          .invoke(message.name, message.input)
          .then((result) => send(socket, { kind: 'reply', id: message.id, result }));
      case 'open':
        return open(message.id, message.name, message.input);
      case 'close':
        streams.get(message.id)?.();
        return void streams.delete(message.id);
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    for (const close of streams.values()) close();
  });
}

function parse(text: string): ToHost | undefined {
  try {
    return ToHostMessage.safeParse(decodeMessage(text)).data;
  } catch {
    return undefined;
  }
}
