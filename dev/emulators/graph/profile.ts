import type { Person } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';

/** The properties that `/me` has without `$select`. */
export const defaultProperties: readonly string[] = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** Everything that Graph knows about a person. */
export function profileOf(person: Person, directory: Directory): Readonly<Record<string, unknown>> {
  return {
    businessPhones: [],
    displayName: person.displayName,
    givenName: person.givenName,
    jobTitle: person.jobTitle,
    mail: person.userPrincipalName,
    mobilePhone: null,
    officeLocation: person.officeLocation,
    preferredLanguage: 'en-GB',
    surname: person.surname,
    userPrincipalName: person.userPrincipalName,
    id: person.objectId,
    department: null,
    companyName: directory.tenantOf(person).displayName,
    userType: 'Member',
    accountEnabled: directory.statusOf(person) === 'enabled',
  };
}
