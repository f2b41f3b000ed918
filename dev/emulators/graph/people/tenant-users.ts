import type { Person } from '../../demo-tenant.ts';
import type { Directory } from '../../directory/directory.ts';
import type { LazyList } from '../paging.ts';
import { listOf } from '../paging.ts';
import type { DirectoryQuery } from './directory-query.ts';
import { matchesUser, userTest } from './find-users.ts';
import type { DirectoryUser, Population } from './population.ts';
import { displayNameOf, principalNameOf, userOf } from './population.ts';

/** Everybody whom somebody sees in the directory: who can sign in first, then the generated ones. */
export interface TenantUsers {
  /** By object id or user principal name. */
  find(viewer: Person, idOrName: string): DirectoryUser | undefined;
  query(viewer: Person, query: DirectoryQuery): LazyList<DirectoryUser>;
  /** The user with a number, counted over both kinds. */
  at(viewer: Person, index: number): DirectoryUser;
  count(viewer: Person): number;
}

/** Makes the users of every tenant; only the home tenant has a population. */
export function createTenantUsers(directory: Directory, population: Population): TenantUsers {
  const peopleOf = (viewer: Person): readonly DirectoryUser[] =>
    directory
      .tenantOf(viewer)
      .people.filter((person) => directory.statusOf(person) !== 'deleted')
      .map((person) =>
        userOf(person, {
          companyName: directory.tenantOf(person).displayName,
          accountEnabled: directory.statusOf(person) === 'enabled',
        }),
      );
  const sizeOf = (viewer: Person): number => (directory.tenantOf(viewer) === directory.home ? population.size : 0);
  const everybody = (viewer: Person): LazyList<DirectoryUser> => {
    const people = peopleOf(viewer);
    return {
      length: people.length + sizeOf(viewer),
      at: (index) => people[index] ?? population.user(index - people.length),
    };
  };
  return {
    count: (viewer) => everybody(viewer).length,
    at: (viewer, index) => everybody(viewer).at(index),
    find: (viewer, idOrName) => {
      const wanted = idOrName.toLowerCase();
      const person = peopleOf(viewer).find(
        ({ id, userPrincipalName }) => id === wanted || userPrincipalName === wanted,
      );
      if (person !== undefined) return person;
      const number = sizeOf(viewer) === 0 ? undefined : population.numberOf(wanted);
      return number === undefined ? undefined : population.user(number);
    },
    query: (viewer, { search, filter, orderBy }) => {
      if (search === undefined && filter === undefined && orderBy === undefined) return everybody(viewer);
      const conditions = [search, filter].filter((groups) => groups !== undefined);
      const people = peopleOf(viewer).filter((user) => conditions.every((groups) => matchesUser(groups, user)));
      const tests = conditions.map((groups) => userTest(groups, population));
      const numbers: number[] = [];
      for (let number = 0; number < sizeOf(viewer); number += 1) {
        if (tests.every((test) => test(number))) numbers.push(number);
      }
      if (orderBy === undefined) {
        return {
          length: people.length + numbers.length,
          at: (index) => people[index] ?? population.user(numbers[index - people.length] ?? 0),
        };
      }
      return sorted(people, numbers, { population, ...orderBy });
    },
  };
}

/** Sorted by name alone, so that nobody is made before a page shows them. */
function sorted(
  people: readonly DirectoryUser[],
  numbers: readonly number[],
  { population, property, isDescending }: { population: Population; property: string; isDescending: boolean },
): LazyList<DirectoryUser> {
  const byAddress = property === 'userPrincipalName';
  const keyed = [
    ...people.map((user) => ({ key: byAddress ? user.userPrincipalName : user.displayName, make: () => user })),
    ...numbers.map((number) => {
      const names = population.namesOf(number);
      const key = byAddress ? principalNameOf(names, number) : displayNameOf(names);
      return { key, make: () => population.user(number) };
    }),
  ];
  const sign = isDescending ? -1 : 1;
  const list = listOf(keyed.sort((one, other) => (one.key < other.key ? -sign : one.key > other.key ? sign : 0)));
  return { length: list.length, at: (index) => list.at(index).make() };
}
