import type { GraphCall, GraphHandler } from '../graph-call.ts';
import { badRequest } from '../graph-call.ts';
import type { CallName } from '../calls.ts';
import { listOf, pageOf } from '../paging.ts';
import { reduce, selected } from '../select.ts';
import { comparable, fold, matchesTokens, parseFilter, tokensOf } from './clauses.ts';
import { mix } from './mix.ts';
import type { DirectoryUser } from './population.ts';
import type { TenantUsers } from './tenant-users.ts';
import { ok } from './user-calls.ts';

/** How many colleagues and contacts somebody has. */
const colleagues = 60;
const contacts = 40;

const personKnown = [
  'id',
  'displayName',
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'officeLocation',
  'companyName',
  'userPrincipalName',
  'scoredEmailAddresses',
  'personType',
];
const contactKnown = ['id', 'displayName', 'givenName', 'surname', 'emailAddresses', 'companyName', 'jobTitle'];
const contactFilters = ['displayName', 'givenName', 'surname'];

/**
 * The calls about whom somebody works with, and their own address book. As the service does, the same person can come in
 * both, and under an id of the address book's own.
 */
export function relevantCalls({ origin, users }: { readonly origin: string; readonly users: TenantUsers }) {
  const colleaguesOf = (call: GraphCall): readonly DirectoryUser[] => {
    const { person } = call.caller;
    const count = users.count(person);
    const numbers = new Set(
      Array.from({ length: Math.min(colleagues, count) }, (_, index) =>
        index < 3 ? index : mix(index, person.objectId.charCodeAt(1)) % count,
      ),
    );
    return [...numbers].map((number) => users.at(person, number)).filter(({ id }) => id !== person.objectId);
  };
  const handlers = {
    'me-people': (call) => {
      if (call.query.has('$search') && call.query.has('$skip'))
        throw badRequest('$skip is not supported with $search.');
      const looked = searchOf(call.query.get('$search'));
      const skip = Number(call.query.get('$skip') ?? 0);
      const names = selected(call, { type: 'person', known: personKnown });
      const people = colleaguesOf(call).filter((user) => looked === undefined || isLookedFor(user, looked));
      const page = pageOf(call, listOf(people.slice(skip)), { origin, usual: 10, most: 1000 });
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#users('me')/people`,
        value: page.items.map((user, index) => reduce(personOf(user, index), names)),
      });
    },
    'me-contacts': (call) => {
      const filter = call.query.get('$filter');
      const groups = filter === null ? undefined : parseFilter(filter, contactFilters);
      const names = selected(call, { type: 'contact', known: contactKnown });
      const list = contactsOf(call, users).filter(
        (contact) =>
          groups === undefined ||
          groups.some((clauses) =>
            clauses.every(({ kind, property, value }) => {
              const text = comparable(contact[property]);
              return kind === 'eq' ? text === fold(value) : text.startsWith(fold(value));
            }),
          ),
      );
      const { items, nextLink } = pageOf(call, listOf(list), { origin, usual: 10, most: 1000 });
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#users('me')/contacts`,
        ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
        value: items.map((contact) => reduce(contact, names)),
      });
    },
  } satisfies Partial<Record<CallName, GraphHandler>>;
  return handlers;
}

/** `"ada"`, in quotation marks; the service guesses a little, we take beginnings of words. */
function searchOf(text: string | null): readonly string[] | undefined {
  if (text === null) return undefined;
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1] ?? (/^[^\s":]+$/.test(text) ? text : undefined);
  if (inner === undefined) throw badRequest(`Syntax error in the query '${text}'.`);
  return tokensOf(inner.replaceAll(/\\(.)/g, '$1'));
}

function isLookedFor(user: DirectoryUser, looked: readonly string[]): boolean {
  return matchesTokens([...tokensOf(user.displayName), ...tokensOf(user.mail)], looked);
}

function personOf(user: DirectoryUser, index: number): Readonly<Record<string, unknown>> {
  const { id, displayName, givenName, surname, jobTitle, department, officeLocation, companyName, userPrincipalName } =
    user;
  return {
    id,
    displayName,
    givenName,
    surname,
    jobTitle,
    department,
    officeLocation,
    companyName,
    userPrincipalName,
    scoredEmailAddresses: [
      { address: user.mail, relevanceScore: 30 - index / 10, selectionLikelihood: 'notSpecified' },
    ],
    personType: { class: 'Person', subclass: user.userType === 'Guest' ? 'Guest' : 'OrganizationUser' },
  };
}

function contactsOf(call: GraphCall, users: TenantUsers): readonly Readonly<Record<string, unknown>>[] {
  const { person } = call.caller;
  return Array.from({ length: contacts }, (_, index) => {
    // The first are colleagues that somebody has put into their address book; the others are from outside.
    const user = users.at(person, (index + 1) % users.count(person));
    const isColleague = index < 5;
    return {
      id: `AAMkAG${person.objectId.slice(0, 8)}${index}=`,
      displayName: isColleague ? user.displayName : `${user.displayName} (supplier)`,
      givenName: user.givenName,
      surname: user.surname,
      companyName: isColleague ? user.companyName : 'Northwind',
      jobTitle: user.jobTitle,
      emailAddresses: [
        { name: user.displayName, address: isColleague ? user.mail : `supplier${index}@northwind.example` },
      ],
    };
  });
}
