import { describe, expect, it } from 'vitest';
import { type Claims, readClaim } from './claim-path.ts';

function valuesOf(claims: Claims, path: string): string[] | string {
  const reading = readClaim(claims, path);
  return reading.kind === 'values' ? [...reading.values] : reading.kind;
}

describe('readClaim', () => {
  it('finds what policy can name', () => {
    expect(valuesOf({ roles: ['a', 'b', 'a'] }, 'roles')).toEqual(['a', 'b']);
    expect(valuesOf({ roles: 'a' }, 'roles')).toEqual(['a']);
    expect(valuesOf({ realm_access: { roles: ['a'] } }, 'realm_access.roles')).toEqual(['a']);
    expect(valuesOf({ extension_x: { y: 'a' } }, 'extension_x.y')).toEqual(['a']);
  });

  it('takes a claim whose name has dots before a path', () => {
    const claims = { 'realm_access.roles': ['literal'], realm_access: { roles: ['path'] } };
    expect(valuesOf(claims, 'realm_access.roles')).toEqual(['literal']);
    expect(valuesOf({ 'https://contoso.com/roles': ['a'] }, 'https://contoso.com/roles')).toEqual(['a']);
    expect(valuesOf({ 'https://contoso.com': { roles: ['a'] } }, 'https://contoso.com.roles')).toEqual(['a']);
    expect(valuesOf({ resource_access: { 'my.app': { roles: ['a'] } } }, 'resource_access.my.app.roles')).toEqual([
      'a',
    ]);
  });

  it('finds no roles in what JavaScript gives every object', () => {
    for (const path of [
      '__proto__',
      'constructor.name',
      'roles.length',
      'toString',
      'roles.__proto__',
      '',
      '.',
      'a..b',
    ]) {
      expect(valuesOf({ roles: ['a'] }, path)).toBe('absent');
    }
    const forged = JSON.parse('{"__proto__":{"roles":["a"]},"constructor":{"name":"a"}}') as Claims;
    expect(valuesOf(forged, '__proto__.roles')).toBe('absent');
    expect(valuesOf(forged, 'roles')).toBe('absent');
    expect(valuesOf(forged, 'constructor.name')).toBe('absent');
  });

  it('takes neither an object nor a number for a role', () => {
    expect(valuesOf({ roles: { 'Parley.User': true } }, 'roles')).toBe('unusable');
    expect(valuesOf({ roles: 7 }, 'roles')).toBe('unusable');
    expect(valuesOf({ roles: [{ value: 'Parley.User' }] }, 'roles')).toBe('unusable');
    expect(valuesOf({ roles: null }, 'roles')).toBe('unusable');
    expect(valuesOf({ roles: ['a', 7, '', null] }, 'roles')).toEqual(['a']);
    expect(valuesOf({ roles: [] }, 'roles')).toEqual([]);
  });
});
