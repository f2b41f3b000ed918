import { setTimeout as wait } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/server';
import type { CallToolResult, Tool } from '@modelcontextprotocol/server';

/** A call as the service got it. */
export interface ToolCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a tool service does; a test changes it while the service runs. */
export interface ToolServiceState {
  tools: readonly Tool[];
  /** Every call so far, oldest first. */
  readonly calls: ToolCall[];
  /** What calls are answered with; undefined never answers. */
  answer: (call: ToolCall) => CallToolResult | undefined;
}

const noInput = { type: 'object', properties: {} } as const;

/** The demo tenant's tools. */
export const demoTools: readonly Tool[] = [
  {
    name: 'search_invoices',
    title: 'Search invoices',
    description: 'Finds invoices of a customer.',
    inputSchema: {
      type: 'object',
      properties: { customer: { type: 'string' }, limit: { type: 'number' } },
      required: ['customer'],
    },
  },
  { name: 'draw_chart', title: 'Draw a chart', description: 'Draws the sales of this year.', inputSchema: noInput },
];

/** One pixel. */
const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A service in its first state. */
export function createToolServiceState(): ToolServiceState {
  return { tools: demoTools, calls: [], answer: answerWell };
}

/** An MCP server over the official SDK, for one connection or one request. */
export function createToolService(state: ToolServiceState): McpServer {
  const service = new McpServer({ name: 'contoso-tools', version: '1.0.0' }, { capabilities: { tools: {} } });
  // The protocol under the high-level API, which would not let a service lie about its tools.
  const { server } = service;
  server.setRequestHandler('tools/list', () => ({ tools: [...state.tools] }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const call = { name: params.name, input: params.arguments ?? {} };
    state.calls.push(call);
    return state.answer(call) ?? (await never(context.mcpReq.signal));
  });
  return service;
}

function answerWell({ name, input }: ToolCall): CallToolResult {
  if (name === 'draw_chart') return { content: [{ type: 'image', mimeType: 'image/png', data: picture }] };
  return { content: [{ type: 'text', text: `Two invoices of ${String(input['customer'])}: 17 EUR and 25 EUR.` }] };
}

async function never(signal: AbortSignal): Promise<never> {
  const day = 24 * 3600 * 1000;
  await wait(day, undefined, { signal, ref: false });
  throw new Error('A call outlived its test.');
}
