import { apiError, gatewayError, promptFiltered, unauthorized } from './azure-error.ts';
import type { AzureFailure } from './azure-error.ts';
import { playEvents, playText } from './play.ts';
import type { Play } from './play.ts';
import { claimsChallenge } from '../http/bearer.ts';

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
  usual: { readonly answer: string; readonly delay: number; readonly loginOrigin: string },
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
