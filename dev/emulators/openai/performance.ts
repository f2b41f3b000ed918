import type { InteractionKind } from '../entra/interaction-kinds.ts';
import { claimsChallenge, junkChallenge } from '../http/bearer.ts';
import { apiError, gatewayError, unauthorized, withoutRole } from './azure-error.ts';
import type { AzureFailure } from './azure-error.ts';
import { promptFiltered } from './content-filter.ts';
import type { EmulatedDeployment, ModelApi } from './deployments.ts';
import type { ModelRequest } from './model-request.ts';
import { beforeEnding, playAnswer, playEvents } from './play.ts';
import type { Answer, Ending, Pace, Play } from './play.ts';
import type { OpenAIScript } from './scripts.ts';
import { throttled } from './throttle.ts';

/** What a script comes to: an error reply, a page, or an answer in time. */
export type Performance =
  | { readonly kind: 'refusal'; readonly failure: AzureFailure }
  | { readonly kind: 'page'; readonly status: number }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'play'; readonly play: Play };

/** What is performed where no script says otherwise. */
export interface Usual {
  readonly api: ModelApi;
  readonly request: ModelRequest;
  readonly deployment: EmulatedDeployment;
  readonly answer: string;
  readonly delay: number;
  readonly loginOrigin: string;
  /** Object id of the caller. */
  readonly principal: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  revokeTokens(interaction: InteractionKind | undefined): void;
}

/** Turns a script, or none, into what the endpoint has to do. */
export function performanceOf(script: OpenAIScript | undefined, usual: Usual): Performance {
  const { api, answer, delay } = usual;
  const broken = (event: Ending['event'], afterDeltas: number): Play =>
    playAnswer({ text: answer }, { delay }, { event, afterDeltas });
  if (script === undefined) return complete({ text: answer, reasoning: habit(usual) }, { delay }, usual);
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
      return play(beforeEnding(broken(event, script.afterDeltas), event, () => usual.revokeTokens(script.interaction)));
    }
    case 'no-role':
      return refusal(withoutRole(script.status ?? 401, usual.principal, actions[api]));
    case 'throttled':
      return refusal(throttled(script, api, usual.now));
    case 'html':
      return { kind: 'page', status: script.status };
    case 'redirect':
      return script;
    case 'cut':
      return play(broken({ kind: 'cut' }, script.afterDeltas));
    case 'stall':
      return play(
        script.afterDeltas === 0 ? playEvents([{ kind: 'stall' }]) : broken({ kind: 'stall' }, script.afterDeltas),
      );
    case 'failed':
      return play(broken({ kind: 'failed', code: script.code, message: script.message }, script.afterDeltas));
    case 'garbage':
      return play(garbageAfter(script.afterDeltas ?? 0, broken));
    case 'content-filter': {
      const { where, category = 'violence', afterDeltas = 3 } = script;
      if (where === 'input') return refusal(promptFiltered(api, category));
      return play(broken({ kind: 'content-filter', category }, afterDeltas));
    }
    case 'tool-call': {
      const { name, arguments: given, text = '', also = [] } = script;
      const calls = [{ name, arguments: given }, ...also];
      return complete({ text, calls, reasoning: habit(usual) }, { delay }, usual);
    }
    case 'text': {
      const { text, reasoning, hasUnknownEvents, citations, images } = script;
      const parts = typeof reasoning === 'string' ? [reasoning] : reasoning;
      const pace = {
        delay: script.deltaDelayMs ?? delay,
        firstDelay: script.firstDeltaDelayMs,
        chunkSize: script.chunkSize,
        deltasPerSecond: script.deltasPerSecond,
      };
      return complete({ text, reasoning: parts ?? habit(usual), hasUnknownEvents, citations, images }, pace, usual);
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

const actions: Readonly<Record<ModelApi, string>> = {
  responses: 'responses/write',
  chat: 'deployments/chat/completions/action',
};

/** What a model thinks that can't but reason; nothing where it was told not to. */
function habit({ deployment, request }: Usual): readonly string[] | undefined {
  if (deployment.abilities.includes('sampling') || request.reasoning?.effort === 'none') return undefined;
  return [
    '**Reading the question**\n\nThe script looks for a word that it knows.',
    '**Answering**\n\nIt has found one.',
  ];
}

/** An answer to its end, or to as many tokens as the request allows. */
function complete(answer: Answer, pace: Pace, { request }: Usual): Performance {
  const most = (request.maxOutputTokens ?? Number.POSITIVE_INFINITY) * 4;
  if (answer.text.length <= most) return play(playAnswer(answer, pace, { event: { kind: 'complete' } }));
  const short = { ...answer, text: answer.text.slice(0, most), calls: [] };
  return play(playAnswer(short, pace, { event: { kind: 'length' } }));
}

function garbageAfter(deltas: number, broken: (event: Ending['event'], afterDeltas: number) => Play): Play {
  if (deltas === 0) return playEvents([{ kind: 'raw', text: garbage }, { kind: 'over' }]);
  return async function* playGarbage(signal) {
    for await (const event of broken({ kind: 'over' }, deltas)(signal)) {
      if (event.kind === 'over') yield { kind: 'raw', text: garbage };
      yield event;
    }
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
