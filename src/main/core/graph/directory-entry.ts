import { z } from 'zod';

/** Somebody, or a group, that the organisation's directory or the person's address book knows. */
export interface DirectoryEntry {
  readonly kind: 'person' | 'guest' | 'contact' | 'group';
  /** Object id of the directory; the address book's own for a contact. */
  readonly id: string;
  readonly name: string;
  readonly mail: string | undefined;
  readonly jobTitle: string | undefined;
  readonly department: string | undefined;
  readonly office: string | undefined;
}

const nameLimit = 256;
const text = z
  .string()
  .transform((written) => plain(written) || undefined)
  .nullish()
  .transform((written) => written ?? undefined)
  .catch(undefined);
/** SECURITY: becomes a part of an address that the person's token is sent to. */
const objectId = z.guid();
const contactId = z
  .string()
  .max(400)
  .regex(/^[\w=+/-]+$/);

/** What is asked of a user; the fields of `User`. */
export const userFields = 'id,displayName,mail,userPrincipalName,jobTitle,department,officeLocation,userType';

const UserObject = z.object({
  id: objectId,
  displayName: text,
  mail: text,
  userPrincipalName: text,
  jobTitle: text,
  department: text,
  officeLocation: text,
  userType: z.string().nullish().catch(undefined),
});

/** Source: https://learn.microsoft.com/graph/api/resources/user */
export const User = UserObject.transform(userEntry);

/** What is asked of a person; the fields of `RelevantPerson`. */
export const personFields =
  'id,displayName,userPrincipalName,scoredEmailAddresses,jobTitle,department,officeLocation,personType';

const addresses = z.array(z.object({ address: text })).catch([]);

/** Source: https://learn.microsoft.com/graph/api/resources/person */
export const RelevantPerson = z
  .object({
    id: objectId,
    displayName: text,
    userPrincipalName: text,
    scoredEmailAddresses: addresses,
    jobTitle: text,
    department: text,
    officeLocation: text,
    personType: z.object({ class: z.string().nullish(), subclass: z.string().nullish() }).nullish().catch(undefined),
  })
  .transform((person): DirectoryEntry => {
    const mail = person.scoredEmailAddresses.find(({ address }) => address !== undefined)?.address;
    const { class: kind, subclass } = person.personType ?? {};
    return {
      kind: kind === 'Group' ? 'group' : subclass === 'Guest' ? 'guest' : 'person',
      id: person.id,
      name: person.displayName ?? mail ?? person.id,
      mail: mail ?? person.userPrincipalName,
      jobTitle: person.jobTitle,
      department: person.department,
      office: person.officeLocation,
    };
  });

/** What is asked of a contact; the fields of `Contact`. */
export const contactFields = 'id,displayName,emailAddresses,jobTitle,companyName';

/** Source: https://learn.microsoft.com/graph/api/resources/contact */
export const Contact = z
  .object({ id: contactId, displayName: text, emailAddresses: addresses, jobTitle: text, companyName: text })
  .transform((contact): DirectoryEntry => {
    const mail = contact.emailAddresses.find(({ address }) => address !== undefined)?.address;
    return {
      kind: 'contact',
      id: contact.id,
      name: contact.displayName ?? mail ?? contact.id,
      mail,
      jobTitle: contact.jobTitle,
      department: contact.companyName,
      office: undefined,
    };
  });

/** What is asked of a group; the fields of `Group`. */
export const groupFields = 'id,displayName,mail,description';

const GroupObject = z.object({ id: objectId, displayName: text, mail: text, description: text });

/** Source: https://learn.microsoft.com/graph/api/resources/group */
export const Group = GroupObject.transform(groupEntry);

/** A member of a group: somebody, or a group in it. */
export const Member = z.union([
  GroupObject.extend({ '@odata.type': z.literal('#microsoft.graph.group') }).transform(groupEntry),
  UserObject.extend({ '@odata.type': z.literal('#microsoft.graph.user') }).transform(userEntry),
]);

function userEntry(user: z.output<typeof UserObject>): DirectoryEntry {
  return {
    kind: user.userType === 'Guest' ? 'guest' : 'person',
    id: user.id,
    name: user.displayName ?? user.userPrincipalName ?? user.id,
    mail: user.mail ?? user.userPrincipalName,
    jobTitle: user.jobTitle,
    department: user.department,
    office: user.officeLocation,
  };
}

function groupEntry(group: z.output<typeof GroupObject>): DirectoryEntry {
  return {
    kind: 'group',
    id: group.id,
    name: group.displayName ?? group.id,
    mail: group.mail,
    jobTitle: group.description,
    department: undefined,
    office: undefined,
  };
}

/**
 * SECURITY: names are whatever somebody has written: marks that turn text around, or cannot be seen, would let one person
 * look like another. Letters of every script stay, and so do the joiners that emoji and some scripts need.
 */
export function plain(written: string): string {
  return written
    .replace(/[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
    .normalize('NFC')
    .trim()
    .slice(0, nameLimit);
}
