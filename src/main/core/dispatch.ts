import { AppError, toAppError } from '../../shared/errors.ts';
import type { Contract, Definition, Handlers, Result, StreamListener, Unsubscribe } from '../../shared/ipc/define.ts';
import type { Log } from './ports.ts';

/** Takes raw calls from a window, validates each once, and runs the handler that the contract names. */
export interface Dispatcher {
  /** Never rejects: failures are returned. */
  invoke(name: string, input: unknown): Promise<Result<unknown>>;
  /** Never throws: a failure ends the stream. */
  open(name: string, input: unknown, listener: StreamListener<unknown>): Unsubscribe;
}

type AnyHandler = (input: unknown, listener?: StreamListener<unknown>) => unknown;

interface Route {
  readonly definition: Definition;
  readonly handler: AnyHandler;
}

/** Builds the dispatcher of a contract; every name that is not in it is refused. */
export function createDispatcher<C extends Contract>(contract: C, handlers: Handlers<C>, log: Log): Dispatcher {
  const routes = new Map<string, Route>();
  for (const [namespace, definitions] of Object.entries(contract)) {
    for (const [name, definition] of Object.entries(definitions)) {
      if (definition.kind === 'event') continue;
      const namespaceHandlers = handlers[namespace] as Readonly<Record<string, AnyHandler>>;
      const handler = namespaceHandlers[name];
      if (handler !== undefined) routes.set(`${namespace}.${name}`, { definition, handler });
    }
  }

  const parse = (kind: 'command' | 'stream', name: string, input: unknown) => {
    const route = routes.get(name);
    if (route?.definition.kind !== kind) throw new AppError('invalid-request', { fields: { problem: 'unknown name' } });
    const parsed = route.definition.input.safeParse(input);
    if (!parsed.success) {
      // SECURITY: the path of the fault only; its value may be a prompt.
      const problem = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join(', ');
      throw new AppError('invalid-request', { fields: { request: name, problem }, cause: parsed.error });
    }
    return { handler: route.handler, input: parsed.data };
  };

  const failure = (name: string, thrown: unknown) => {
    const error = toAppError(thrown);
    const fields = { request: name.slice(0, 64), code: error.code, correlationId: error.correlationId };
    if (error.code === 'internal') log.error('request-fail', { ...fields, stack: faultStack(error) });
    else log.warn('request-fail', fields);
    return error.toData();
  };

  return {
    async invoke(name, input) {
      try {
        const request = parse('command', name, input);
        return { ok: true, value: await request.handler(request.input) };
      } catch (thrown) {
        return { ok: false, error: failure(name, thrown) };
      }
    },
    open(name, input, listener) {
      try {
        const request = parse('stream', name, input);
        return request.handler(request.input, listener) as Unsubscribe;
      } catch (thrown) {
        listener.end({ error: failure(name, thrown) });
        return () => {};
      }
    },
  };
}

/** Where a fault was thrown, without its message. SECURITY: messages of libraries may hold what a person wrote. */
export function faultStack(error: Error): string {
  const origin = error.cause instanceof Error ? error.cause : error;
  const stack = origin.stack ?? '';
  // A line of the message can look like a frame, so the message is cut off first; not found, nothing is shown.
  const head = stack.indexOf(origin.message);
  const trace = head === -1 ? '' : stack.slice(head + origin.message.length);
  const frames = trace.split('\n').filter((line) => line.startsWith('    at '));
  return [origin.name, ...frames.slice(0, 8).map((line) => line.trim())].join(' | ');
}
