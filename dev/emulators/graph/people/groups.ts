import type { Person } from '../../demo-tenant.ts';
import type { Directory } from '../../directory/directory.ts';
import { groupIds } from '../../directory/directory.ts';
import type { LazyList } from '../paging.ts';
import { mix } from './mix.ts';
import type { DirectoryUser, Population } from './population.ts';
import { userOf } from './population.ts';

/** A group of the demo tenant. */
export interface DirectoryGroup {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly mail: string | null;
  readonly mailEnabled: boolean;
  readonly securityEnabled: boolean;
  readonly groupTypes: readonly string[];
}

/** A member of a group. */
export type Member =
  | { readonly kind: 'user'; readonly user: DirectoryUser }
  | { readonly kind: 'group'; readonly group: DirectoryGroup };

/** The groups of the demo tenant, made from their numbers like its users. */
export interface Groups {
  readonly size: number;
  group(number: number): DirectoryGroup;
  numberOf(id: string): number | undefined;
  members(number: number): LazyList<Member>;
  /** Members of the group and of the groups in it, each once; groups may contain each other. */
  allMembers(number: number): LazyList<Member>;
  owners(number: number): readonly DirectoryUser[];
  /** Whether somebody is in a group, or in one within it. */
  has(number: number, userId: string): boolean;
}

const usualGroups = 2000;
const subjects = ['Research', 'Payroll', 'Vertrieb', 'Développement', 'Отдел кадров', '営業部', 'المشتريات', 'Safety'];
const places = ['London', 'Łódź', '東京', 'Αθήνα', 'Zürich', 'Київ', 'São Paulo'];

/** Group 0 holds everybody, group 1 holds large groups, every tenth holds the two after it (the last of them the first). */
export function createGroups(options: { readonly directory: Directory; readonly population: Population }): Groups {
  const { directory, population } = options;
  const ids = groupIds(usualGroups);
  const numbers = new Map(ids.map((id, number) => [id, number]));

  const group = (number: number): DirectoryGroup => {
    const isUnified = number % 3 === 0;
    const name =
      number === 0
        ? 'All of Contoso'
        : `${subjects[number % subjects.length] ?? ''} ${places[number % places.length] ?? ''} ${number}`;
    return {
      id: ids[number] ?? '',
      displayName: name,
      description: `Group ${number} of the demo tenant`,
      mail: isUnified ? `group${number}@contoso.example` : null,
      mailEnabled: isUnified,
      securityEnabled: !isUnified,
      groupTypes: isUnified ? ['Unified'] : [],
    };
  };
  const nested = (number: number): readonly number[] => {
    if (number === 1) return [2, 3, 4];
    return number % 10 === 9 ? [(number + 1) % usualGroups || 5, (number + 2) % usualGroups] : [];
  };
  const namedMembers = (number: number): readonly DirectoryUser[] =>
    directory.home.people.filter((person) => isNamedMember(person, number)).map(asUser);
  const isNamedMember = (person: Person, number: number): boolean =>
    number === 0 || directory.groupsOf(person).some((id) => id.toLowerCase() === ids[number]);
  const asUser = (person: Person): DirectoryUser =>
    userOf(person, {
      companyName: directory.home.displayName,
      accountEnabled: directory.statusOf(person) === 'enabled',
    });
  const sizeOf = (number: number): number => {
    if (number === 0) return population.size;
    return Math.min(population.size, number < 5 ? 5000 : 3 + (mix(number, 11) % 60));
  };
  // A stride that has no divisor in common with the population's size gives each member once.
  const userNumber = (number: number, index: number): number =>
    number === 0 ? index : (mix(number, 13) + index * 7919) % population.size;
  const members = (number: number): LazyList<Member> => {
    const first: readonly Member[] = [
      ...nested(number).map((child) => ({ kind: 'group' as const, group: group(child) })),
      ...namedMembers(number).map((user) => ({ kind: 'user' as const, user })),
    ];
    return {
      length: first.length + sizeOf(number),
      at: (index) => first[index] ?? { kind: 'user', user: population.user(userNumber(number, index - first.length)) },
    };
  };
  const closure = (number: number): readonly number[] => {
    const seen = new Set([number]);
    for (const each of seen) for (const child of nested(each)) seen.add(child);
    return [...seen];
  };
  return {
    size: usualGroups,
    group,
    numberOf: (id) => numbers.get(id.toLowerCase()),
    members,
    allMembers: (number) => {
      const groups = closure(number);
      if (groups.length === 1) return members(number);
      const seen = new Set<string>();
      const all: Member[] = [];
      for (const each of groups) {
        const list = members(each);
        for (let index = 0; index < list.length; index += 1) {
          const member = list.at(index);
          const id = member.kind === 'user' ? member.user.id : member.group.id;
          if (!seen.has(id)) all.push(member);
          seen.add(id);
        }
      }
      return { length: all.length, at: (index) => all[index] ?? all[0] ?? { kind: 'group', group: group(number) } };
    },
    owners: (number) => [0, 1].map((index) => population.user(userNumber(number, index))),
    has: (number, userId) =>
      closure(number).some((each) => {
        if (directory.home.people.some((person) => person.objectId === userId && isNamedMember(person, each)))
          return true;
        const user = population.numberOf(userId);
        if (user === undefined) return false;
        return Array.from({ length: sizeOf(each) }, (_, index) => userNumber(each, index)).includes(user);
      }),
  };
}
