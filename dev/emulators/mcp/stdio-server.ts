import process from 'node:process';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createToolService, createToolServiceState } from './tool-service.ts';

// The argument says how the server misbehaves; none, or `well`, is well.
const state = createToolServiceState();
switch (process.argv[2] ?? 'well') {
  case 'well':
    serveStdio(() => createToolService(state));
    break;
  // Answers calls with what a test wants to know of how it was started.
  case 'tell':
    state.answer = () => ({
      content: [{ type: 'text', text: JSON.stringify({ pid: process.pid, environment: process.env }) }],
    });
    serveStdio(() => createToolService(state));
    break;
  case 'hang-in-call':
    state.answer = () => undefined;
    serveStdio(() => createToolService(state));
    break;
  // Takes everything, says nothing, and does not end when it is asked to.
  case 'hang':
    process.on('SIGTERM', () => {});
    process.stdin.resume();
    setInterval(() => {}, 1000);
    break;
  case 'garbage':
    process.stdin.resume();
    process.stdout.write('Welcome to the tools!\n'.repeat(100));
    break;
  // Answers, and talks without end from the first call on.
  case 'flood': {
    state.answer = () => {
      flood();
      return undefined;
    };
    serveStdio(() => createToolService(state));
    break;
  }
  // One line that never ends.
  case 'endless-line':
    process.stdin.resume();
    process.stdout.on('error', () => process.exit());
    endlessly('x'.repeat(64 * 1024));
    break;
  case 'crash':
    process.exit(3);
}

function flood(): void {
  const notice = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x' } };
  process.stdout.on('error', () => process.exit());
  endlessly(`${JSON.stringify(notice)}\n`.repeat(500));
}

function endlessly(text: string): void {
  process.stdout.write(text, () => endlessly(text));
}
