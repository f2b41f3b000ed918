import { describe, expect, it } from 'vitest';
import { Ability } from '../../../shared/model/session.ts';
import { type ClaimReading, readClaim } from './claim-path.ts';
import {
  decide,
  dependsOnGroupNames,
  describeFindings,
  type GateRule,
  groupsInQuestion,
  hashRule,
  isOpen,
} from './decide.ts';
import { RoleMappingPolicy, toRoleMapping } from './role-mapping.ts';

const staff = '0f1e2d3c-4b5a-4978-8695-000000000001';
const admins = '0f1e2d3c-4b5a-4978-8695-000000000002';

function rule(changes: Partial<GateRule> = {}): GateRule {
  return {
    requiredRoles: [],
    requiredGroups: [],
    claim: 'roles',
    token: 'id',
    roleMapping: undefined,
    deploymentRoles: new Map(),
    otherRoles: [],
    graceMilliseconds: 0,
    ...changes,
  };
}

function roles(...values: string[]): ClaimReading {
  return { kind: 'values', values: new Set(values) };
}

function member(...groups: string[]) {
  return { source: 'graph', groups: new Set(groups) } as const;
}

const mapping = toRoleMapping(
  RoleMappingPolicy.parse({
    'Parley.User': { Deployments: ['gpt'], Abilities: [] },
    [admins]: { Abilities: ['export'] },
  }),
);

describe('decide', () => {
  it('lets in with any one role or group, never asking for one of each list', () => {
    const both = rule({ requiredRoles: ['A', 'B'], requiredGroups: [staff.toUpperCase(), admins] });
    expect(decide(both, { roles: roles('B') })).toBeDefined();
    expect(decide(both, { roles: roles(), membership: member(staff) })).toBeDefined();
    expect(decide(both, { roles: roles('b', 'C'), membership: member() })).toBeUndefined();
    expect(decide(both, { roles: { kind: 'absent' } })).toBeUndefined();
  });

  it('does not take a role that is called like a group for membership', () => {
    expect(decide(rule({ requiredGroups: [staff] }), { roles: roles(staff), membership: member() })).toBeUndefined();
  });

  it('gives everything where policy maps nothing', () => {
    const access = decide(rule({ requiredRoles: ['A'] }), { roles: roles('A', 'Other') });
    expect(access).toEqual({
      roles: ['A', 'Other'],
      deployments: 'all',
      withheld: [],
      abilities: [...Ability.options],
    });
  });

  it('adds what a group gives to what a role gives', () => {
    const mapped = rule({ roleMapping: mapping });
    expect(decide(mapped, { roles: roles('Parley.User'), membership: member(admins) })).toEqual({
      roles: ['Parley.User', admins],
      deployments: 'all',
      withheld: [],
      abilities: ['export'],
    });
    expect(decide(mapped, { roles: roles('Parley.User'), membership: member() })).toMatchObject({
      deployments: ['gpt'],
    });
    expect(decide(mapped, { roles: roles(), membership: member() })).toEqual({
      roles: [],
      deployments: [],
      withheld: [],
      abilities: [],
    });
  });

  it('keeps a model from who has none of its roles, and from nobody else', () => {
    const deploymentRoles = new Map([
      ['research', ['Parley.Research', staff.toUpperCase()]],
      ['board', ['Parley.Board']],
    ]);
    const restricted = rule({ deploymentRoles });
    const withheldFor = (held: ClaimReading, ...groups: string[]) =>
      decide(restricted, { roles: held, membership: member(...groups) })?.withheld;
    expect(withheldFor({ kind: 'absent' })).toEqual(['research', 'board']);
    expect(withheldFor(roles('Parley.Board', 'Other'))).toEqual(['research']);
    expect(withheldFor(roles(), staff)).toEqual(['board']);
    expect(groupsInQuestion(restricted, roles())).toEqual([staff]);
    expect(isOpen(restricted)).toBe(false);
    expect(dependsOnGroupNames({ ...restricted, claim: 'groups' }, undefined)).toBe(true);
  });

  it('does not keep tools from those who have their role where policy asks for nothing else, or among very many roles', () => {
    const restricted = rule({ otherRoles: ['Parley.Tools', staff] });
    expect(isOpen(restricted)).toBe(false);
    expect(groupsInQuestion(restricted, roles())).toEqual([staff]);
    expect(decide(restricted, { roles: roles(), membership: member(staff) })?.roles).toEqual([staff]);
    const many = Array.from({ length: 200 }, (_, index) => `role-${index}`);
    const held = decide(restricted, { roles: roles(...many, 'Parley.Tools'), membership: member() })?.roles;
    expect(held).toContain('Parley.Tools');
    expect(held).toHaveLength(100);
  });

  it('does not give a model by its own roles that the role mapping does not give', () => {
    const both = rule({ roleMapping: mapping, deploymentRoles: new Map([['gpt', ['Parley.Research']]]) });
    expect(decide(both, { roles: roles('Parley.Research') })).toMatchObject({ deployments: [], withheld: [] });
    expect(decide(both, { roles: roles('Parley.User') })).toMatchObject({ deployments: ['gpt'], withheld: ['gpt'] });
  });

  it('copes with ten thousand roles, and shows and keeps a few', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `role-${index}`);
    const reading = readClaim({ roles: many }, 'roles');
    const required = rule({ requiredRoles: ['role-9999'] });
    expect(decide(required, { roles: reading })?.roles).toHaveLength(100);
    expect(describeFindings(required, { roles: reading })).toMatchObject([{ count: 10_000, found: { length: 20 } }]);
  });
});

