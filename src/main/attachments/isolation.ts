/** What reaches beyond a process in the runtimes that this one may run in. */
const ways = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'Worker', 'SharedWorker', 'BroadcastChannel'];

/** Takes the ways to network and disk from the code that is loaded from now on. */
export function isolate(process: NodeJS.Process): void {
  // SECURITY: a library that is talked into loading what a file names finds nothing to load it with.
  for (const way of ways) Object.defineProperty(globalThis, way, { value: undefined });
  Object.defineProperty(process, 'getBuiltinModule', { value: undefined });
  // SECURITY: there may be secrets in the environment of the process that has started this one.
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
}
