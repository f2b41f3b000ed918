import { assertNever } from '../../../shared/errors.ts';
import type { UsageRange } from '../../../shared/model/usage.ts';

/** The day of a time in this computer's time zone, `2026-12-31`. */
export function localDay(time: number): string {
  return dayOf(new Date(time));
}

/** The first day of a range that ends with the day of `now`; undefined for the beginning. */
export function firstDay(range: UsageRange, now: number): string | undefined {
  const date = new Date(now);
  switch (range) {
    case 'today':
      return dayOf(date);
    case 'week':
      // By the calendar: a day may have 23 hours, or 25.
      return dayOf(new Date(date.getFullYear(), date.getMonth(), date.getDate() - 6));
    case 'month':
      return dayOf(new Date(date.getFullYear(), date.getMonth(), 1));
    case 'all':
      return undefined;
    default:
      return assertNever(range);
  }
}

function dayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
