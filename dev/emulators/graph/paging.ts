import type { GraphCall } from './graph-call.ts';
import { badRequest } from './graph-call.ts';

/** How long the pages of a list are. */
export interface PageRule {
  /** Without `$top`. */
  readonly usual: number;
  readonly most: number;
}

/** Items by number, so that a long list need not exist. */
export interface LazyList<Item> {
  readonly length: number;
  at(index: number): Item;
}

/** One page and where the next one is. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** A complete address with an opaque token; undefined at the end. */
  readonly nextLink: string | undefined;
}

/** Cuts the page out of a list that a call asks for. @throws GraphRefusal for a page size or a token that is none */
export function pageOf<Item>(
  call: GraphCall,
  list: LazyList<Item>,
  options: PageRule & { origin: string },
): Page<Item> {
  const asked = call.query.get('$top');
  const top = asked === null ? options.usual : Number(asked);
  if (!Number.isInteger(top) || top < 1 || top > options.most)
    throw badRequest('Invalid page size specified.', 'Request_BadRequest');
  const start = startOf(call.query.get('$skiptoken'));
  if (start === undefined || start > list.length)
    throw badRequest('The skip token is not valid.', 'Request_BadRequest');
  const end = Math.min(start + top, list.length);
  const items = Array.from({ length: end - start }, (_, index) => list.at(start + index));
  return { items, nextLink: end < list.length ? nextLink(call, options.origin, end) : undefined };
}

/** The first page and its token for callers that know only how to go on. */
export function nextLink(call: GraphCall, origin: string, start: number): string {
  const url = new URL(call.target, origin);
  url.searchParams.set('$skiptoken', Buffer.from(`from:${start}`).toString('base64url'));
  return url.href;
}

/** An array as a list. */
export function listOf<Item>(items: readonly Item[]): LazyList<Item> {
  return {
    length: items.length,
    at: (index) => {
      const item = items[index];
      if (item === undefined) throw new Error(`There is no item ${index}.`);
      return item;
    },
  };
}

/** Opaque, so that no client gets into the way of counting for itself. */
function startOf(token: string | null): number | undefined {
  if (token === null) return 0;
  const start = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return start === undefined ? undefined : Number(start);
}
