import { createMcpHandler } from '@modelcontextprotocol/server';
import { Hono } from 'hono';
import type { TokenVerifier } from '../entra/token-authority.ts';
import { checkBearer, claimsChallenge } from '../http/bearer.ts';
import type { NodeApplication } from '../http/open-server.ts';
import { type NodeContext, interceptingPage, neverAnswer } from '../http/raw-reply.ts';
import { toolsAudience } from './audience.ts';
import { type ToolCall, type ToolServiceState, createToolService, createToolServiceState } from './tool-service.ts';

/** How requests are answered instead of well. */
export type McpFault =
  | { readonly kind: 'hang' }
  /** A proxy's page in the place of an answer. */
  | { readonly kind: 'page'; readonly status: number }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Bytes that are no JSON, as JSON. */
  | { readonly kind: 'garbage' }
  /** A stream of events that never ends. */
  | { readonly kind: 'flood' };

/** A request as it arrived. */
export interface McpRequest {
  readonly method: string;
  readonly authorization: string | undefined;
}

/** An MCP server that speaks streamable HTTP, with handles for tests. */
export interface McpEmulator {
  /** `http://localhost:PORT/mcp` */
  readonly url: string;
  /** Its entry of `ToolServers` in policy; `overrides` replaces keys. */
  policy(overrides?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  readonly requests: readonly McpRequest[];
  readonly calls: readonly ToolCall[];
  /** What it lists and answers from now on. */
  change(changes: Partial<Pick<ToolServiceState, 'tools' | 'answer'>>): void;
  /** Answers every request so until the fault is undefined. */
  setFault(fault: McpFault | undefined): void;
}

/** Makes the application; nothing listens yet. `verifier` is left out where it takes anybody. */
export function createMcp(options: {
  readonly origin: string;
  readonly loginOrigin?: string;
  readonly verifier?: TokenVerifier;
}): { readonly emulator: McpEmulator; readonly application: NodeApplication } {
  const { origin, loginOrigin = '', verifier } = options;
  const state = createToolServiceState();
  const handler = createMcpHandler(() => createToolService(state), { legacy: 'stateless' });
  const requests: McpRequest[] = [];
  let fault: McpFault | undefined;

  const refusalOf = async (authorization: string | undefined): Promise<Response | undefined> => {
    if (verifier === undefined) return undefined;
    const verdict = await checkBearer(authorization, verifier, toolsAudience);
    if (verdict.kind === 'valid') return undefined;
    const challenge =
      verdict.kind === 'challenged' && verdict.claims !== undefined
        ? claimsChallenge(loginOrigin, JSON.stringify(verdict.claims))
        : 'Bearer error="invalid_token"';
    return new Response(null, { status: 401, headers: { 'www-authenticate': challenge } });
  };

  const application: NodeApplication = new Hono();
  application.all('/mcp', async (context) => {
    const authorization = context.req.header('authorization');
    requests.push({ method: context.req.method, authorization });
    if (fault !== undefined) return failed(context, fault);
    return (await refusalOf(authorization)) ?? handler.fetch(context.req.raw);
  });

  const url = `${origin}/mcp`;
  return {
    application,
    emulator: {
      url,
      policy: (overrides = {}) => ({
        Id: 'crm',
        DisplayName: 'Customers',
        Kind: 'http',
        Url: url,
        Scope: `${toolsAudience}/.default`,
        Approval: 'always-allowed',
        ...overrides,
      }),
      requests,
      calls: state.calls,
      change: (changes) => void Object.assign(state, changes),
      setFault: (given) => {
        fault = given;
      },
    },
  };
}

function failed(context: NodeContext, fault: McpFault): Response | Promise<Response> {
  switch (fault.kind) {
    case 'hang':
      return neverAnswer(context);
    case 'page':
      return interceptingPage(fault.status);
    case 'redirect':
      return new Response(null, { status: 307, headers: { location: fault.to } });
    case 'garbage':
      return new Response('{"jsonrpc": "2.0", "id":', { headers: { 'content-type': 'application/json' } });
    case 'flood':
      return new Response(endlessNotices(), { headers: { 'content-type': 'text/event-stream' } });
  }
}

function endlessNotices(): ReadableStream<Uint8Array> {
  const notice = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x'.repeat(1000) } };
  const event = Buffer.from(`event: message\ndata: ${JSON.stringify(notice)}\n\n`);
  return new ReadableStream({ pull: (controller) => controller.enqueue(event) });
}
