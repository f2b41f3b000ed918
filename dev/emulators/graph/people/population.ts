import { demoTenant } from '../../demo-tenant.ts';
import type { Person } from '../../demo-tenant.ts';
import { hostileNames, namePools } from './names.ts';
import type { Name, NamePool } from './names.ts';
import { mix } from './mix.ts';

/** A user of the directory. */
export interface DirectoryUser {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly userPrincipalName: string;
  readonly mail: string;
  readonly jobTitle: string;
  readonly department: string | null;
  readonly officeLocation: string;
  readonly companyName: string;
  readonly userType: 'Member' | 'Guest';
  readonly accountEnabled: boolean;
  /** Degrees; undefined for who has no photo. */
  readonly photoHue: number | undefined;
}

/** The generated users of the demo tenant: each is made from its number when somebody asks for it. */
export interface Population {
  readonly size: number;
  user(number: number): DirectoryUser;
  /** The names that a user's own are made of, without making the user. */
  namesOf(number: number): UserNames;
  /** The number behind an object id or a user principal name; undefined where nobody has it. */
  numberOf(idOrName: string): number | undefined;
}

/** What a user's name and address are made of. */
export interface UserNames {
  readonly given: Name;
  readonly surname: Name;
  readonly isSurnameFirst: boolean;
  /** Stands in place of the name that the pools would give. */
  readonly hostile: string | undefined;
}

/** How many users the demo tenant has besides those who can sign in. */
export const usualPopulation = 300_000;

const idStart = 'd1ec7000-0000-4000-8000-';
const titles = ['Analyst', 'Engineer', 'Nurse', 'Buyer', 'Teacher', 'Counsel', 'Technician', 'Director'];
const departments = [
  'Research',
  'Finance',
  'Human Resources',
  'Ventes',
  'Вища школа',
  '開発部',
  'الموارد البشرية',
  null,
];
const offices = ['London', 'København', 'Łódź', 'Αθήνα', '東京', 'São Paulo', 'Київ', 'Zürich'];
const hostileEvery = 5000;
const guestEvery = 97;

/** Makes a population of so many users; the same seed makes the same ones. */
export function createPopulation(size = usualPopulation, seed = 1): Population {
  const namesOf = (number: number): UserNames => {
    const pool = pick<NamePool>(namePools, number, seed, 1);
    const hostile = Math.floor(number / hostileEvery) === 0 ? undefined : hostileNames[number % hostileEvery];
    return {
      given: pick(pool.given, number, seed, 2),
      surname: pick(pool.surnames, number, seed, 3),
      isSurnameFirst: pool.isSurnameFirst === true,
      hostile,
    };
  };
  return {
    size,
    namesOf,
    user: (number) => {
      const names = namesOf(number);
      const isGuest = isGuestNumber(number);
      return {
        id: `${idStart}${number.toString(16).padStart(12, '0')}`,
        displayName: displayNameOf(names),
        givenName: names.given.written,
        surname: names.surname.written,
        userPrincipalName: principalNameOf(names, number),
        mail: isGuest ? `${addressOf(names, number)}@fabrikam.example` : principalNameOf(names, number),
        jobTitle: pick(titles, number, seed, 4),
        department: pick(departments, number, seed, 5),
        officeLocation: pick(offices, number, seed, 6),
        companyName: isGuest ? 'Fabrikam' : demoTenant.displayName,
        userType: isGuest ? 'Guest' : 'Member',
        accountEnabled: number % 101 !== 100,
        photoHue: mix(number, seed + 7) % 3 === 0 ? mix(number, seed + 8) % 360 : undefined,
      };
    },
    numberOf: (idOrName) => {
      const text = idOrName.toLowerCase();
      const digits =
        text.startsWith(idStart) && text.length === 36 ? Number.parseInt(text.slice(idStart.length), 16) : undefined;
      const number =
        digits ?? Number(/^[^@]*?(\d+)(_fabrikam\.example#ext#)?@contoso\.example$/.exec(text)?.[1] ?? Number.NaN);
      if (!Number.isInteger(number) || number < 0 || number >= size) return undefined;
      return digits !== undefined || principalNameOf(namesOf(number), number).toLowerCase() === text
        ? number
        : undefined;
    },
  };
}

/** The display name that these names make. */
export function displayNameOf({ given, surname, isSurnameFirst, hostile }: UserNames): string {
  if (hostile !== undefined) return hostile;
  return isSurnameFirst ? `${surname.written}${given.written}` : `${given.written} ${surname.written}`;
}

/** The user principal name that these names make; a guest's names the directory that it comes from. */
export function principalNameOf(names: UserNames, number: number): string {
  const address = addressOf(names, number);
  const local = isGuestNumber(number) ? `${address}_fabrikam.example#EXT#` : address;
  return `${local}@${demoTenant.domain}`;
}

/** Somebody who can sign in, as a user of the directory. */
export function userOf(
  person: Person,
  facts: { readonly companyName: string; readonly accountEnabled: boolean },
): DirectoryUser {
  return {
    ...facts,
    id: person.objectId,
    displayName: person.displayName,
    givenName: person.givenName,
    surname: person.surname,
    userPrincipalName: person.userPrincipalName,
    mail: person.userPrincipalName,
    jobTitle: person.jobTitle,
    department: null,
    officeLocation: person.officeLocation,
    userType: 'Member',
    photoHue: person.photoHue,
  };
}

function addressOf({ given, surname }: UserNames, number: number): string {
  return `${given.latin}.${surname.latin}${number}`;
}

function isGuestNumber(number: number): boolean {
  return number % guestEvery === guestEvery - 1;
}

function pick<Choice>(choices: readonly Choice[], number: number, seed: number, place: number): Choice {
  const choice = choices[mix(number, seed * 16 + place) % choices.length];
  if (choice === undefined) throw new Error('There is nothing to choose from.');
  return choice;
}
