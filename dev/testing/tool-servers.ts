import path from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';
import { type McpEmulator, createMcp } from '../emulators/mcp/mcp.ts';
import { openServer } from '../emulators/http/open-server.ts';
import { personCredential } from '../../src/main/core/auth/credentials/credential.ts';
import type { TokenRequest } from '../../src/main/core/auth/token-source.ts';
import type { ToolServerSettings } from '../../src/main/core/policy/tool-servers.ts';
import type { OfferedTool } from '../../src/main/core/tools/tool-list.ts';
import { ToolServers } from '../../src/main/core/tools/tool-servers.ts';
import { FakeClock, MemoryLog } from '../../src/main/core/testing/fakes.ts';

const shared = { description: '', tools: undefined, approval: 'ask', roles: [] } as const;

/** A server that is reached by HTTP. */
export function httpServer(url: string, more: Partial<ToolServerSettings> & { scope?: string } = {}) {
  const { scope, ...others } = more;
  return {
    ...shared,
    id: 'crm',
    displayName: 'Customers',
    address: { kind: 'http', url: new URL(url), scope },
    ...others,
  } satisfies ToolServerSettings;
}

/** The stdio server of dev/emulators, misbehaving as named. */
export function stdioServer(behaviour: string, more: Partial<ToolServerSettings> = {}) {
  const entry = path.join(import.meta.dirname, '../emulators/mcp/stdio-server.ts');
  return {
    ...shared,
    id: 'files',
    displayName: 'Files',
    address: {
      kind: 'stdio',
      command: process.execPath,
      arguments: [entry, behaviour],
      environment: { CONTOSO: 'yes' },
    },
    ...more,
  } satisfies ToolServerSettings;
}

/** An MCP server over HTTP of a test's own, which takes anybody. */
export async function startMcp(): Promise<McpEmulator> {
  const server = await openServer(Date.now);
  onTestFinished(() => server.close());
  const { emulator, application } = createMcp({ origin: server.origin });
  server.serve(application);
  return emulator;
}

/** The owner of connections to some servers, with short deadlines. */
export function startToolServers(
  servers: readonly ToolServerSettings[],
  options: Partial<{
    token: (request: TokenRequest) => Promise<string>;
    connectMilliseconds: number;
    callMilliseconds: number;
  }> = {},
) {
  const clock = new FakeClock();
  const log = new MemoryLog();
  const offered = [...servers];
  const owner = new ToolServers({
    servers: () => offered,
    credential: personCredential({ token: options.token ?? (async () => 'the-token') }),
    fetch,
    clock,
    log,
    version: '1.0.0',
    connectMilliseconds: options.connectMilliseconds ?? 20_000,
    callMilliseconds: options.callMilliseconds ?? 20_000,
  });
  onTestFinished(() => owner.close());
  const signal = new AbortController().signal;
  return {
    owner,
    clock,
    log,
    /** What the person may use; changes count at once. */
    servers: offered,
    offer: (usesServer: (id: string) => boolean = () => true) => owner.offer(usesServer, signal),
    call: (tool: OfferedTool | undefined, input: Record<string, unknown> = {}) => {
      if (tool === undefined) throw new Error('There is no such tool.');
      return owner.call(tool, input, signal);
    },
  };
}
