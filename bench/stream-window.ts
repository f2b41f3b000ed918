import { parentPort, type MessagePort } from 'node:worker_threads';
import { readUIMessageStream, type UIMessageChunk } from 'ai';
import type { PortMessage } from '../src/shared/ipc/channels.ts';
import type { TurnChunk } from '../src/shared/ipc/contract.ts';

// The window's part: a thread that takes a turn's chunks from a port and folds them, as useChat does.
parentPort?.on('message', (port: MessagePort) => {
  const stream = new ReadableStream<UIMessageChunk>({
    start(controller) {
      port.on('message', (message: PortMessage) => {
        if (message.kind === 'item') controller.enqueue((message.item as TurnChunk).chunk as UIMessageChunk);
        else controller.close();
      });
    },
  });
  void fold(stream).then((length) => port.postMessage(length));
});

async function fold(stream: ReadableStream<UIMessageChunk>): Promise<number> {
  let length = 0;
  for await (const { parts } of readUIMessageStream({ stream })) {
    length = parts.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0);
  }
  return length;
}
