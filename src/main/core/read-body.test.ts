import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readBody } from './read-body.ts';

async function replyOf(
  answer: (response: ServerResponse) => void,
): Promise<{ response: Response; closed: Promise<unknown> }> {
  const closed = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    response.on('close', () => closed.resolve());
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { response: await fetch(`http://127.0.0.1:${port}/`), closed: closed.promise };
}

describe('readBody', () => {
  it('reads a body to its end', async () => {
    const { response } = await replyOf((reply) => void reply.end('whole'));
    expect((await readBody(response, 5))?.toString()).toBe('whole');
  });

  it('does not read on a body without an end', async () => {
    const { response, closed } = await replyOf((reply) => {
      const more = () => void reply.write('x'.repeat(1000));
      reply.on('drain', more);
      reply.socket?.setNoDelay();
      for (let count = 0; count < 200; count++) more();
    });
    expect(await readBody(response, 10_000)).toBeUndefined();
    await closed;
  });

  it('names a body that is cut a network error, not an internal one', async () => {
    const { response } = await replyOf((reply) => {
      reply.writeHead(200, { 'content-length': '100' });
      reply.write('half', () => reply.socket?.destroy());
    });
    await expect(readBody(response, 1000)).rejects.toMatchObject({ code: 'network-unreachable' });
  });
});
