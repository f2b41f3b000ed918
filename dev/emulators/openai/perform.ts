import { once } from 'node:events';
import type { HttpBindings } from '@hono/node-server';
import type { Play, PlayEvent } from './play.ts';
import type { ReplyFormat } from './reply-format.ts';

/** An answer to be written to a client. */
export interface Delivery {
  readonly outgoing: HttpBindings['outgoing'];
  readonly format: ReplyFormat;
  readonly stream: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when the client goes away before the answer's end. */
  readonly clientGone: AbortSignal;
  /** Called before the emulator destroys the connection itself. */
  onCut(): void;
}

/** Events that something has to follow. */
const unfinished: ReadonlySet<PlayEvent['kind']> = new Set<PlayEvent['kind']>([
  'open',
  'reasoning',
  'delta',
  'tool-call',
  'citation',
  'image',
  'unknown',
  'raw',
]);

/** Performs a play on the wire, and returns when it has ended or the client has gone. */
export async function perform(play: Play, delivery: Delivery): Promise<void> {
  const { clientGone } = delivery;
  const step = delivery.stream ? streamStep : wholeStep;
  try {
    for await (const event of play(clientGone)) {
      if (clientGone.aborted) return;
      await step(event, delivery);
      if (!unfinished.has(event.kind)) return;
    }
  } catch (error) {
    // Waits end with an AbortError when the client leaves; that is how a stopped stream ends, not a fault.
    if (!clientGone.aborted) throw error;
  }
}

async function streamStep(event: PlayEvent, delivery: Delivery): Promise<void> {
  const { format, outgoing } = delivery;
  switch (event.kind) {
    case 'open':
      return write(delivery, format.open());
    case 'reasoning':
      return write(delivery, format.reasoning(event.parts));
    case 'delta':
      return write(delivery, format.delta(event.text));
    case 'tool-call':
      return write(delivery, format.toolCall(event.call));
    case 'citation':
      return write(delivery, format.citation(event.citation));
    case 'image':
      return write(delivery, format.image(event.base64));
    case 'unknown':
      return write(delivery, format.unknown());
    case 'raw':
      return write(delivery, event.text);
    case 'complete':
    case 'length':
    case 'content-filter':
      outgoing.end(format.end(event));
      return;
    case 'failed':
      outgoing.end(format.failure(event.code, event.message));
      return;
    case 'broken-off':
      outgoing.end(format.brokenOff(event.code, event.message));
      return;
    default:
      return endBadly(event, delivery);
  }
}

async function wholeStep(event: PlayEvent, delivery: Delivery): Promise<void> {
  const { format, outgoing } = delivery;
  const reply = (status: number, body: string): void => {
    outgoing.writeHead(status, { ...delivery.headers, 'content-type': 'application/json' });
    outgoing.end(body);
  };
  switch (event.kind) {
    case 'open':
    case 'unknown':
      return;
    case 'reasoning':
      format.reasoning(event.parts);
      return;
    case 'tool-call':
      format.toolCall(event.call);
      return;
    case 'delta':
      format.delta(event.text);
      return;
    case 'citation':
      format.citation(event.citation);
      return;
    case 'image':
      format.image(event.base64);
      return;
    case 'raw':
      return reply(200, event.text);
    case 'complete':
    case 'length':
    case 'content-filter':
      return reply(200, JSON.stringify(format.whole(event)));
    case 'failed':
      return reply(500, JSON.stringify({ error: { code: event.code, message: event.message } }));
    case 'broken-off':
      return reply(401, JSON.stringify({ error: { code: event.code, message: event.message } }));
    default:
      return endBadly(event, delivery);
  }
}

async function endBadly(
  event: Extract<PlayEvent, { kind: 'over' | 'cut' | 'stall' }>,
  { outgoing, onCut }: Delivery,
): Promise<void> {
  switch (event.kind) {
    case 'over':
      outgoing.end();
      return;
    case 'cut':
      onCut();
      outgoing.destroy();
      return;
    case 'stall':
      await once(outgoing, 'close');
  }
}

async function write(delivery: Delivery, text: string): Promise<void> {
  const { outgoing } = delivery;
  if (!outgoing.headersSent) {
    outgoing.writeHead(200, {
      ...delivery.headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
    });
  }
  // Waiting for the write keeps pace with a slow client, and puts what was sent before a cut on the wire. A failed write
  // means that the client has left, which the response's `close` event reports.
  await new Promise<void>((resolve) => outgoing.write(text, () => resolve()));
}
