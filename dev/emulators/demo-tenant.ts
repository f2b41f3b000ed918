/** A person of the demo tenant, by short name. */
export type PersonId = 'ada' | 'grace' | 'alan';

/** A person of any tenant of the emulated directory, by short name. */
export type AnyPersonId = PersonId | 'barbara' | 'edsger' | 'katherine';

/** A person of a tenant. */
export interface Person {
  /** Short name for tests and forms. */
  readonly id: AnyPersonId;
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly jobTitle: string;
  readonly officeLocation: string;
  /** App roles at the start, sent as the `roles` claim. */
  readonly roles: readonly string[];
  /** Whether they may consent for their whole tenant. */
  readonly administrator: boolean;
  /** Hue of the photo in degrees; undefined for someone who has none. */
  readonly photoHue: number | undefined;
}

/** A tenant with its people. */
export interface DemoTenant {
  readonly id: string;
  readonly domain: string;
  readonly displayName: string;
  /** Parley's application id, which is the same in every tenant. */
  readonly clientId: string;
  readonly people: readonly Person[];
}

/** The demo tenant, where Parley is registered; nobody's real directory, domain or client. */
export const demoTenant: DemoTenant = {
  id: '7d0f6a52-3c1e-4b8a-9f57-2a6c1d9e4b10',
  domain: 'contoso.example',
  displayName: 'Contoso',
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
      administrator: true,
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
      administrator: false,
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
      administrator: false,
      photoHue: undefined,
    },
  ],
};
