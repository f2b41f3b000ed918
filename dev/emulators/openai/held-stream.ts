import type { InteractionKind } from '../entra/interaction-kinds.ts';
import { brokenOff } from './performance.ts';
import type { Play, PlayEvent } from './play.ts';
import type { Citation, ToolCall } from './reply-format.ts';

/** A streamed answer that a test drives by hand. */
export interface HeldStream {
  /** Sends one delta; before the request has come, keeps it for then. */
  send(text: string): void;
  /** Calls a tool, which belongs before the end. */
  callTool(call: ToolCall): void;
  /** Says what the text so far is based on. */
  cite(citation: Citation): void;
  /** Ends the answer properly. */
  finish(): void;
  /** Destroys the connection. */
  cut(): void;
  /** Revokes the caller's token: breaks the answer off, and challenges the next requests for claims. */
  revokeToken(how: 'event' | 'cut', interaction?: InteractionKind): void;
  /** Resolves when the request has arrived and its headers and first events are out. */
  readonly started: Promise<void>;
  /** Resolves when the client has gone away before `finish` or `cut`. */
  readonly closed: Promise<void>;
}

/** Makes a held stream and the play that the emulator performs for it. */
export function createHeldStream(revokeTokens: (interaction: InteractionKind | undefined) => void): {
  readonly held: HeldStream;
  readonly play: Play;
} {
  const waiting: PlayEvent[] = [];
  const started = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  let wake: () => void = () => undefined;
  const add = (event: PlayEvent): void => {
    waiting.push(event);
    wake();
  };

  async function* play(signal: AbortSignal): AsyncGenerator<PlayEvent> {
    signal.addEventListener('abort', () => {
      closed.resolve();
      wake();
    });
    yield { kind: 'open' };
    started.resolve();
    while (!signal.aborted) {
      const event = waiting.shift();
      if (event !== undefined) yield event;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }

  return {
    held: {
      send: (text) => add({ kind: 'delta', text }),
      callTool: (call) => add({ kind: 'tool-call', call }),
      cite: (citation) => add({ kind: 'citation', citation }),
      finish: () => add({ kind: 'complete' }),
      cut: () => add({ kind: 'cut' }),
      revokeToken: (how, interaction) => {
        revokeTokens(interaction);
        add(brokenOff(how));
      },
      started: started.promise,
      closed: closed.promise,
    },
    play,
  };
}
