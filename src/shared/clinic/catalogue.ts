import { accountCodes } from './aadsts-account.ts';
import { conditionalAccessCodes } from './aadsts-conditional-access.ts';
import { consentCodes } from './aadsts-consent.ts';
import { passwordCodes } from './aadsts-password.ts';
import { registrationCodes } from './aadsts-registration.ts';
import { serviceCodes } from './aadsts-service.ts';
import { sessionCodes } from './aadsts-session.ts';
import { brokerErrors, brokerOutages } from './broker.ts';
import type { Explanation, Explanations } from './explanation.ts';
import { msalErrors } from './msal.ts';
import { networkErrors } from './network.ts';
import { oauthErrors, subErrors } from './protocol.ts';

/** One chapter of the catalogue. */
export interface Chapter {
  readonly title: string;
  readonly entries: Explanations;
}

/** Codes of Entra's sign-in service, without `AADSTS`. */
export const aadstsChapters: readonly Chapter[] = [
  { title: 'Accounts, tenants and access', entries: accountCodes },
  { title: 'Conditional Access and devices', entries: conditionalAccessCodes },
  { title: 'Sessions and tokens', entries: sessionCodes },
  { title: 'Passwords, federation and certificates', entries: passwordCodes },
  { title: 'Consent', entries: consentCodes },
  { title: 'Registration, permissions and requests', entries: registrationCodes },
  { title: 'The sign-in service itself', entries: serviceCodes },
];

/** Everything else that a sign-in can fail with. */
export const otherChapters: readonly Chapter[] = [
  { title: 'OAuth and OpenID Connect errors', entries: oauthErrors },
  { title: 'Suberrors', entries: subErrors },
  { title: 'MSAL errors', entries: msalErrors },
  { title: 'Broker statuses and codes', entries: brokerErrors },
  { title: 'A broker that gives no answer', entries: brokerOutages },
  { title: 'Network errors', entries: networkErrors },
];

const aadstsCodes = mapOf(aadstsChapters.map(({ entries }) => entries));
const reasons = mapOf([oauthErrors, msalErrors]);
const brokers = mapOf([brokerErrors, brokerOutages]);
const networks = mapOf([networkErrors]);
const suberrors = mapOf([subErrors]);

/** The explanation of `50105`. */
export const findAadsts = (code: string): Explanation | undefined => aadstsCodes.get(code);
/** The explanation of an OAuth or MSAL error. */
export const findReason = (code: string): Explanation | undefined => reasons.get(code);
/** The explanation of a broker's status, unsigned decimal code or outage. */
export const findBroker = (code: string): Explanation | undefined => brokers.get(code);
/** The explanation of `ERR_…` or of Node's name for it. */
export const findNetwork = (code: string): Explanation | undefined => networks.get(code);
/** The explanation of a suberror. */
export const findSubError = (code: string): Explanation | undefined => suberrors.get(code);

// SECURITY: a Map, so that a code `constructor` or `__proto__` finds nothing.
function mapOf(chapters: readonly Explanations[]): ReadonlyMap<string, Explanation> {
  return new Map(chapters.flatMap((entries) => Object.entries(entries)));
}
