// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

const wrongPassword: Explanation = {
  cause: 'The name or the password was not accepted.',
  fixer: 'you',
  advice: 'Sign in again and check both; “Forgot my password” on the sign-in page helps with a new one.',
  remedy: 'sign-in',
  portal: portals.users,
  note: 'InvalidUserNameOrPassword or a failed credential check.',
};

const expiredPassword: Explanation = {
  cause: 'Your password has expired.',
  fixer: 'you',
  advice: 'Sign in again and choose a new password when you are asked.',
  remedy: 'sign-in',
  portal: portals.users,
  note: 'The password has expired, in Entra ID or in Active Directory.',
};

const federatedSignIn: Explanation = {
  cause: 'Your organisation’s own sign-in page did not give an answer that Microsoft accepts.',
  fixer: 'it',
  advice: 'Try again once, then send the details to your IT department.',
  remedy: 'message-it',
  portal: portals.federation,
  note: 'The federated identity provider (AD FS or another) failed; check its certificates, claims and availability.',
};

const companyNetwork: Explanation = {
  cause: 'Your organisation’s password check could not be reached just now.',
  fixer: 'it',
  advice: 'Try again in a few minutes; if it stays so, send the details to your IT department.',
  remedy: 'try-again',
  portal: portals.connect,
  note: 'Pass-through authentication: the agents cannot reach Active Directory, or time out.',
};

const clientCertificate: Explanation = {
  cause: 'The certificate or smart card was not accepted for the sign-in.',
  fixer: 'it',
  advice: 'Sign in again and choose the right certificate; if it fails again, send the details to your IT department.',
  remedy: 'sign-in',
  portal: portals.authenticationMethods,
  note: 'Certificate-based authentication: chain, CRL or the certificate itself; a proxy may have removed it.',
};

const helloKey: Explanation = {
  cause: 'Windows Hello on this computer is no longer known to your organisation.',
  fixer: 'you',
  advice: 'Set up your PIN again in the computer’s sign-in settings, then try again.',
  remedy: 'sign-in',
  portal: portals.devices,
  note: 'The Windows Hello for Business key is missing or its signature was not valid.',
};

/** Passwords, locked accounts, federation, certificates. */
export const passwordCodes: Explanations = {
  '20001': federatedSignIn,
  '20012': federatedSignIn,
  '20033': federatedSignIn,
  '40008': federatedSignIn,
  '40009': federatedSignIn,
  '40010': { ...federatedSignIn, advice: 'Try again in a moment.', remedy: 'try-again' },
  '40015': federatedSignIn,
  '50008': { ...federatedSignIn, note: 'InvalidSamlToken: the SAML assertion is missing or misconfigured.' },
  '50012': clientCertificate,
  '50017': clientCertificate,
  '50053': {
    cause: 'Your account is locked for a while, after too many attempts or because of where they came from.',
    fixer: 'it',
    advice: 'Wait some minutes and sign in again, or ask your IT department to unlock the account.',
    remedy: 'message-it',
    portal: portals.signInLogs,
    note: 'IdsLocked, or an IP address with malicious activity; the sign-in log’s failure reason says which.',
  },
  '50055': expiredPassword,
  '50056': {
    ...wrongPassword,
    cause: 'No password is set for this account.',
    note: 'Invalid or null password: none exists in the directory for this user.',
  },
  '50064': wrongPassword,
  '50107': { ...federatedSignIn, note: 'InvalidRealmUri: the requested federation realm does not exist.' },
  '50125': {
    cause: 'You are to set up or reset your password before you go on.',
    fixer: 'you',
    advice: 'Sign in again and follow the steps.',
    remedy: 'sign-in',
    note: 'PasswordResetRegistrationRequiredInterrupt.',
  },
  '50126': wrongPassword,
  '50135': {
    cause: 'Your password has to be changed, because it may be known to others.',
    fixer: 'you',
    advice: 'Sign in again and choose a new password.',
    remedy: 'sign-in',
    portal: portals.riskyUsers,
    note: 'PasswordChangeCompromisedPassword: a password change is required because of account risk.',
  },
  '50144': {
    ...expiredPassword,
    note: 'InvalidPasswordExpiredOnPremPassword: the Active Directory password has expired.',
  },
  '50180': {
    cause: 'Your organisation expects the sign-in of your computer to be carried over, and it was not.',
    fixer: 'it',
    advice: 'Connect to your organisation’s network and sign in again.',
    remedy: 'sign-in',
    portal: portals.connect,
    note: 'WindowsIntegratedAuthMissing: enable seamless single sign-on, or the browser’s integrated authentication.',
  },
  '50192': clientCertificate,
  '51006': {
    cause: 'Your organisation asks you to sign in again.',
    fixer: 'you',
    advice: 'Sign in again on your organisation’s network.',
    remedy: 'sign-in',
    note: 'ForceReauthDueToInsufficientAuth: the session lacks the integrated Windows authentication claim.',
  },
  '80001': companyNetwork,
  '80002': companyNetwork,
  '80005': companyNetwork,
  '80007': companyNetwork,
  '80010': { ...companyNetwork, note: 'The pass-through agent cannot decrypt the password; reinstall the agent.' },
  '80012': {
    cause: 'Your organisation allows your account to sign in at certain hours only.',
    fixer: 'it',
    advice: 'Sign in within those hours, or ask your IT department.',
    remedy: 'message-it',
    portal: portals.users,
    note: 'OnPremisePasswordValidationAccountLogonInvalidHours: logon hours in Active Directory.',
  },
  '80013': {
    ...companyNetwork,
    note: 'Time skew between the pass-through agent’s machine and Active Directory.',
  },
  '80014': companyNetwork,
  '120000': { ...wrongPassword, cause: 'The current password was not typed right when the new one was set.' },
  '120002': {
    cause: 'The new password is too weak.',
    fixer: 'you',
    advice: 'Sign in again and choose a longer password.',
    remedy: 'sign-in',
    note: 'PasswordChangeInvalidNewPasswordWeak.',
  },
  '130004': helloKey,
  '130005': helloKey,
  '130006': helloKey,
  '220501': { ...clientCertificate, note: 'InvalidCrlDownload: a certificate revocation list could not be fetched.' },
};
