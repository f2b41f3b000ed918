import { apiError, gatewayError, promptFiltered, unauthorized } from './azure-error.ts';
import type { AzureFailure } from './azure-error.ts';
import { beforeEnding, playEvents, playText } from './play.ts';
import type { Ending, Play } from './play.ts';
import type { InteractionKind } from '../entra/interaction-kinds.ts';
import { claimsChallenge, junkChallenge } from '../http/bearer.ts';
import type { ChallengeJunk } from '../http/bearer.ts';

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
  /** A proxy's page in place of the reply. */
  | { readonly kind: 'html'; readonly status: number }
  /** Destroys the connection after so many deltas of the usual answer; 0 is right after the first events. */
  | { readonly kind: 'cut'; readonly afterDeltas: number }
  /** Falls silent after so many deltas and keeps the connection; 0 is before the headers. */
  | { readonly kind: 'stall'; readonly afterDeltas: number }
  /** A well-formed error in the middle of the stream. */
  | { readonly kind: 'failed'; readonly afterDeltas: number; readonly code: string; readonly message: string }
  /** A stream that is not made of events. */
  | { readonly kind: 'garbage' }
  | { readonly kind: 'content-filter'; readonly where: 'input' | 'output' }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly deltaDelayMs?: number;
      /** UTF-16 units a delta; a few words where left out. */
      readonly chunkSize?: number;
      /** A reasoning summary before the text; the responses API only. */
      readonly reasoning?: string;
    }
  /** A stream driven by hand; `hold()` makes it. */
  | { readonly kind: 'held'; readonly play: Play };

/** What a script comes to: an error reply, a page, or an answer in time. */
export type Performance =
  | { readonly kind: 'refusal'; readonly failure: AzureFailure }
  | { readonly kind: 'page'; readonly status: number }
  | { readonly kind: 'play'; readonly play: Play };

/** Turns a script, or none, into what the endpoint has to do. */
export function performanceOf(
  script: OpenAIScript | undefined,
  usual: {
    readonly answer: string;
    readonly delay: number;
    readonly loginOrigin: string;
    revokeTokens(interaction: InteractionKind | undefined): void;
  },
): Performance {
  const { answer, delay } = usual;
  if (script === undefined) return play(playText(answer, { delay }, { event: { kind: 'complete' } }));
  switch (script.kind) {
    case 'error':
      return refusal(errorOf(script));
    case 'unauthorized-claims': {
      const claims = typeof script.claims === 'string' ? script.claims : JSON.stringify(script.claims);
      return refusal(unauthorized({ 'www-authenticate': claimsChallenge(usual.loginOrigin, claims) }));
    }
    case 'junk-challenge':
      return refusal(unauthorized({ 'www-authenticate': junkChallenge(usual.loginOrigin, script.junk) }));
    case 'token-revoked': {
      const event = brokenOff(script.how);
      const broken = playText(answer, { delay }, { event, afterDeltas: script.afterDeltas });
      return play(beforeEnding(broken, event, () => usual.revokeTokens(script.interaction)));
    }
    case 'html':
      return { kind: 'page', status: script.status };
    case 'cut':
      return play(playText(answer, { delay }, { event: { kind: 'cut' }, afterDeltas: script.afterDeltas }));
    case 'stall':
      if (script.afterDeltas === 0) return play(playEvents([{ kind: 'stall' }]));
      return play(playText(answer, { delay }, { event: { kind: 'stall' }, afterDeltas: script.afterDeltas }));
    case 'failed': {
      const { code, message, afterDeltas } = script;
      return play(playText(answer, { delay }, { event: { kind: 'failed', code, message }, afterDeltas }));
    }
    case 'garbage':
      return play(playEvents([{ kind: 'raw', text: garbage }, { kind: 'over' }]));
    case 'content-filter':
      return script.where === 'input'
        ? refusal(promptFiltered())
        : play(playText(answer, { delay }, { event: { kind: 'content-filter' }, afterDeltas: 3 }));
    case 'text': {
      const pace = { delay: script.deltaDelayMs ?? delay, chunkSize: script.chunkSize };
      return play(playText(script.text, pace, { event: { kind: 'complete' } }, script.reasoning));
    }
    case 'held':
      return play(script.play);
  }
}

/** How a stream ends whose token is revoked under way: with an error event, or just so. */
export function brokenOff(how: 'event' | 'cut'): Ending['event'] {
  if (how === 'cut') return { kind: 'cut' };
  return {
    kind: 'broken-off',
    code: 'token_expired',
    message: '401: The access token has expired or has been revoked.',
  };
}

const garbage =
  'data: {"type":"response.output_text.delta","delta":\n\nevent: \u0000\ndata: [1,2\n\n<html>not an event</html>\n\n';

function errorOf(script: Extract<OpenAIScript, { kind: 'error' }>): AzureFailure {
  const { status, code, message, headers } = script;
  const gateway = status === 401 || status === 403 || status === 404 || status === 429;
  const failure = gateway ? gatewayError(status, code, message) : apiError(status, code, message);
  return headers === undefined ? failure : { ...failure, headers };
}

function refusal(failure: AzureFailure): Performance {
  return { kind: 'refusal', failure };
}

function play(given: Play): Performance {
  return { kind: 'play', play: given };
}
