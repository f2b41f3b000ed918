import type { RefusalReason } from '../../../../shared/model/message.ts';
import { waitHint } from './wait-hint.ts';

/** Why a deployment is passed over for a while. */
export type BusyReason = 'rate-limit' | 'quota' | 'unavailable';

/** Why a deployment did not answer; decides whether to wait, to ask another one, or to give up. */
export type Refusal =
  /** For seconds to minutes. */
  | { readonly kind: 'rate-limit'; readonly limit: 'tokens' | 'requests' | 'unknown'; readonly wait: Wait }
  /** For hours to weeks; also a single request that is larger than all that the deployment may do in a minute. */
  | { readonly kind: 'quota'; readonly wait: Wait }
  /** Down, restarting or not to be reached. */
  | { readonly kind: 'unavailable'; readonly wait: Wait }
  /** Waiting does not help; another deployment may answer. */
  | { readonly kind: 'not-here'; readonly because: Exclude<RefusalReason, BusyReason>; readonly wait?: undefined }
  /** The same request would be refused again, here and elsewhere. */
  | { readonly kind: 'final' };

/** A refusal after which another deployment may answer. */
export type PassingRefusal = Exclude<Refusal, { kind: 'final' }>;

/** Why, in the terms of an answer's details. */
export function reasonOf(refusal: PassingRefusal): RefusalReason {
  return refusal.kind === 'not-here' ? refusal.because : refusal.kind;
}

/** Milliseconds that the service asks for; undefined where it does not say. */
type Wait = number | undefined;

/** A reply that is not an answer; without a status, none came. */
export interface RefusedReply {
  readonly status: number | undefined;
  readonly headers: Headers;
  /** `error.code` of the body. */
  readonly code?: string | undefined;
  /** Read for the kind of limit, never shown. */
  readonly message?: string | undefined;
}

const hour = 3_600_000;
const quotaCodes: ReadonlySet<string> = new Set([
  'billing_hard_limit_reached',
  'insufficient_quota',
  'insufficientquota',
  'quota_exceeded',
  'quotaexceeded',
]);

/** Azure’s rate limits mention `aka.ms/oai/quotaincrease`, so that the word alone tells nothing. */
const quotaMessage =
  /\b(daily|weekly|monthly|per (day|week|month))\b|\bquota (is |was |has been )?exceeded\b|\bout of call volume quota\b/i;

/**
 * Tells the kinds apart.
 * @param now milliseconds since the epoch
 * Source: https://learn.microsoft.com/azure/api-management/azure-openai-token-limit-policy (403 for a quota);
 * jasonacox/TinyLLM#17, vanderschaarlab/climb#1 (429 with 86400 seconds where a request outgrows the deployment)
 */
export function readRefusal(reply: RefusedReply, now: number): Exclude<Refusal, { kind: 'not-here' }> {
  const { status, headers } = reply;
  const wait = waitHint(headers, now);
  if (status === undefined || status === 408 || status >= 500) return { kind: 'unavailable', wait };
  if (status === 403)
    return headers.has('retry-after') || isQuota(reply, wait) ? { kind: 'quota', wait } : { kind: 'final' };
  if (status !== 429) return { kind: 'final' };
  return isQuota(reply, wait) ? { kind: 'quota', wait } : { kind: 'rate-limit', limit: limitOf(reply), wait };
}

function isQuota({ code = '', message = '' }: RefusedReply, wait: Wait): boolean {
  return quotaCodes.has(code.toLowerCase()) || quotaMessage.test(message) || (wait ?? 0) >= hour;
}

function limitOf({ headers, message = '' }: RefusedReply): 'tokens' | 'requests' | 'unknown' {
  const isUsedUp = (limit: string) => headers.get(`x-ratelimit-remaining-${limit}`)?.trim() === '0';
  if (isUsedUp('tokens') || /token rate limit/i.test(message)) return 'tokens';
  if (isUsedUp('requests') || /(call|request) rate limit/i.test(message)) return 'requests';
  return 'unknown';
}
