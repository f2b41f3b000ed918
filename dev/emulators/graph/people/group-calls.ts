import type { CallName } from '../calls.ts';
import type { GraphCall, GraphHandler, GraphReply } from '../graph-call.ts';
import { GraphRefusal, parameter } from '../graph-call.ts';
import type { LazyList } from '../paging.ts';
import { listOf, pageOf } from '../paging.ts';
import { reduce, selected } from '../select.ts';
import type { ClauseGroups } from './clauses.ts';
import { comparable, fold, matchesTokens, tokensOf } from './clauses.ts';
import { directoryPages, readDirectoryQuery } from './directory-query.ts';
import type { DirectoryGroup, Groups, Member } from './groups.ts';
import { ok, resourceOf } from './user-calls.ts';

const searchable = ['displayName', 'description', 'mail'];
const filterable = ['displayName', 'mail', 'id', 'securityEnabled', 'mailEnabled'];
const known = ['id', 'displayName', 'description', 'mail', 'mailEnabled', 'securityEnabled', 'groupTypes'];
const memberKnown = [
  ...known,
  'givenName',
  'surname',
  'userPrincipalName',
  'jobTitle',
  'department',
  'officeLocation',
  'userType',
  'accountEnabled',
];

/** The calls about groups; the other tenants have none. */
export function groupCalls({
  origin,
  groups,
  isHome,
}: {
  readonly origin: string;
  readonly groups: Groups;
  readonly isHome: (call: GraphCall) => boolean;
}) {
  const numberOf = (call: GraphCall): number => {
    const id = parameter(call, 'group');
    const number = isHome(call) ? groups.numberOf(id) : undefined;
    if (number !== undefined) return number;
    throw new GraphRefusal(
      404,
      'Request_ResourceNotFound',
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
  };
  const memberPage = (call: GraphCall, list: LazyList<Member>): GraphReply => {
    const names = selected(call, { type: 'directoryObject', known: memberKnown });
    const { isCounted } = readDirectoryQuery(call, { searchable: [], filterable: [], sortable: [] });
    const { items, nextLink } = pageOf(call, list, { origin, ...directoryPages });
    return ok({
      '@odata.context': `${origin}/v1.0/$metadata#directoryObjects`,
      ...(isCounted ? { '@odata.count': list.length } : {}),
      ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
      value: items.map((member) => memberResource(member, names)),
    });
  };
  const handlers = {
    groups: (call) => {
      const query = readDirectoryQuery(call, { searchable, filterable, sortable: ['displayName'] });
      const names = selected(call, { type: 'group', known });
      const all = isHome(call) ? Array.from({ length: groups.size }, (_, number) => groups.group(number)) : [];
      const list = all.filter((group) =>
        [query.search, query.filter].every((condition) => condition === undefined || matches(condition, group)),
      );
      if (query.orderBy !== undefined) list.sort((one, other) => (one.displayName < other.displayName ? -1 : 1));
      if (query.orderBy?.isDescending === true) list.reverse();
      const { items, nextLink } = pageOf(call, listOf(list), { origin, ...directoryPages });
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#groups`,
        ...(query.isCounted ? { '@odata.count': list.length } : {}),
        ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
        value: items.map((group) => reduce({ ...group }, names)),
      });
    },
    group: (call) =>
      ok({
        '@odata.context': `${origin}/v1.0/$metadata#groups/$entity`,
        ...reduce({ ...groups.group(numberOf(call)) }, selected(call, { type: 'group', known })),
      }),
    'group-members': (call) => memberPage(call, groups.members(numberOf(call))),
    'group-all-members': (call) => memberPage(call, groups.allMembers(numberOf(call))),
    'group-owners': (call) =>
      memberPage(call, listOf(groups.owners(numberOf(call)).map((user) => ({ kind: 'user', user })))),
  } satisfies Partial<Record<CallName, GraphHandler>>;
  return handlers;
}

function memberResource(member: Member, names: readonly string[]): Readonly<Record<string, unknown>> {
  const resource = member.kind === 'user' ? resourceOf(member.user) : { ...member.group };
  return { '@odata.type': `#microsoft.graph.${member.kind}`, ...reduce(resource, names) };
}

function matches(condition: ClauseGroups, group: DirectoryGroup): boolean {
  return condition.some((clauses) =>
    clauses.every(({ kind, property, value }) => {
      const text = comparable((group as unknown as Readonly<Record<string, unknown>>)[property]);
      if (kind === 'search' && property !== 'mail') return matchesTokens(tokensOf(text), tokensOf(value));
      return kind === 'eq' ? text === fold(value) : text.startsWith(fold(value));
    }),
  );
}
