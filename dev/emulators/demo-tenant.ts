/** A person of the demo tenant. */
export interface Person {
  /** Short name for tests and forms. */
  readonly id: 'ada' | 'grace' | 'alan';
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly jobTitle: string;
  readonly officeLocation: string;
  /** App roles, sent as the `roles` claim. */
  readonly roles: readonly string[];
  /** Hue of the photo in degrees; undefined for someone who has none. */
  readonly photoHue: number | undefined;
}

/** Any person's short name. */
export type PersonId = Person['id'];

/** The directory that every emulator serves: one tenant, one app registration, three people. */
export interface DemoTenant {
  readonly id: string;
  readonly domain: string;
  readonly clientId: string;
  readonly people: readonly Person[];
}

/** The demo tenant; nobody's real directory, domain or client. */
export const demoTenant: DemoTenant = {
  id: '7d0f6a52-3c1e-4b8a-9f57-2a6c1d9e4b10',
  domain: 'contoso.example',
  clientId: 'c2b6d1f4-85e9-4a37-b0c8-6f1e9d7a3525',
  people: [
    {
      id: 'ada',
      objectId: '1a815c10-1843-4d0b-8a52-0ada107e1ace',
      userPrincipalName: 'ada@contoso.example',
      displayName: 'Ada Lovelace',
      givenName: 'Ada',
      surname: 'Lovelace',
      jobTitle: 'Analyst',
      officeLocation: 'London',
      roles: ['Parley.User', 'Parley.Administrator'],
      photoHue: 285,
    },
    {
      id: 'grace',
      objectId: '2b906d21-1952-4c1f-9b63-19c06b0f0c31',
      userPrincipalName: 'grace@contoso.example',
      displayName: 'Grace Hopper',
      givenName: 'Grace',
      surname: 'Hopper',
      jobTitle: 'Rear Admiral',
      officeLocation: 'Arlington',
      roles: ['Parley.User'],
      photoHue: 205,
    },
    {
      id: 'alan',
      objectId: '3ca17e32-1936-4d20-8c74-2ad17c101d42',
      userPrincipalName: 'alan@contoso.example',
      displayName: 'Alan Turing',
      givenName: 'Alan',
      surname: 'Turing',
      jobTitle: 'Cryptanalyst',
      officeLocation: 'Bletchley',
      roles: [],
      photoHue: undefined,
    },
  ],
};

/** The person with this short name. @throws Error for a name that nobody has */
export function personOf(id: string): Person {
  const person = demoTenant.people.find((candidate) => candidate.id === id);
  if (person === undefined) throw new Error(`Nobody in the demo tenant is called ${id}.`);
  return person;
}

/** The opaque `login_hint` claim of Entra's tokens, which a client may send back instead of a name. */
export function opaqueLoginHint(person: Person): string {
  return `O.${Buffer.from(person.objectId).toString('base64url')}`;
}

/** The person that a `login_hint` parameter points at: by user principal name or by the opaque hint of a token. */
export function personByLoginHint(hint: string | undefined): Person | undefined {
  if (hint === undefined) return undefined;
  return demoTenant.people.find(
    (person) => person.userPrincipalName.toLowerCase() === hint.toLowerCase() || opaqueLoginHint(person) === hint,
  );
}
