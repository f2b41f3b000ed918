import type { Directory } from '../directory/directory.ts';
import type { NodeApplication } from '../http/open-server.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import type { Identify } from './caller.ts';
import type { WriteGraphError } from './graph-error.ts';

/** What the membership calls work with. */
export interface MembershipOptions {
  readonly origin: string;
  readonly directory: Directory;
  readonly identify: Identify;
  readonly fail: WriteGraphError;
}

/** Graph takes at most this many ids a request, and lists at most `mostOnPage` objects a page. */
const mostIds = 20;
const usualPage = 100;
const mostOnPage = 999;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Adds the calls that tell which groups somebody is in.
 * Sources: https://learn.microsoft.com/graph/api/directoryobject-checkmemberobjects, directoryobject-checkmembergroups and
 * user-list-memberof; of oneself, User.Read is enough.
 */
export function addMembership(application: NodeApplication, options: MembershipOptions): void {
  const { origin, directory, identify, fail } = options;
  const badRequest = (context: NodeContext, message: string): Response =>
    fail(context, { status: 400, code: 'Request_BadRequest', message });

  const check = (parameter: 'ids' | 'groupIds') => {
    return async (context: NodeContext): Promise<Response> => {
      const caller = await identify(context);
      if (caller instanceof Response) return caller;
      const ids = await readIds(context, parameter);
      if (ids === undefined)
        return badRequest(context, `The parameter '${parameter}' must be a collection of strings.`);
      if (ids.length > mostIds) {
        return badRequest(context, `The number of ${parameter} must not exceed ${mostIds}; it is ${ids.length}.`);
      }
      const wrong = ids.find((id) => !guid.test(id));
      if (wrong !== undefined) return badRequest(context, `Invalid GUID: ${wrong}`);
      const groups = new Set(directory.groupsOf(caller.person).map((id) => id.toLowerCase()));
      return context.json({
        '@odata.context': `${origin}/v1.0/$metadata#Collection(Edm.String)`,
        value: ids.filter((id) => groups.has(id.toLowerCase())),
      });
    };
  };
  application.post('/v1.0/me/checkMemberObjects', check('ids'));
  application.post('/v1.0/me/checkMemberGroups', check('groupIds'));
  application.get('/v1.0/me/memberOf', async (context) => {
    const caller = await identify(context);
    if (caller instanceof Response) return caller;
    const top = Number(context.req.query('$top') ?? usualPage);
    if (!Number.isInteger(top) || top < 1 || top > mostOnPage)
      return badRequest(context, 'Invalid page size specified.');
    const start = startOf(context.req.query('$skiptoken'));
    const groups = directory.groupsOf(caller.person);
    if (start === undefined || start > groups.length) return badRequest(context, 'The skip token is not valid.');
    const end = start + top;
    // Without the permission to read groups Graph gives their ids and nothing else of them.
    const named = caller.permissions.some((name) => name === 'GroupMember.Read.All' || name === 'Directory.Read.All');
    return context.json({
      '@odata.context': `${origin}/v1.0/$metadata#directoryObjects`,
      ...(end < groups.length
        ? { '@odata.nextLink': `${origin}/v1.0/me/memberOf?$top=${top}&$skiptoken=${tokenFor(end)}` }
        : {}),
      value: groups.slice(start, end).map((id) => ({
        '@odata.type': '#microsoft.graph.group',
        id,
        displayName: named ? `Group ${id.slice(-4)}` : null,
        securityEnabled: named ? true : null,
      })),
    });
  });
}

async function readIds(context: NodeContext, parameter: string): Promise<readonly string[] | undefined> {
  try {
    const body = (await context.req.json()) as Readonly<Record<string, unknown>> | null;
    const ids = body?.[parameter];
    return Array.isArray(ids) && ids.every((id) => typeof id === 'string') ? ids : undefined;
  } catch {
    return undefined;
  }
}

/** Opaque, so that no client gets into the way of counting for itself. */
function tokenFor(start: number): string {
  return Buffer.from(`from:${start}`).toString('base64url');
}

function startOf(token: string | undefined): number | undefined {
  if (token === undefined) return 0;
  const start = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return start === undefined ? undefined : Number(start);
}
