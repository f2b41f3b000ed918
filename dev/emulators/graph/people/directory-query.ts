import type { GraphCall } from '../graph-call.ts';
import { badRequest } from '../graph-call.ts';
import type { ClauseGroups } from './clauses.ts';
import { parseFilter, parseSearch } from './clauses.ts';

/** What a list of directory objects is asked for. */
export interface DirectoryQuery {
  readonly search: ClauseGroups | undefined;
  readonly filter: ClauseGroups | undefined;
  readonly orderBy: { readonly property: string; readonly isDescending: boolean } | undefined;
  readonly isCounted: boolean;
}

/** Which properties a type can be asked by. */
export interface DirectoryQueryRule {
  readonly searchable: readonly string[];
  readonly filterable: readonly string[];
  readonly sortable: readonly string[];
}

/** Pages of directory objects. Source: https://learn.microsoft.com/graph/api/user-list */
export const directoryPages = { usual: 100, most: 999 };

/**
 * Reads a query by the rules of directory objects: what goes beyond a plain filter needs `ConsistencyLevel: eventual`, and
 * with `$orderby` beside `$filter` also `$count=true`.
 * @throws GraphRefusal
 * Source: https://learn.microsoft.com/graph/aad-advanced-queries
 */
export function readDirectoryQuery(call: GraphCall, rule: DirectoryQueryRule): DirectoryQuery {
  const search = call.query.get('$search');
  const filter = call.query.get('$filter');
  const orderBy = call.query.get('$orderby');
  const isCounted = call.query.get('$count') === 'true';
  const isEventual = call.headers['consistencylevel']?.toLowerCase() === 'eventual';
  if (search !== null && !isEventual) {
    throw unsupported(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  if (isCounted && !isEventual)
    throw unsupported("$count is not currently supported without 'ConsistencyLevel: eventual'.");
  if (orderBy !== null && (filter !== null || search !== null) && !(isEventual && isCounted)) {
    throw unsupported('Sorting not supported for current query.');
  }
  return {
    search: search === null ? undefined : parseSearch(search, rule.searchable),
    filter: filter === null ? undefined : parseFilter(filter, rule.filterable),
    orderBy: orderBy === null ? undefined : readOrder(orderBy, rule.sortable),
    isCounted,
  };
}

function readOrder(text: string, sortable: readonly string[]): DirectoryQuery['orderBy'] {
  const [, property = '', direction = 'asc'] = /^([A-Za-z]+)(?: (asc|desc))?$/.exec(text) ?? [];
  if (!sortable.includes(property)) throw unsupported('Sorting not supported for current query.');
  return { property, isDescending: direction === 'desc' };
}

function unsupported(message: string) {
  return badRequest(message, 'Request_UnsupportedQuery');
}