describe('groupsInQuestion', () => {
  it('leaves Graph alone where the roles decide', () => {
    const both = rule({ requiredRoles: ['A'], requiredGroups: [staff] });
    expect(groupsInQuestion(both, roles('A'))).toEqual([]);
    expect(groupsInQuestion(both, roles('B'))).toEqual([staff]);
  });

  it('asks for mapped groups also of who is in already, so that nobody is demoted', () => {
    const mapped = rule({ requiredRoles: ['A'], requiredGroups: [staff], roleMapping: mapping });
    expect(groupsInQuestion(mapped, roles('A'))).toEqual([admins]);
  });

  it('takes required roles for groups where the claim is the groups', () => {
    const named = rule({ requiredRoles: [staff.toUpperCase(), 'Staff'], claim: 'groups' });
    expect(groupsInQuestion(named, { kind: 'absent' })).toEqual([staff]);
    expect(decide(named, { roles: { kind: 'absent' }, membership: member(staff) })).toBeDefined();
    expect(dependsOnGroupNames(named, undefined)).toBe(true);
    expect(dependsOnGroupNames(rule({ ...named, claim: 'roles' }), undefined)).toBe(false);
  });
});

describe('rules', () => {
  it('is open only where nothing at all is asked for', () => {
    expect(isOpen(rule())).toBe(true);
    expect(isOpen(rule({ requiredGroups: [staff] }))).toBe(false);
    expect(isOpen(rule({ roleMapping: mapping }))).toBe(false);
  });

  it('has another name with every change that could let somebody else in', () => {
    const audience = { loginOrigin: 'https://login.example', clientId: 'c', azureOpenAIScope: 's', allowedTenants: [] };
    const names = [
      hashRule(rule(), audience),
      hashRule(rule({ requiredRoles: ['A'] }), audience),
      hashRule(rule({ requiredGroups: ['A'] }), audience),
      hashRule(rule({ claim: 'groups' }), audience),
      hashRule(rule({ token: 'access' }), audience),
      hashRule(rule({ roleMapping: mapping }), audience),
      hashRule(rule({ roleMapping: new Map() }), audience),
      hashRule(rule({ deploymentRoles: new Map([['gpt', ['A']]]) }), audience),
      hashRule(rule({ otherRoles: ['A'] }), audience),
      hashRule(rule(), { ...audience, allowedTenants: ['t'] }),
      hashRule(rule(), { ...audience, clientId: 'd' }),
    ];
    expect(new Set(names).size).toBe(names.length);
    expect(hashRule(rule({ graceMilliseconds: 1 }), audience)).toBe(names[0]);
  });
});
