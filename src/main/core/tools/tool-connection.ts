import path from 'node:path';
import process from 'node:process';
import type { TokenCredential } from '@azure/identity';
import type { Client, Transport } from '@modelcontextprotocol/client';
import { AppError } from '../../../shared/errors.ts';
import type { ToolServerSettings } from '../policy/tool-servers.ts';
import type { Fetch } from '../ports.ts';
import { untilAborted } from '../until-aborted.ts';
import { toolFetch } from './tool-fetch.ts';

/** Most bytes of one message of a stdio server. */
const messageLimitBytes = 8 * 1024 * 1024;
/** Most messages that a server may send between two requests of ours. */
const messageLimit = 2000;
const pageLimit = 20;
/** How long an older program may say nothing to the newer protocol's first question. */
const probeMilliseconds = 3000;

/** What a connection to a tool server stands on. */
export interface ToolConnectionOptions {
  readonly server: ToolServerSettings;
  readonly fetch: Fetch;
  readonly credential: TokenCredential;
  /** What Parley calls itself. */
  readonly version: string;
  /** How long a server may take to start and say which tools it has. */
  readonly connectMilliseconds: number;
  /** How long a call may take. */
  readonly callMilliseconds: number;
}

/** One connection to a tool server. What fails closes it: a new one is made where it is needed again. */
export class ToolConnection {
  readonly #options: ToolConnectionOptions;
  readonly #closed = new AbortController();
  readonly #opened: Promise<Client>;
  #transport: Transport | undefined;
  #fault: AppError | undefined;
  #messages = 0;

