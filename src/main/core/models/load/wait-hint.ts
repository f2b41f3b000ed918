const second = 1000;
const longestHint = 366 * 24 * 3600 * second;
const unitMilliseconds: Readonly<Record<string, number>> = { ms: 1, s: second, m: 60 * second, h: 3600 * second };

/**
 * How long a reply asks to be left alone, in milliseconds; undefined where it does not say. Azure answers chat with all of
 * these headers and responses with none, or with limits of -1 that reset in 0 (openai/openai-dotnet#838).
 * @param now milliseconds since the epoch
 */
export function waitHint(headers: Headers, now: number): number | undefined {
  const hint =
    positive(headers.get('retry-after-ms'), 1) ??
    retryAfter(headers, now) ??
    resetOf(headers, ['requests', 'tokens'], now);
  // SECURITY: no header makes a time that cannot be kept or shown.
  return hint === undefined ? undefined : Math.min(hint, longestHint);
}

/** Seconds or an HTTP date. Source: RFC 9110, 10.2.3 */
function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null || value.trim() === '') return undefined;
  if (!Number.isNaN(Number(value))) return positive(value, second);
  const until = Date.parse(value);
  if (Number.isNaN(until)) return undefined;
  // The service's own clock, where it tells it: this computer's may be wrong.
  const servers = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(servers) ? now : servers));
}

/** The reset of the limit that is used up, or the later one where the reply does not tell which it is. */
function resetOf(headers: Headers, limits: readonly string[], now: number): number | undefined {
  const usedUp = limits.filter((limit) => headers.get(`x-ratelimit-remaining-${limit}`)?.trim() === '0');
  const resets = (usedUp.length > 0 ? usedUp : limits)
    .map((limit) => resetMilliseconds(headers.get(`x-ratelimit-reset-${limit}`), now))
    .filter((reset) => reset !== undefined && reset > 0);
  return resets.length === 0 ? undefined : Math.max(...resets.map(Number));
}

/** `45`, `1m30s`, `120ms`, or a time. */
function resetMilliseconds(value: string | null, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  if (!Number.isNaN(Number(text))) return positive(text, second);
  if (/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text)) {
    const pieces = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
    return pieces.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMilliseconds[unit ?? ''] ?? 0), 0);
  }
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}

function positive(value: string | null, unit: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const count = Number(value);
  return Number.isFinite(count) && count >= 0 ? Math.ceil(count * unit) : undefined;
}
