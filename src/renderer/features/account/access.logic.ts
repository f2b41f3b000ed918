import { assertNever } from '../../../shared/errors.ts';
import type { AccessEvidence, AccessFinding } from '../../../shared/model/account.ts';
import { redactLine } from '../../../shared/redact.ts';

/** What was found out about a person's access, in plain words. */
export interface AccessWords {
  readonly looked: string;
  readonly found: readonly string[];
  readonly required: string;
  readonly wanted: readonly string[];
}

/** Tells what was looked at, what was found, and what would let in. */
export function accessWords(evidence: AccessEvidence): AccessWords {
  const { checkedAt, token, findings, requiredRoles, requiredGroups } = evidence;
  const time = new Date(checkedAt).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  return {
    looked: `Parley looked at ${tokenNames[token]} on ${time}.`,
    found: findings.length === 0 ? ['There was nothing to look for.'] : findings.map(findingText),
    required: requiredText(requiredRoles.length, requiredGroups.length),
    wanted: [...requiredRoles.map((role) => `Role “${role}”`), ...requiredGroups.map((group) => `Group “${group}”`)],
  };
}

const tokenNames: Readonly<Record<AccessEvidence['token'], string>> = {
  id: 'the ID token of your sign-in',
  access: 'the access token of your sign-in',
};

function findingText({ claim, source, state, found, count }: AccessFinding): string {
  const place = source === 'graph' ? `Your ${claim} in the directory` : `“${claim}” in the token`;
  switch (state) {
    case 'absent':
      return `${place}: not there`;
    case 'unusable':
      return `${place}: there, but in a form that cannot be read`;
    case 'present': {
      const more = count - found.length;
      const values = found.length === 0 ? 'none' : found.join(', ');
      return `${place}: ${values}${more > 0 ? `, and ${more} more` : ''}`;
    }
    default:
      return assertNever(state);
  }
}

function requiredText(roles: number, groups: number): string {
  if (roles === 0 && groups === 0) return 'Your organisation requires no role and no group.';
  const kinds = [...(roles === 0 ? [] : ['roles']), ...(groups === 0 ? [] : ['groups'])].join(' or ');
  return roles + groups === 1 ? 'This would let you in:' : `Any one of these ${kinds} would let you in:`;
}

/** The same as lines to be copied or sent. */
export function accessDetails(evidence: AccessEvidence, appVersion: string): string {
  const { checkedAt, token, findings, requiredRoles, requiredGroups } = evidence;
  const lines = [
    `Access checked: ${new Date(checkedAt).toISOString()}`,
    `Token: ${token}`,
    `Required roles: ${listText(requiredRoles)}`,
    `Required groups: ${listText(requiredGroups)}`,
    ...findings.map(
      ({ claim, source, state, found, count }) =>
        `Found in ${claim} (${source}): ${state}, ${count} in all: ${listText(found)}`,
    ),
    `Parley: ${appVersion}`,
  ];
  // SECURITY: what is copied goes into mails and tickets; a claim of a name that nobody expected may hold anything.
  return lines.map(redactLine).join('\n');
}

function listText(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}
