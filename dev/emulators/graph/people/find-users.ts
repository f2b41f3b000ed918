import type { Clause, ClauseGroups } from './clauses.ts';
import { comparable, fold, matchesTokens, tokensOf } from './clauses.ts';
import type { Name } from './names.ts';
import { namePools } from './names.ts';
import type { DirectoryUser, Population } from './population.ts';
import { displayNameOf, principalNameOf } from './population.ts';

/** Properties that `$search` takes for users. */
export const searchableOfUsers = ['displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'];

/** Properties that `$filter` takes for users. */
export const filterableOfUsers = [...searchableOfUsers, 'id', 'accountEnabled', 'userType', 'department', 'jobTitle'];

type Test = (number: number) => boolean;

/**
 * Tells of a generated user's number whether the user answers a query. What has to be compared is worked out once for each
 * name of the pools, so that 300,000 users are looked through without making one.
 */
export function userTest(groups: ClauseGroups, population: Population): Test {
  const tests = groups.map((clauses) => clauses.map((clause) => clauseTest(clause, population)));
  return (number) => tests.some((group) => group.every((test) => test(number)));
}

/** Whether a user who exists answers a query. */
export function matchesUser(groups: ClauseGroups, user: DirectoryUser): boolean {
  return groups.some((clauses) => clauses.every((clause) => matches(clause, user)));
}

function clauseTest(clause: Clause, population: Population): Test {
  const { kind, property, value } = clause;
  if (kind === 'search' && property === 'displayName') return displayNameTest(tokensOf(value), population);
  const wanted = fold(value);
  switch (property) {
    case 'displayName':
      return textTest(kind, wanted, (number) => displayNameOf(population.namesOf(number)));
    case 'givenName':
      return nameTest(kind, wanted, (number) => population.namesOf(number).given);
    case 'surname':
      return nameTest(kind, wanted, (number) => population.namesOf(number).surname);
    case 'mail':
    case 'userPrincipalName':
      return addressTest(clause, wanted, population);
    default:
      return (number) => matches(clause, population.user(number));
  }
}

function displayNameTest(looked: readonly string[], population: Population): Test {
  const words = new Map<Name, readonly string[]>();
  for (const { given, surnames } of namePools) {
    for (const name of [...given, ...surnames]) words.set(name, tokensOf(name.written));
  }
  return (number) => {
    const { given, surname, isSurnameFirst, hostile } = population.namesOf(number);
    if (hostile !== undefined) return matchesTokens(tokensOf(hostile), looked);
    const first = words.get(given) ?? [];
    const last = words.get(surname) ?? [];
    // Written in one piece, the name is one word.
    const whole = isSurnameFirst ? [`${last.join('')}${first.join('')}`] : [...first, ...last];
    return matchesTokens(whole, looked);
  };
}

function nameTest(kind: Clause['kind'], wanted: string, nameOf: (number: number) => Name): Test {
  const folded = new Map<Name, boolean>();
  return (number) => {
    const name = nameOf(number);
    const known = folded.get(name) ?? compare(kind, fold(name.written), wanted);
    folded.set(name, known);
    return known;
  };
}

/** An address begins with the given name, which tells in most cases that it is another one. */
function addressTest(clause: Clause, wanted: string, population: Population): Test {
  return (number) => {
    const names = population.namesOf(number);
    const { latin } = names.given;
    if (!wanted.startsWith(latin) && !latin.startsWith(wanted)) return false;
    const text = clause.property === 'mail' ? population.user(number).mail : principalNameOf(names, number);
    return compare(clause.kind, fold(text), wanted);
  };
}

function textTest(kind: Clause['kind'], wanted: string, textOf: (number: number) => string): Test {
  return (number) => compare(kind, fold(textOf(number)), wanted);
}

function matches({ kind, property, value }: Clause, user: DirectoryUser): boolean {
  if (kind === 'search' && property === 'displayName')
    return matchesTokens(tokensOf(user.displayName), tokensOf(value));
  const text = (user as unknown as Readonly<Record<string, unknown>>)[property];
  return compare(kind, comparable(text), fold(value));
}

function compare(kind: Clause['kind'], text: string, wanted: string): boolean {
  return kind === 'eq' ? text === wanted : text.startsWith(wanted);
}
