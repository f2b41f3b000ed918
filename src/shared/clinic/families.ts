// Source: the order of https://learn.microsoft.com/entra/identity-platform/reference-error-codes, where a code's first
// digits name its sort
import type { Explanation } from './explanation.ts';
import { portals } from './portals.ts';

const refused: Explanation = {
  cause: 'Your organisation’s sign-in service refused this sign-in.',
  fixer: 'it',
  advice: 'Try another account of yours, or send the details to your IT department: they can see the reason.',
  remedy: 'message-it',
  portal: portals.signInLogs,
  note: 'Find the sign-in by its correlation id.',
};

/** What a code without an entry is taken for, by how it begins; the longest beginning counts. */
export const aadstsFamilies: Readonly<Record<string, Explanation>> = {
  '16': {
    ...refused,
    cause: 'The account that was picked could not be used for this sign-in.',
    fixer: 'you',
    advice: 'Sign in again and pick your work account.',
    remedy: 'other-account',
  },
  '50': refused,
  '53': {
    ...refused,
    cause: 'A security rule of your organisation does not allow this sign-in.',
    portal: portals.conditionalAccess,
    note: 'A decision of Conditional Access; the sign-in log names the policy.',
  },
  '65': {
    ...refused,
    cause: 'Parley lacks a permission in your organisation.',
    advice: 'Ask your IT department to check Parley’s permissions.',
    remedy: 'request-consent',
    portal: portals.consent,
    note: 'Consent or API permissions.',
  },
  '70': {
    ...refused,
    cause: 'Your sign-in could not be used or renewed.',
    advice: 'Sign in again; if it stays so, send the details to your IT department.',
    remedy: 'sign-in',
    note: 'A grant, a scope or the registration was not accepted.',
  },
  '80': {
    ...refused,
    cause: 'Your organisation’s own password check had a problem.',
    advice: 'Try again in a few minutes; if it stays so, send the details to your IT department.',
    remedy: 'try-again',
    portal: portals.connect,
    note: 'Pass-through authentication.',
  },
  '81': {
    ...refused,
    cause: 'Your computer’s own sign-in could not be carried over.',
    fixer: 'you',
    advice: 'Sign in by hand; if it keeps happening, tell your IT department.',
    remedy: 'sign-in',
    portal: portals.connect,
    note: 'Seamless single sign-on.',
  },
  '90': {
    ...refused,
    cause: 'The sign-in service could not handle this sign-in.',
    advice: 'Try again in a moment; if it stays so, send the details to your IT department.',
    remedy: 'try-again',
    note: 'The request, or the service itself.',
  },
  '120': {
    ...refused,
    cause: 'Your password could not be changed.',
    fixer: 'you',
    advice: 'Sign in again and follow the steps; if it stays so, ask your IT department for a new password.',
    remedy: 'sign-in',
    portal: portals.users,
    note: 'Password change or reset.',
  },
  '130': {
    ...refused,
    cause: 'Windows Hello on this computer was not accepted.',
    advice: 'Sign in another way, or ask your IT department.',
    remedy: 'sign-in',
    portal: portals.devices,
    note: 'Windows Hello for Business.',
  },
};

/** What is said of a code whose sort is not known either. */
export const unknownRefusal = refused;
