import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';

// A thread that does nothing: how long its loop stands still is what the computer itself does to one.
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
parentPort?.on('message', () => {
  loop.disable();
  parentPort?.postMessage(loop.max / 1e6);
});
