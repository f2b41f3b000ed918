import type { MessagePart } from '../../shared/model/message.ts';
import { isBlank } from '../../shared/model/message.ts';

/** An object of a file: nothing is known of what is in it. */
export type RawObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object, empty where there is none. */
export function objectOf(value: unknown): RawObject {
  return isObject(value) ? value : {};
}

/** A list, empty where there is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text; undefined where it is something else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toWellFormed() : undefined;
}

/** Milliseconds since the epoch, of a number of seconds or a date in words. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value < 100_000_000_000 ? value * 1000 : value;
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** A text as parts of a message: none where it shows nothing. */
export function textParts(text: unknown): MessagePart[] {
  const known = textOf(text);
  return known === undefined || isBlank(known) ? [] : [{ type: 'text', text: known, state: 'done' }];
}

/** Thoughts as parts of a message: none where there are none. */
export function reasoningParts(text: unknown): MessagePart[] {
  const known = textOf(text);
  return known === undefined || isBlank(known) ? [] : [{ type: 'reasoning', text: known, state: 'done' }];
}

/** Words in a fence that they have no way out of: what a tool was given or has returned is text here, nothing to be run. */
export function fencedParts(title: string, value: unknown): MessagePart[] {
  const text = typeof value === 'string' ? value : jsonText(value);
  if (isBlank(text)) return [];
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const head = title.replaceAll(/[\s*`]+/g, ' ').slice(0, 100);
  return textParts(`**${head}**\n\n${fence}\n${text}\n${fence}`);
}

/** What a text says as JSON; undefined where it is none. */
export function parsedJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? '';
  } catch {
    // Too deep to be written out.
    return '';
  }
}
