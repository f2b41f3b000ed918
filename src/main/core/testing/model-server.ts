import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

/** A request as the service received it. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

/** A real HTTP server that answers by a script, for tests of what core makes of each answer. */
export interface ModelServer {
  /** Base address of the v1 API. */
  readonly endpoint: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** Starts a server; `answer` is called for each request once its body has come. */
export async function startModelServer(
  answer: (response: ServerResponse, request: ReceivedRequest) => void,
): Promise<ModelServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const body = JSON.parse(Buffer.concat(pieces).toString() || '{}') as Record<string, unknown>;
      const request = { path: incoming.url ?? '', headers: incoming.headers, body };
      requests.push(request);
      answer(response, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}/openai/v1`,
    requests,
    close: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Starts a stream of server-sent events, with Azure's id of the request. */
export function startEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'apim-request-id': 'request-1' });
  response.flushHeaders();
}

/** One event of the Responses API, as recorded from the service. */
export function sendEvent(response: ServerResponse, event: { readonly type: string } & Record<string, unknown>): void {
  response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

const item = { id: 'msg_1', type: 'message', status: 'in_progress', role: 'assistant', content: [] };
const envelope = { id: 'resp_1', object: 'response', created_at: 1_700_000_000, model: 'gpt-5', output: [] };

/** The events before the first delta. */
export function sendOpening(response: ServerResponse): void {
  sendEvent(response, { type: 'response.created', response: { ...envelope, status: 'in_progress' } });
  sendEvent(response, { type: 'response.output_item.added', output_index: 0, item });
}

/** A piece of text. */
export function sendDelta(response: ServerResponse, delta: string): void {
  sendEvent(response, {
    type: 'response.output_text.delta',
    item_id: 'msg_1',
    output_index: 0,
    content_index: 0,
    delta,
  });
}

/** The events after the last delta; the service's own end unless a reason for an earlier one is given. */
export function sendClosing(response: ServerResponse, incompleteReason?: 'max_output_tokens' | 'content_filter'): void {
  sendEvent(response, { type: 'response.output_item.done', output_index: 0, item: { ...item, status: 'completed' } });
  sendEvent(response, {
    type: incompleteReason === undefined ? 'response.completed' : 'response.incomplete',
    response: {
      ...envelope,
      status: incompleteReason === undefined ? 'completed' : 'incomplete',
      incomplete_details: incompleteReason === undefined ? null : { reason: incompleteReason },
      usage: {
        input_tokens: 12,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 3,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: 15,
      },
    },
  });
  response.end();
}

/** A whole reply that calls a function. */
export function sendFunctionCall(
  response: ServerResponse,
  call: { readonly id: string; readonly name: string; readonly input: string },
): void {
  startEvents(response);
  const opened = { id: `fc_${call.id}`, type: 'function_call', call_id: call.id, name: call.name };
  const done = { ...opened, arguments: call.input, status: 'completed' };
  sendEvent(response, { type: 'response.created', response: { ...envelope, status: 'in_progress' } });
  sendEvent(response, {
    type: 'response.output_item.added',
    output_index: 0,
    item: { ...opened, arguments: '', status: 'in_progress' },
  });
  sendEvent(response, {
    type: 'response.function_call_arguments.delta',
    item_id: opened.id,
    output_index: 0,
    delta: call.input,
  });
  sendEvent(response, { type: 'response.output_item.done', output_index: 0, item: done });
  sendEvent(response, {
    type: 'response.completed',
    response: {
      ...envelope,
      status: 'completed',
      output: [done],
      usage: { input_tokens: 10, output_tokens: 2, total_tokens: 12 },
    },
  });
  response.end();
}