  constructor(options: ToolConnectionOptions) {
    this.#options = options;
    this.#opened = this.#attempt(() => this.#open(), {
      signal: new AbortController().signal,
      milliseconds: options.connectMilliseconds,
    });
    this.#opened.catch(() => {});
  }

  /** Whether it can be used no longer. */
  get isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  /** Everything that the server lists, as it says it. @throws AppError */
  async list(signal: AbortSignal): Promise<readonly unknown[]> {
    const client = await untilAborted(this.#opened, signal);
    return this.#attempt(
      async (ending) => {
        const tools: unknown[] = [];
        let cursor: string | undefined;
        for (let page = 0; page < pageLimit; page++) {
          const listed = await client.listTools(cursor === undefined ? {} : { cursor }, this.#request(ending));
          tools.push(...listed.tools);
          cursor = listed.nextCursor;
          if (cursor === undefined) return tools;
        }
        throw this.#error('tool-server-bad-reply');
      },
      { signal, milliseconds: this.#options.connectMilliseconds },
    );
  }

  /** The server's answer to a call, as it says it. @throws AppError */
  async call(name: string, input: Record<string, unknown>, signal: AbortSignal): Promise<unknown> {
    const client = await untilAborted(this.#opened, signal);
    const { ProtocolError } = await import('@modelcontextprotocol/client');
    return this.#attempt(
      (ending) =>
        client.callTool({ name, arguments: input }, this.#request(ending)).catch((thrown: unknown) => {
          // An answer too: the server takes the call for a wrong one, and goes on.
          if (!(thrown instanceof ProtocolError)) throw thrown;
          return { isError: true, content: [{ type: 'text', text: thrown.message }] };
        }),
      { signal, milliseconds: this.#options.callMilliseconds },
    );
  }

  /** Ends the connection, and the process behind it. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#transport?.close().catch(() => {});
  }

  async #open(): Promise<Client> {
    // Loaded where it is needed: most people's Parley never is.
    const { Client } = await import('@modelcontextprotocol/client');
    const { server, version, connectMilliseconds } = this.#options;
    const client = new Client(
      { name: 'Parley', version },
      {
        // SECURITY: a server may ask nothing of the person and of the model: no sampling, elicitation or roots.
        capabilities: {},
        inputRequired: { autoFulfill: false },
        versionNegotiation: {
          mode: 'auto',
          probe: { timeoutMs: server.address.kind === 'stdio' ? probeMilliseconds : connectMilliseconds },
        },
        // SECURITY: schemas are a server's own; none is compiled, and no pattern of theirs runs here.
        jsonSchemaValidator: {
          getValidator: () => (value) => ({ valid: true, data: value as never, errorMessage: undefined }),
        },
      },
    );
    const transport = await this.#createTransport();
    this.#transport = transport;
    client.onclose = () => this.#closed.abort();
    await client.connect(transport, { timeout: connectMilliseconds });
    const deliver = transport.onmessage;
    transport.onmessage = (message, extra) => {
      this.#messages += 1;
      // SECURITY: a server that talks without end is cut off.
      if (this.#messages > messageLimit) this.#end(this.#error('tool-server-bad-reply'));
      else deliver?.(message, extra);
    };
    return client;
  }

  async #createTransport(): Promise<Transport> {
    const { server, fetch, credential } = this.#options;
    const { address, displayName } = server;
    if (address.kind === 'http') {
      const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
      return new StreamableHTTPClientTransport(address.url, {
        fetch: toolFetch({
          address,
          server: displayName,
          fetch,
          credential,
          onFault: (error) => {
            this.#fault ??= error;
            // What waits for the rest of such a reply would wait for ever.
            if (error.code === 'tool-server-bad-reply') this.#end(error);
          },
        }),
        reconnectionOptions: {
          maxRetries: 0,
          initialReconnectionDelay: 1000,
          maxReconnectionDelay: 1000,
          reconnectionDelayGrowFactor: 1,
        },
      });
    }
    // A policy that is written for several systems has paths that mean nothing on this one.
    if (!path.isAbsolute(address.command)) throw this.#error('tool-server-unavailable');
    const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
    return new StdioClientTransport({
      command: address.command,
      args: [...address.arguments],
      env: { ...address.environment },
      // SECURITY: programs and libraries are looked for beside a program before anywhere else; not in a folder of chance.
      cwd: path.dirname(address.command),
      stderr: 'ignore',
      maxBufferSize: messageLimitBytes,
    });
  }

  #request(signal: AbortSignal) {
    this.#messages = 0;
    // Our own deadline ends it; the library's is for what might escape that.
    return { signal, timeout: 2 * Math.max(this.#options.callMilliseconds, this.#options.connectMilliseconds) };
  }

  /** Does something with the server that time, the caller or the connection's end can end. */
  async #attempt<Value>(
    work: (ending: AbortSignal) => Promise<Value>,
    { signal, milliseconds }: { readonly signal: AbortSignal; readonly milliseconds: number },
  ): Promise<Value> {
    const deadline = AbortSignal.timeout(milliseconds);
    const ending = AbortSignal.any([signal, deadline, this.#closed.signal]);
    try {
      return await untilAborted(work(ending), ending);
    } catch (thrown) {
      // Who asked has left: that is no fault of the server's.
      if (signal.aborted) throw signal.reason;
      const error = this.#fault ?? (thrown instanceof AppError ? thrown : await this.#explain(thrown, deadline));
      this.#end(error);
      throw error;
    }
  }

  async #explain(thrown: unknown, deadline: AbortSignal): Promise<AppError> {
    if (deadline.aborted || this.#closed.signal.aborted) return this.#error('tool-server-unavailable');
    const { SdkHttpError, ProtocolError } = await import('@modelcontextprotocol/client');
    const isAnswer = thrown instanceof ProtocolError;
    const isGone = thrown instanceof SdkHttpError || hasCode(thrown);
    return this.#error(isAnswer || !isGone ? 'tool-server-bad-reply' : 'tool-server-unavailable');
  }

  #error(code: 'tool-server-unavailable' | 'tool-server-bad-reply'): AppError {
    return new AppError(code, { fields: { server: this.#options.server.displayName } });
  }

  /** Ends the connection for what has gone wrong with it. */
  #end(error: AppError): void {
    this.#fault ??= error;
    const { pid } = (this.#transport ?? {}) as { readonly pid?: number | null };
    void this.close();
    // SECURITY: a program that hangs or floods is not asked to end.
    if (typeof pid === 'number') kill(pid);
  }
}

/** The system's errors have codes: a program that is not there, a pipe that is broken. */
function hasCode(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && /^E[A-Z]+$/.test(thrown.code)
  );
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
