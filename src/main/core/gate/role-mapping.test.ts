import { describe, expect, it } from 'vitest';
import { Ability } from '../../../shared/model/session.ts';
import { grantOf, RoleMappingPolicy, toRoleMapping, unknownDeployments } from './role-mapping.ts';

const group = '0F1E2D3C-4b5a-4978-8695-a4b3c2d1e0f9';

const mapping = toRoleMapping(
  RoleMappingPolicy.parse({
    'Parley.User': { Deployments: ['gpt'], Abilities: ['people', 'attachments'] },
    [group]: { Deployments: ['gpt', 'reasoning'], Abilities: ['attachments', 'export'] },
    'Parley.Administrator': {},
  }),
);

function grant(...held: string[]) {
  return grantOf(mapping, (name) => held.includes(name));
}

describe('role mapping', () => {
  it('gives the union of the roles, not the last one', () => {
    expect(grant('Parley.User', group.toLowerCase())).toEqual({
      deployments: ['gpt', 'reasoning'],
      abilities: ['attachments', 'people', 'export'],
    });
  });

  it('gives everything for a role without limits and nothing without a role', () => {
    expect(grant('Parley.User', 'Parley.Administrator')).toEqual({
      deployments: 'all',
      abilities: [...Ability.options],
    });
    expect(grant('Other')).toEqual({ deployments: [], abilities: [] });
  });

  it('does not take a mistyped ability or key for none', () => {
    expect(RoleMappingPolicy.safeParse({ a: { Abilities: ['exports'] } }).success).toBe(false);
    expect(RoleMappingPolicy.safeParse({ a: { deployments: ['gpt'] } }).success).toBe(false);
  });

  it('names the role with a deployment that is not there', () => {
    expect(unknownDeployments(mapping, ['gpt'])).toEqual([{ role: group.toLowerCase(), deployment: 'reasoning' }]);
    expect(unknownDeployments(mapping, ['gpt', 'reasoning'])).toEqual([]);
  });

  it('does not let a role called like a part of JavaScript in', () => {
    const written: unknown = JSON.parse('{"__proto__":{"Deployments":["gpt"]},"constructor":{"Deployments":["gpt"]}}');
    const hostile = toRoleMapping(RoleMappingPolicy.parse(written));
    expect(grantOf(hostile, (name) => name === 'toString')).toEqual({ deployments: [], abilities: [] });
    expect([...hostile.keys()]).toEqual(['constructor']);
  });
});
