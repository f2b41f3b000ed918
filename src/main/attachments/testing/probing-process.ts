import { isolate } from '../isolation.ts';

// Plays a library that looks for a way out.
isolate(process);
process.on('message', () => {
  const { fetch, WebSocket, Worker } = globalThis as unknown as Record<string, unknown>;
  const found = [fetch, WebSocket, Worker, process.getBuiltinModule, Object.keys(process.env).length];
  process.send?.({
    ok: true,
    content: { kind: 'text', mediaType: 'text/plain', text: found.map(String).join(' '), truncated: false },
  });
});
process.on('disconnect', () => process.exit());
