// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

const adminConsent: Explanation = {
  cause: 'Parley needs a permission that only your IT department can give.',
  fixer: 'it',
  advice: 'Ask your IT department to approve Parley’s permissions.',
  remedy: 'request-consent',
  portal: portals.consent,
  note: 'Admin consent is required: open Permissions and choose “Grant admin consent”.',
};

/** Permissions that the person or an administrator has to give. */
export const consentCodes: Explanations = {
  '65001': {
    cause: 'Parley has not been allowed yet to do this on your behalf.',
    fixer: 'you',
    advice: 'Sign in again and accept the permissions; if you cannot, ask your IT department to approve them.',
    remedy: 'sign-in',
    portal: portals.consent,
    note: 'DelegationDoesNotExist: neither the person nor an administrator has consented to the scope.',
  },
  '65002': {
    cause: 'Parley is set up with a number that belongs to an app of Microsoft’s.',
    fixer: 'it',
    advice: 'Send the details to your IT department: Parley needs a registration of its own.',
    remedy: 'message-it',
    portal: portals.policyClient,
    note: 'ClientId names a first-party application; register Parley and use that id.',
  },
  '65004': {
    cause: 'The permissions that Parley asked for were declined.',
    fixer: 'you',
    advice: 'Sign in again and accept them to use Parley.',
    remedy: 'sign-in',
    portal: portals.consent,
    note: 'UserDeclinedConsent.',
  },
  '90008': {
    ...adminConsent,
    note: 'TokenForItselfRequiresGraphPermission: consent at least to sign in and read the user’s profile (User.Read).',
  },
  '90093': {
    ...adminConsent,
    note: 'GraphUserUnauthorized: the person may not give this consent; an administrator has to.',
  },
  '90094': adminConsent,
  '90095': {
    ...adminConsent,
    cause: 'Your organisation wants to approve Parley before you can use it.',
    advice: 'Sign in again and send the request on that page, or ask your IT department directly.',
    note: 'AdminConsentRequiredRequestAccess: the admin consent workflow is on; requests are under Admin consent requests.',
  },
  '90099': {
    ...adminConsent,
    note: 'The application has not been authorised in the customer’s tenant (delegated administration).',
  },
};
