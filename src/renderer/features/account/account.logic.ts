import type { Fact } from '../../ui/facts.tsx';
import { assertNever } from '../../../shared/errors.ts';
import type { Account, AccountHealth, SignInMethod, Tenant } from '../../../shared/model/account.ts';
import { clockTime } from '../../ui/clock-time.ts';

/** What main calls the cloud that nearly everybody is in. */
const usualCloud = 'Microsoft Azure';

/** What the directory says of an account; the cloud only where it is not what everybody expects. */
export function accountFacts(account: Account, tenants: readonly Tenant[]): readonly Fact[] {
  const { tenantName, tenantId, cloudName } = account;
  const isCloudTold = tenants.length > 1 || cloudName !== usualCloud;
  return [
    { name: 'Tenant', value: tenantName === '' ? tenantId : tenantName },
    ...(isCloudTold ? [{ name: 'Cloud', value: cloudName }] : []),
  ];
}

/** How the sign-in of an account stands. */
export function healthFacts(health: AccountHealth, now: number): readonly Fact[] {
  const { method, roles, expiresAt, renewedAt, broker } = health;
  return [
    ...(roles.length === 0 ? [] : [{ name: 'Roles', value: roles.join(', ') }]),
    { name: 'Sign-in', value: methodTexts[method] },
    { name: 'State', value: expiryText(expiresAt, now) },
    ...(renewedAt === null ? [] : [{ name: 'Last renewed', value: clockTime(renewedAt, now) }]),
    { name: 'This computer’s sign-in', value: brokerText(broker, now) },
  ];
}

const methodTexts: Readonly<Record<SignInMethod, string>> = {
  broker: 'Through this computer’s own sign-in',
  browser: 'In the browser',
  'device-code': 'With a code',
};

function expiryText(expiresAt: number | null, now: number): string {
  if (expiresAt === null) return 'Signed in';
  return expiresAt > now ? `Signed in until ${clockTime(expiresAt, now)}` : 'Signed in, to be renewed';
}

function brokerText({ state, reason, since }: AccountHealth['broker'], now: number): string {
  switch (state) {
    case 'available':
      return 'Available';
    case 'off':
      return 'Turned off by your organisation';
    case 'unavailable':
      return `Not available: ${brokerReason(reason)}`;
    case 'tripped':
      return `Not asked since ${clockTime(since, now)}: ${brokerReason(reason)}`;
    default:
      return assertNever(state);
  }
}

/** The reason in plain words; the code itself where it is new. */
function brokerReason(reason: string): string {
  const known = brokerReasons[reason];
  if (known !== undefined) return known;
  if (reason.endsWith('-deadline')) return 'it did not answer in time';
  if (reason.endsWith('-bad-answer')) return 'its answer could not be read';
  return reason;
}

const brokerReasons: Readonly<Record<string, string>> = {
  'not-probed': 'it has not been asked yet',
  'system-not-supported': 'this system has none that Parley can use',
  'library-not-loaded': 'a part of it could not be loaded',
  'broker-not-started': 'it could not be started',
  'not-installed': 'it is not installed',
  'broker-exit': 'it ended unexpectedly',
  'probe-crash': 'it ended unexpectedly',
  'bad-message': 'its answer could not be read',
};

/** The first letters of a name's first and last word, without what stands in brackets; empty where it has no letters. */
export function initials(name: string): string {
  const words = name.replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ').match(/\p{L}[^\s]*/gu) ?? [];
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen
    .map((word) => /^./u.exec(word ?? '')?.[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}
