import { demoTenant } from '../demo-tenant.ts';
import type { AnyPersonId, DemoTenant, Person } from '../demo-tenant.ts';
import { fabrikam, northwind } from '../other-tenants.ts';

/** Whether a person's account works. */
export type AccountStatus = 'enabled' | 'disabled' | 'deleted';

/** The tenants and people that Entra and Graph both serve, with what changes about them. */
export interface Directory {
  /** The tenant where Parley is registered. */
  readonly home: DemoTenant;
  readonly tenants: readonly DemoTenant[];
  /** @throws Error for a name that nobody has */
  person(id: AnyPersonId): Person;
  tenantOf(person: Person): DemoTenant;
  /** The tenant of the first segment of an Entra address: its id or its domain. */
  findTenant(name: string): DemoTenant | undefined;
  findByName(userPrincipalName: string): Person | undefined;
  /** The person that a `login_hint` points at: by user principal name or by the opaque hint of a token. */
  findByLoginHint(hint: string | undefined): Person | undefined;
  /** App roles now. */
  rolesOf(person: Person): readonly string[];
  setRoles(person: AnyPersonId, roles: readonly string[]): void;
  /** Object ids of the groups now. */
  groupsOf(person: Person): readonly string[];
  setGroups(person: AnyPersonId, groups: readonly string[]): void;
  statusOf(person: Person): AccountStatus;
  setStatus(person: AnyPersonId, status: AccountStatus): void;
  /** Whether Parley has been added to a tenant. */
  hasParley(tenant: DemoTenant): boolean;
  setParley(tenantId: string, added: boolean): void;
}

/** Makes a directory of three tenants; Parley is registered in the first, added to the second and unknown to the third. */
export function createDirectory(): Directory {
  const tenants = [demoTenant, fabrikam, northwind];
  const people = tenants.flatMap((tenant) => tenant.people);
  const roles = new Map<AnyPersonId, readonly string[]>();
  const groups = new Map<AnyPersonId, readonly string[]>();
  const statuses = new Map<AnyPersonId, AccountStatus>();
  const withParley = new Set([demoTenant.id, fabrikam.id]);
  const findByName = (name: string): Person | undefined =>
    people.find((person) => person.userPrincipalName === name.trim().toLowerCase());

  return {
    home: demoTenant,
    tenants,
    person: (id) => {
      const person = people.find((candidate) => candidate.id === id);
      if (person === undefined) throw new Error(`Nobody in the directory is called ${id}.`);
      return person;
    },
    tenantOf: (person) => tenants.find((tenant) => tenant.people.includes(person)) ?? demoTenant,
    findTenant: (name) =>
      tenants.find((tenant) => tenant.id === name.toLowerCase() || tenant.domain === name.toLowerCase()),
    findByName,
    findByLoginHint: (hint) =>
      hint === undefined ? undefined : (findByName(hint) ?? people.find((person) => opaqueLoginHint(person) === hint)),
    rolesOf: (person) => roles.get(person.id) ?? person.roles,
    setRoles: (person, given) => void roles.set(person, given),
    groupsOf: (person) => groups.get(person.id) ?? [],
    setGroups: (person, given) => void groups.set(person, given),
    statusOf: (person) => statuses.get(person.id) ?? 'enabled',
    setStatus: (person, status) => void statuses.set(person, status),
    hasParley: (tenant) => withParley.has(tenant.id),
    setParley: (tenantId, added) => void (added ? withParley.add(tenantId) : withParley.delete(tenantId)),
  };
}

/** The opaque `login_hint` claim of Entra's tokens, which a client may send back instead of a name. */
export function opaqueLoginHint(person: Person): string {
  return `O.${Buffer.from(person.objectId).toString('base64url')}`;
}

/** Object ids of `count` groups, the same ones each time. */
export function groupIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `6e0f9a10-0000-4000-8000-${index.toString(16).padStart(12, '0')}`);
}
