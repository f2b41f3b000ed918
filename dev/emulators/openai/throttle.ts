import { gatewayError, managementError } from './azure-error.ts';
import type { AzureFailure } from './azure-error.ts';
import type { ModelApi } from './deployments.ts';

/** Why a request was too much. */
export type ThrottleLimit =
  | 'requests'
  | 'tokens'
  /** A single request that outgrows the deployment: it can be sent again for ever. */
  | 'too-large'
  /** What the subscription may spend, for which nobody says when it comes back. */
  | 'quota'
  /** A gateway's quota of calls, which is replenished after days and told by 403. */
  | 'call-quota'
  /** Everybody's demand at once. */
  | 'peak';

/** How a refusal says when to come back. */
export type ThrottleHint = 'retry-after' | 'retry-after-ms' | 'both' | 'date' | 'reset' | 'none';

/** A refusal for too much. */
export interface Throttle {
  readonly limit: ThrottleLimit;
  /** `both` where left out, as of chat; responses often send `none`, with limits of -1. */
  readonly hint?: ThrottleHint;
  /** 7 where left out. */
  readonly seconds?: number;
}

/**
 * The reply to a throttled request.
 * Source: openai/openai-python#937 and openai/openai-dotnet#838 (headers), dyad-sh/dyad#1849 and
 * jasonacox/TinyLLM#17 (wording, 86400), pollinations/pollinations#6260 (peak load)
 */
export function throttled({ limit, hint = 'both', seconds = 7 }: Throttle, api: ModelApi, now: number): AzureFailure {
  const wait = limit === 'too-large' ? 86_400 : seconds;
  const headers = { ...limitHeaders(limit, hint), ...hintHeaders(limit, hint, wait, now) };
  switch (limit) {
    case 'quota':
      return gatewayError(
        429,
        'insufficient_quota',
        'You exceeded your current quota, please check your plan and billing details.',
        headers,
      );
    case 'call-quota':
      return managementError(
        403,
        `Out of call volume quota. Quota will be replenished in ${new Date(wait * 1000).toISOString().slice(11, 19)}.`,
        headers,
      );
    case 'peak':
      return gatewayError(
        429,
        '429',
        `The system is currently experiencing high demand and cannot process your request. Your request exceeds the maximum usage size allowed during peak load.${retryText(hint, wait)}`,
        headers,
      );
    default:
      return gatewayError(429, '429', `${exceededText(limit, api)}${retryText(hint, wait)} ${increaseText}`, headers);
  }
}

const increaseText =
  'Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.';

function exceededText(limit: 'requests' | 'tokens' | 'too-large', api: ModelApi): string {
  const operation = api === 'chat' ? 'ChatCompletions_Create' : 'Responses_Create';
  const rate = limit === 'requests' ? 'call' : 'token';
  return `Requests to the ${operation} Operation under Azure OpenAI API version v1 have exceeded ${rate} rate limit of your current AIServices S0 pricing tier.`;
}

function retryText(hint: ThrottleHint, seconds: number): string {
  return hint === 'none' ? '' : ` Please retry after ${seconds} seconds.`;
}

function limitHeaders(limit: ThrottleLimit, hint: ThrottleHint): Record<string, string> {
  if (hint === 'none') {
    const unknown = { 'x-ratelimit-limit-tokens': '-1', 'x-ratelimit-remaining-tokens': '-1' };
    return { ...unknown, 'x-ratelimit-reset-tokens': '0' };
  }
  switch (limit) {
    case 'requests':
      return { 'x-ratelimit-remaining-requests': '0', 'policy-id': 'DeploymentRatelimit-Call' };
    case 'tokens':
    case 'too-large':
      return { 'x-ratelimit-remaining-tokens': '0', 'policy-id': 'DeploymentRatelimit-Token' };
    default:
      return {};
  }
}

function hintHeaders(limit: ThrottleLimit, hint: ThrottleHint, seconds: number, now: number): Record<string, string> {
  switch (hint) {
    case 'retry-after':
      return { 'retry-after': String(seconds) };
    case 'retry-after-ms':
      return { 'retry-after-ms': String(seconds * 1000) };
    case 'both':
      // As Azure has them: the milliseconds are the exact ones.
      return { 'retry-after': String(Math.ceil(seconds)), 'retry-after-ms': String(seconds * 1000) };
    case 'date':
      return { 'retry-after': new Date(now + seconds * 1000).toUTCString() };
    case 'reset':
      return { [limit === 'requests' ? 'x-ratelimit-reset-requests' : 'x-ratelimit-reset-tokens']: String(seconds) };
    case 'none':
      return {};
  }
}
