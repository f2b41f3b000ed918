import type { TokenCredential } from '@azure/identity';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { ToolServerSettings } from '../policy/tool-servers.ts';
import type { Clock, Fetch, Log } from '../ports.ts';
import { ToolConnection } from './tool-connection.ts';
import { type OfferedTool, readToolList } from './tool-list.ts';
import { readToolResult, type ToolResult } from './tool-result.ts';

/** Most tools that a model is offered; Azure OpenAI takes 128. */
const offerLimit = 120;
/** How long a list counts; a server that lists something else by then is believed. */
const listMilliseconds = 5 * 60_000;
/** How long a server that could not be had is left alone, so that it does not delay every turn. */
const restMilliseconds = 60_000;

/** What the tool servers stand on. */
export interface ToolServersOptions {
  /** Those that the person may use now. */
  readonly servers: () => readonly ToolServerSettings[];
  /** The person's tokens. */
  readonly credential: TokenCredential;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly connectMilliseconds: number;
  readonly callMilliseconds: number;
}

/** A server whose tools could not be had. */
export interface ToolServerFault {
  readonly server: ToolServerSettings;
  readonly error: AppError;
}

/** What a turn can use. */
export interface ToolOffer {
  readonly tools: readonly OfferedTool[];
  readonly faults: readonly ToolServerFault[];
}

interface KnownServer {
  readonly settings: ToolServerSettings;
  connection?: ToolConnection;
  /** As last listed. */
  list?: { readonly tools: readonly OfferedTool[]; readonly until: number };
  /** Why it could not be had. */
  rest?: { readonly error: AppError; readonly until: number };
}

/** Owns every connection to a tool server: made where a turn first needs it, made anew where it broke, ended at the close. */
export class ToolServers {
  readonly #options: ToolServersOptions;
  readonly #known = new Map<string, KnownServer>();
  #isClosed = false;

  constructor(options: ToolServersOptions) {
    this.#options = options;
  }

  /** The tools of every server that the person may use, of those that are used. @throws the signal's reason */
  async offer(usesServer: (id: string) => boolean, signal: AbortSignal): Promise<ToolOffer> {
    const faults: ToolServerFault[] = [];
    const servers = this.#options.servers().filter(({ id }) => usesServer(id));
    const lists = await Promise.all(
      servers.map(async (server) => {
        try {
          return await this.#list(server, signal);
        } catch (thrown) {
          signal.throwIfAborted();
          faults.push({ server, error: toAppError(thrown) });
          return [];
        }
      }),
    );
    return { tools: lists.flat().slice(0, offerLimit), faults };
  }

  /** Calls a tool, once: nobody knows what a second time would do. @throws AppError, the signal's reason */
  async call(tool: OfferedTool, input: Record<string, unknown>, signal: AbortSignal): Promise<ToolResult> {
    const { id, displayName } = tool.server;
    const settings = this.#options.servers().find((server) => server.id === id);
    // The person's roles may have changed while they were asked.
    if (settings === undefined) throw new AppError('tool-server-refused', { fields: { server: displayName } });
    const result = await this.#connect(this.#know(settings)).call(tool.toolName, input, signal);
    try {
      return readToolResult(result);
    } catch (cause) {
      throw new AppError('tool-server-bad-reply', { fields: { server: displayName }, cause });
    }
  }

  /** Lets a server be tried again at once. */
  retry(serverId: string): void {
    delete this.#known.get(serverId)?.rest;
  }

  /** Ends every connection and every process behind one. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#known.values()].map(async ({ connection }) => connection?.close()));
  }

  async #list(settings: ToolServerSettings, signal: AbortSignal): Promise<readonly OfferedTool[]> {
    const { clock, log } = this.#options;
    const known = this.#know(settings);
    if (known.rest !== undefined && known.rest.until > clock.now()) throw known.rest.error;
    if (known.list !== undefined && known.list.until > clock.now()) return known.list.tools;
    try {
      const { tools, refused } = readToolList(settings, await this.#connect(known).list(signal));
      known.list = { tools, until: clock.now() + listMilliseconds };
      delete known.rest;
      log.info('tools-list', { server: settings.id, tools: tools.length, refused });
      return tools;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = toAppError(thrown);
      known.rest = { error, until: clock.now() + restMilliseconds };
      log.warn('tools-fail', { server: settings.id, code: error.code });
      throw error;
    }
  }

  #know(settings: ToolServerSettings): KnownServer {
    const known = this.#known.get(settings.id) ?? { settings };
    this.#known.set(settings.id, known);
    return known;
  }

  #connect(known: KnownServer): ToolConnection {
    if (known.connection === undefined || known.connection.isClosed) {
      known.connection = new ToolConnection({ ...this.#options, server: known.settings });
      if (this.#isClosed) void known.connection.close();
    }
    return known.connection;
  }
}
