import type { Directory } from '../../directory/directory.ts';
import type { CallName } from '../calls.ts';
import type { GraphHandler } from '../graph-call.ts';
import { badRequest, bodyOf } from '../graph-call.ts';
import { listOf, pageOf } from '../paging.ts';
import type { Groups } from './groups.ts';
import { directoryPages } from './directory-query.ts';
import { ok } from './user-calls.ts';

/** Graph takes at most this many ids a request. */
const mostIds = 20;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The calls that tell which groups somebody is in; of oneself, User.Read is enough. */
export function membershipCalls({
  origin,
  directory,
  groups,
}: {
  readonly origin: string;
  readonly directory: Directory;
  readonly groups: Groups;
}) {
  const check = (name: 'ids' | 'groupIds'): GraphHandler => {
    return (call) => {
      const ids = bodyOf(call)[name];
      if (!isTexts(ids)) throw refused(`The parameter '${name}' must be a collection of strings.`);
      if (ids.length > mostIds) throw refused(`The number of ${name} must not exceed ${mostIds}; it is ${ids.length}.`);
      const wrong = ids.find((id) => !guid.test(id));
      if (wrong !== undefined) throw refused(`Invalid GUID: ${wrong}`);
      const own = new Set(directory.groupsOf(call.caller.person).map((id) => id.toLowerCase()));
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#Collection(Edm.String)`,
        value: ids.filter((id) => own.has(id.toLowerCase())),
      });
    };
  };
  const handlers = {
    'me-check-objects': check('ids'),
    'me-check-groups': check('groupIds'),
    'me-groups': (call) => {
      const { items, nextLink } = pageOf(call, listOf(directory.groupsOf(call.caller.person)), {
        origin,
        ...directoryPages,
      });
      // Without the permission to read groups Graph gives their ids and nothing else of them.
      const isNamed = call.caller.permissions.some(
        (name) => name === 'GroupMember.Read.All' || name === 'Directory.Read.All',
      );
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#directoryObjects`,
        ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
        value: items.map((id) => {
          const number = groups.numberOf(id);
          const name = number === undefined ? `Group ${id.slice(-4)}` : groups.group(number).displayName;
          return {
            '@odata.type': '#microsoft.graph.group',
            id,
            displayName: isNamed ? name : null,
            securityEnabled: isNamed ? true : null,
          };
        }),
      });
    },
  } satisfies Partial<Record<CallName, GraphHandler>>;
  return handlers;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function refused(message: string) {
  return badRequest(message, 'Request_BadRequest');
}
