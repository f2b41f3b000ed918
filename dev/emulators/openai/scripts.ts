import type { InteractionKind } from '../entra/interaction-kinds.ts';
import type { ChallengeJunk } from '../http/bearer.ts';
import type { FilterCategory } from './content-filter.ts';
import type { Play } from './play.ts';
import type { Citation, ToolCall } from './reply-format.ts';
import type { Throttle } from './throttle.ts';

/** What a test can make of the next request. */
export type OpenAIScript =
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 401 with a claims challenge, as continuous access evaluation sends it; `claims` as JSON text or as a value. */
  | { readonly kind: 'unauthorized-claims'; readonly claims: string | Readonly<Record<string, unknown>> }
  /** 401 with a claims challenge that is of no use. */
  | { readonly kind: 'junk-challenge'; readonly junk: ChallengeJunk }
  /**
   * The token is revoked in the middle of the answer, after so many deltas: the stream breaks off by an error event
   * (`token_expired`) or by a cut, and requests are challenged for claims from then on, as by `entra.requireClaims`.
   */
  | {
      readonly kind: 'token-revoked';
      readonly afterDeltas: number;
      readonly how: 'event' | 'cut';
      /** How a silent renewal with these claims is refused until a sign-in has brought them; it succeeds where left out. */
      readonly interaction?: InteractionKind;
    }
  /** The person has no role on the resource; Azure says so with 401, unless 403 is asked for. */
  | { readonly kind: 'no-role'; readonly status?: 401 | 403 }
  /** Too much, of one of the kinds. */
  | ({ readonly kind: 'throttled' } & Throttle)
  /** A proxy's page in place of the reply. */
  | { readonly kind: 'html'; readonly status: number }
  /** Sends the client to another address, token and prompt with it. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** Destroys the connection after so many deltas of the usual answer; 0 is right after the first events. */
  | { readonly kind: 'cut'; readonly afterDeltas: number }
  /** Falls silent after so many deltas and keeps the connection; 0 is before the headers. */
  | { readonly kind: 'stall'; readonly afterDeltas: number }
  /** A well-formed error in the middle of the stream. */
  | { readonly kind: 'failed'; readonly afterDeltas: number; readonly code: string; readonly message: string }
  /** A stream that is not made of events, from the start or after so many deltas. */
  | { readonly kind: 'garbage'; readonly afterDeltas?: number }
  | {
      readonly kind: 'content-filter';
      readonly where: 'input' | 'output';
      /** Violence where left out. */
      readonly category?: FilterCategory;
      /** Deltas that come before an answer is stopped; 3 where left out. */
      readonly afterDeltas?: number;
    }
  /** The model wishes a tool to be called, after a text of its own if it has one. */
  | ({
      readonly kind: 'tool-call';
      readonly text?: string;
      /** Further calls of the same turn. */ readonly also?: readonly ToolCall[];
    } & ToolCall)
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly deltaDelayMs?: number;
      /** Before the first delta: the model thinks. */
      readonly firstDeltaDelayMs?: number;
      /** So many deltas in each second. */
      readonly deltasPerSecond?: number;
      /** UTF-16 units a delta; a few words where left out, Infinity for a single one. */
      readonly chunkSize?: number;
      /** What the model thought before; told where the request asks for a summary, and counted by either API. */
      readonly reasoning?: string | readonly string[];
      /** What the text is based on. */
      readonly citations?: readonly Citation[];
      /** Pictures as base64, made before the text; by the responses API alone. */
      readonly images?: readonly string[];
      /** Events of unknown kinds between the others. */
      readonly hasUnknownEvents?: boolean;
    }
  /** A stream driven by hand; `hold()` makes it. */
  | { readonly kind: 'held'; readonly play: Play };
