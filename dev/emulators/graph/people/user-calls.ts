import type { GraphCall, GraphHandler, GraphReply } from '../graph-call.ts';
import { badRequest, GraphRefusal, parameter } from '../graph-call.ts';
import type { CallName } from '../calls.ts';
import { pageOf } from '../paging.ts';
import { drawPortrait } from '../photo.ts';
import { reduce, selected } from '../select.ts';
import { directoryPages, readDirectoryQuery } from './directory-query.ts';
import { filterableOfUsers, searchableOfUsers } from './find-users.ts';
import type { DirectoryUser } from './population.ts';
import type { TenantUsers } from './tenant-users.ts';

/** What the calls about users work with. */
export interface UserCallOptions {
  readonly origin: string;
  readonly users: TenantUsers;
}

/** The properties that a user has without `$select`. Source: https://learn.microsoft.com/graph/api/user-list */
const usual = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];
const known = [...usual, 'department', 'companyName', 'userType', 'accountEnabled'];
const userRule = { type: 'user', known, usual };

/** Graph's photo sizes, in pixels. */
const photoSizes = new Set([48, 64, 96, 120, 240, 360, 432, 504, 648]);

/** The calls about oneself and other users. */
export function userCalls({ origin, users }: UserCallOptions) {
  const me = (call: GraphCall): DirectoryUser =>
    found(users.find(call.caller.person, call.caller.person.objectId), 'me');
  const named = (call: GraphCall): DirectoryUser => {
    const id = parameter(call, 'user');
    return found(users.find(call.caller.person, id), id);
  };
  const single = (call: GraphCall, user: DirectoryUser): GraphReply => {
    const names = selected(call, userRule);
    const suffix = call.query.has('$select') ? `(${names.join(',')})` : '';
    return ok({
      '@odata.context': `${origin}/v1.0/$metadata#users${suffix}/$entity`,
      ...reduce(resourceOf(user), names),
    });
  };
  const managerOf = (call: GraphCall, user: DirectoryUser): GraphReply => {
    const manager = managerNumber(users, call, user);
    if (manager === undefined) {
      throw new GraphRefusal(
        404,
        'Request_ResourceNotFound',
        "Resource 'manager' does not exist or one of its queried reference-property objects are not present.",
      );
    }
    const names = selected(call, userRule);
    return ok({
      '@odata.context': `${origin}/v1.0/$metadata#directoryObjects/$entity`,
      '@odata.type': '#microsoft.graph.user',
      ...reduce(resourceOf(users.at(call.caller.person, manager)), names),
    });
  };
  const handlers = {
    me: (call) => single(call, me(call)),
    user: (call) => single(call, named(call)),
    users: (call) => {
      if (call.caller.isGuest)
        throw new GraphRefusal(
          403,
          'Authorization_RequestDenied',
          'Insufficient privileges to complete the operation.',
        );
      const query = readDirectoryQuery(call, {
        searchable: searchableOfUsers,
        filterable: filterableOfUsers,
        sortable: ['displayName', 'userPrincipalName'],
      });
      const names = selected(call, userRule);
      const list = users.query(call.caller.person, query);
      const { items, nextLink } = pageOf(call, list, { origin, ...directoryPages });
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#users`,
        ...(query.isCounted ? { '@odata.count': list.length } : {}),
        ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
        value: items.map((user) => reduce(resourceOf(user), names)),
      });
    },
    'me-manager': (call) => managerOf(call, me(call)),
    'user-manager': (call) => managerOf(call, named(call)),
    'me-photo': (call) => photo(me(call), '240'),
    'me-photo-size': (call) => photo(me(call), parameter(call, 'size')),
    'user-photo': (call) => photo(named(call), '240'),
    'user-photo-size': (call) => photo(named(call), parameter(call, 'size')),
  } satisfies Partial<Record<CallName, GraphHandler>>;
  return handlers;
}

/** Everything that Graph tells of a user. */
export function resourceOf(user: DirectoryUser): Readonly<Record<string, unknown>> {
  const { photoHue: _, ...properties } = user;
  return { ...properties, businessPhones: [], mobilePhone: null, preferredLanguage: 'en-GB' };
}

/** A reply with JSON. */
export function ok(body: Readonly<Record<string, unknown>>): GraphReply {
  return { status: 200, body };
}

/** Who somebody reports to: the eighth of their own number; the first of all to nobody. */
function managerNumber(users: TenantUsers, call: GraphCall, user: DirectoryUser): number | undefined {
  const count = users.count(call.caller.person);
  const own = Number.parseInt(user.id.slice(-6), 16) % count;
  const isFirst = users.at(call.caller.person, 0).id === user.id;
  if (isFirst) return undefined;
  const manager = Math.floor(own / 8);
  return users.at(call.caller.person, manager).id === user.id ? 0 : manager;
}

function photo(user: DirectoryUser, size: string): GraphReply {
  const pixels = /^(\d+)(x\1)?$/.exec(size)?.[1];
  if (pixels === undefined || !photoSizes.has(Number(pixels)))
    throw badRequest('The requested photo size is not supported.', 'ErrorInvalidImageId');
  if (user.photoHue === undefined) {
    throw new GraphRefusal(
      404,
      'ImageNotFound',
      "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
    );
  }
  return {
    status: 200,
    headers: { 'content-type': 'image/png', etag: `"${user.id}-${pixels}"` },
    body: drawPortrait(user.photoHue, Number(pixels)),
  };
}

function found(user: DirectoryUser | undefined, name: string): DirectoryUser {
  if (user !== undefined) return user;
  throw new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
