import type { AnyPersonId, DemoTenant, Person } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import { interactions } from './interaction-kinds.ts';
import { OAuthRefusal } from './oauth-error.ts';
import { parseScopes } from './scopes.ts';
import type { RequestedScopes, Resources } from './scopes.ts';

/** Which permissions Parley has been granted, by whom. */
export interface Consents {
  /** Says what a person has consented to so far, as scopes; `all` is what everybody starts with. */
  set(person: AnyPersonId, scopes: readonly string[] | 'all'): void;
  /** Says whether people may consent for themselves at all, as an administrator can forbid. */
  setUserConsent(allowed: boolean): void;
  /** Grants permissions of a resource for one person. */
  grant(person: Person, scopes: RequestedScopes): void;
  /** Grants scopes for a whole tenant. */
  grantForTenant(tenant: DemoTenant, scopes: readonly string[]): void;
  /** What a request wants and nobody has granted. */
  missing(person: Person, scopes: RequestedScopes): readonly string[];
  /** Of these permissions, those that this person cannot grant. */
  beyond(person: Person, permissions: readonly string[]): readonly string[];
  /** What a token for this request may carry. @throws OAuthRefusal AADSTS65001 */
  granted(person: Person, scopes: RequestedScopes): readonly string[];
}

/** Permissions that only an administrator can grant. Source: https://learn.microsoft.com/graph/permissions-reference */
const administratorsOnly = new Set(['GroupMember.Read.All', 'Group.Read.All', 'User.Read.All', 'Directory.Read.All']);

/** Makes the consents of a directory in which everything has been granted. */
export function createConsents(directory: Directory, resources: Resources): Consents {
  const ofPeople = new Map<AnyPersonId, Set<string>>();
  const ofTenants = new Map<string, Set<string>>();
  let userConsent = true;
  const key = (scopes: RequestedScopes, permission: string): string => `${scopes.resource.audience}/${permission}`;
  const keysOf = (written: readonly string[]): string[] =>
    written.flatMap((scope) => {
      const scopes = parseScopes(scope, resources);
      return scopes.permissions.map((permission) => key(scopes, permission));
    });
  const has = (person: Person, scopes: RequestedScopes) => {
    const own = ofPeople.get(person.id);
    const shared = ofTenants.get(directory.tenantOf(person).id);
    return (permission: string): boolean =>
      own === undefined || own.has(key(scopes, permission)) || shared?.has(key(scopes, permission)) === true;
  };

  const consents: Consents = {
    set: (person, scopes) =>
      void (scopes === 'all' ? ofPeople.delete(person) : ofPeople.set(person, new Set(keysOf(scopes)))),
    setUserConsent: (allowed) => {
      userConsent = allowed;
    },
    grant: (person, scopes) => {
      for (const permission of consents.missing(person, scopes)) {
        ofPeople.get(person.id)?.add(key(scopes, permission));
      }
    },
    grantForTenant: (tenant, scopes) =>
      void ofTenants.set(tenant.id, new Set([...(ofTenants.get(tenant.id) ?? []), ...keysOf(scopes)])),
    missing: (person, scopes) => {
      const missing = scopes.permissions.filter((permission) => !has(person, scopes)(permission));
      // `.default` stands for whatever has been granted; only where that is nothing does it ask for everything.
      return scopes.takesAll && missing.length < scopes.permissions.length ? [] : missing;
    },
    beyond: (person, permissions) =>
      person.administrator
        ? []
        : permissions.filter((permission) => !userConsent || administratorsOnly.has(permission)),
    granted: (person, scopes) => {
      const granted = scopes.permissions.filter(has(person, scopes));
      const enough = scopes.takesAll ? granted.length > 0 : granted.length === scopes.permissions.length;
      if (!enough) throw new OAuthRefusal(interactions.consent);
      return granted;
    },
  };
  return consents;
}
