import { randomBytes, randomUUID } from 'node:crypto';
import type { CallName } from '../calls.ts';
import type { GraphCall, GraphHandler } from '../graph-call.ts';
import { badRequest, bodyOf, GraphRefusal, parameter } from '../graph-call.ts';
import type { Groups } from '../people/groups.ts';
import type { TenantUsers } from '../people/tenant-users.ts';
import { ok } from '../people/user-calls.ts';
import { notFound } from './access.ts';
import type { FileAccess } from './access.ts';
import type { DriveItem, Grant } from './drive-store.ts';
import { upwards } from './drive-store.ts';
import type { Estate } from './estate.ts';

/** What the calls about sharing work with. */
export interface SharingCallOptions {
  readonly origin: string;
  readonly estate: Estate;
  readonly access: FileAccess;
  readonly users: TenantUsers;
  readonly groups: Groups;
}

const longestMessage = 2000;
const roles = new Set<unknown>(['read', 'write']);

/** The calls about who may see an item. */
export function sharingCalls({ origin, estate, access, users, groups }: SharingCallOptions) {
  const itemOf = (call: GraphCall): DriveItem =>
    access.item(call.caller, parameter(call, 'drive'), parameter(call, 'item'));
  const ownItem = (call: GraphCall): DriveItem => {
    const item = itemOf(call);
    access.requireWriter(call.caller, item);
    return item;
  };
  const recipient = (call: GraphCall, entry: unknown): Grant['to'] | undefined => {
    const { email, objectId } = (entry ?? {}) as { readonly email?: unknown; readonly objectId?: unknown };
    const given = objectId ?? email;
    const name = typeof given === 'string' ? given : '';
    const user = users.find(call.caller.person, name);
    if (user !== undefined) return { kind: 'user', id: user.id, displayName: user.displayName };
    const number = groups.numberOf(name);
    return number === undefined
      ? undefined
      : { kind: 'group', id: groups.group(number).id, displayName: groups.group(number).displayName };
  };
  const grantOf = (call: GraphCall): { readonly item: DriveItem; readonly grant: Grant } => {
    const item = ownItem(call);
    const grant = item.grants.find(({ id }) => id === parameter(call, 'permission'));
    if (grant === undefined) throw notFound();
    return { item, grant };
  };
  const handlers = {
    'item-invite': (call) => {
      const item = ownItem(call);
      const { recipients, roles: given, requireSignIn, sendInvitation, message } = bodyOf(call);
      if (!estate.sharing.invitations) throw sharingDisabled();
      if (!Array.isArray(recipients) || recipients.length === 0)
        throw badRequest('At least one recipient is required.', 'invalidRequest');
      if (!isRoles(given)) throw badRequest('The roles are not valid.', 'invalidRequest');
      if (requireSignIn !== true)
        throw badRequest('Anonymous sharing is not allowed in this organisation.', 'invalidRequest');
      if (typeof message === 'string' && message.length > longestMessage)
        throw badRequest('The message is too long.', 'invalidRequest');
      const results = recipients.map((entry) => {
        const to = recipient(call, entry);
        if (to === undefined || to.kind === 'everyone')
          return { error: { code: 'notFound', message: 'The recipient could not be resolved.' } };
        const known = item.grants.find(({ to: other }) => other.kind !== 'everyone' && other.id === to.id);
        const grant: Grant = known ?? { id: randomUUID(), roles: given, to, link: undefined };
        grant.roles = given;
        if (known === undefined) item.grants.push(grant);
        if (sendInvitation === true)
          estate.mails.push({
            to: to.displayName,
            subject: `${call.caller.person.displayName} shared "${item.name}" with you`,
          });
        return grantResource(grant);
      });
      if (results.every((result) => 'error' in result))
        throw badRequest('None of the recipients could be resolved.', 'invalidRequest');
      estate.touch(item);
      return {
        status: results.some((result) => 'error' in result) ? 207 : 200,
        body: { '@odata.context': `${origin}/v1.0/$metadata#Collection(permission)`, value: results },
      };
    },
    'item-link': (call) => {
      const item = ownItem(call);
      const { type, scope } = bodyOf(call);
      if (type !== 'view' && type !== 'edit') throw badRequest('The type of the link is not valid.', 'invalidRequest');
      if (scope !== 'organization' || !estate.sharing.organisationLinks) throw sharingDisabled();
      const role = type === 'view' ? 'read' : 'write';
      const known = item.grants.find((grant) => grant.to.kind === 'everyone' && grant.roles.includes(role));
      const grant: Grant = known ?? {
        id: randomUUID(),
        roles: [role],
        to: { kind: 'everyone' },
        link: `https://contoso.sharepoint.example/:t:/g/${randomBytes(12).toString('base64url')}`,
      };
      if (known === undefined) item.grants.push(grant);
      return { status: known === undefined ? 201 : 200, body: grantResource(grant) };
    },
    'item-permissions': (call) => {
      const item = itemOf(call);
      const inherited = upwards(item)
        .slice(1)
        .flatMap(({ grants, id }) => grants.map((grant) => ({ ...grantResource(grant), inheritedFrom: { id } })));
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#permissions`,
        value: [...item.grants.map(grantResource), ...inherited],
      });
    },
    'permission-change': (call) => {
      const { grant } = grantOf(call);
      const { roles: given } = bodyOf(call);
      if (!isRoles(given)) throw badRequest('The roles are not valid.', 'invalidRequest');
      grant.roles = given;
      return ok(grantResource(grant));
    },
    'permission-delete': (call) => {
      const { item, grant } = grantOf(call);
      item.grants = item.grants.filter((each) => each !== grant);
      estate.touch(item);
      return { status: 204 };
    },
  } satisfies Partial<Record<CallName, GraphHandler>>;
  return handlers;
}

function grantResource({ id, roles: given, to, link }: Grant): Readonly<Record<string, unknown>> {
  return {
    id,
    roles: given,
    ...(to.kind === 'everyone' ? {} : { grantedToV2: { [to.kind]: { id: to.id, displayName: to.displayName } } }),
    ...(link === undefined
      ? {}
      : { link: { scope: 'organization', type: given.includes('write') ? 'edit' : 'view', webUrl: link } }),
  };
}

function isRoles(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((role) => roles.has(role));
}

function sharingDisabled(): GraphRefusal {
  return new GraphRefusal(403, 'sharingDisabled', 'Sharing is disabled by the policy of this organisation.');
}
