// Sources: https://learn.microsoft.com/entra/identity-platform/reference-error-codes; 70044 by its own message (“The session
// has expired or is invalid due to sign-in frequency checks by conditional access”)
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

const endedSession: Explanation = {
  cause: 'Your sign-in has ended.',
  fixer: 'you',
  advice: 'Sign in again; your conversations stay as they are.',
  remedy: 'sign-in',
  note: 'The session or refresh token is no longer valid: an expected part of its life.',
};

const passwordChanged: Explanation = {
  ...endedSession,
  cause: 'Your sign-in has ended because your password was changed or has expired.',
  note: 'SsoArtifactInvalidOrExpired or SsoArtifactRevoked: password expiry or change ended the session.',
};

const signInFrequency: Explanation = {
  cause: 'Your organisation asks everybody to sign in again from time to time, and it is that time.',
  fixer: 'you',
  advice: 'Sign in again; your conversations stay as they are.',
  remedy: 'sign-in',
  portal: portals.conditionalAccess,
  note: 'Sign-in frequency of Conditional Access; the policy’s Session controls say how often.',
};

const spentCode: Explanation = {
  cause: 'This sign-in attempt was already used up.',
  fixer: 'you',
  advice: 'Sign in again, and close older sign-in pages in the browser first.',
  remedy: 'sign-in',
  note: 'The authorization code was redeemed twice or at another tenant’s endpoint.',
};

const wrongDeviceCode: Explanation = {
  cause: 'The code that was typed on the sign-in page is not valid.',
  fixer: 'you',
  advice: 'Start the sign-in again and type the new code as it is shown.',
  remedy: 'sign-in',
  note: 'Device code flow: the user code is wrong, empty, or was already used.',
};

const singleSignOn: Explanation = {
  cause: 'Your computer’s own sign-in could not be carried over.',
  fixer: 'you',
  advice: 'Sign in by hand; if it keeps happening, tell your IT department.',
  remedy: 'sign-in',
  portal: portals.connect,
  note: 'Seamless single sign-on failed: check the Kerberos ticket and the AZUREADSSOACC computer account.',
};

const badRequest: Explanation = {
  cause: 'The sign-in page got lost on the way, for example by the browser’s Back button.',
  fixer: 'you',
  advice: 'Close the sign-in page in the browser and sign in again.',
  remedy: 'sign-in',
  note: 'The sign-in service could not read the request; a proxy or browser extension may have changed it.',
};

/** Sessions and tokens that end, codes, single sign-on. */
export const sessionCodes: Explanations = {
  '50013': {
    ...endedSession,
    note: 'InvalidAssertion: expired, malformed, or of the wrong issuer; check the computer’s clock as well.',
  },
  '500133': {
    cause: 'The sign-in looks as if it came from another time: this computer’s clock may be wrong.',
    fixer: 'you',
    advice: 'Set date, time and time zone of the computer to automatic, then sign in again.',
    remedy: 'sign-in',
    note: 'The assertion is not within its valid time range; compare the clock with an NTP server.',
  },
  '50027': {
    ...endedSession,
    note: 'InvalidJwtToken: wrong issuer, audience, nonce or time range of a token.',
  },
  '50058': {
    cause: 'You are not signed in yet.',
    fixer: 'you',
    advice: 'Sign in.',
    remedy: 'sign-in',
    note: 'UserInformationNotProvided: no session for a silent sign-in (prompt=none); expected at first use.',
  },
  '50085': { ...endedSession, note: 'The refresh token needs a new sign-in at the social identity provider.' },
  '50089': {
    ...endedSession,
    cause: 'The sign-in took too long and has expired.',
    note: 'The flow token has expired.',
  },
  '50132': passwordChanged,
  '50133': passwordChanged,
  '50134': {
    cause: 'The code was confirmed at another data centre than the one that issued it.',
    fixer: 'you',
    advice: 'Start the sign-in again.',
    remedy: 'sign-in',
    note: 'DeviceFlowAuthorizeWrongDatacenter.',
  },
  '50139': { ...endedSession, note: 'SessionMissingMsaOAuth2RefreshToken: an external refresh token is missing.' },
  '50140': {
    cause: 'The question whether to stay signed in was not answered.',
    fixer: 'you',
    advice: 'Sign in again and answer the question.',
    remedy: 'sign-in',
    note: 'KmsiInterrupt: “Keep me signed in” was shown; an expected step, not a fault.',
  },
  '50143': {
    cause: 'The browser is signed in to another organisation.',
    fixer: 'you',
    advice: 'Sign in again and pick your work account.',
    remedy: 'other-account',
    note: 'Session mismatch: the user’s tenant does not match the domain hint.',
  },
  '50168': { ...singleSignOn, note: 'The Windows accounts extension of the browser sent no token or an expired one.' },
  '50173': {
    ...endedSession,
    cause: 'Your sign-in was ended by you or by your IT department.',
    note: 'FreshTokenNeeded: tokens were revoked (sign-out everywhere, password reset, revoked sessions).',
  },
  '50196': {
    cause: 'Too many sign-ins were tried in a short time.',
    fixer: 'it',
    advice: 'Wait some minutes before you try again; if it comes back, send the details to your IT department.',
    remedy: 'try-again',
    portal: portals.signInLogs,
    note: 'LoopDetected: the same request too often; please report it as a fault of Parley with the log.',
  },
  '50199': {
    cause: 'The question whether to sign in to Parley was not answered.',
    fixer: 'you',
    advice: 'Sign in again and confirm that it is Parley you want to open.',
    remedy: 'sign-in',
    note: 'CmsiInterrupt: the confirmation for apps with another redirect than http(s) was not given.',
  },
  '54005': spentCode,
  '70000': { ...endedSession, note: 'InvalidGrant: the refresh token is not valid.', isGeneric: true },
  '700005': spentCode,
  '70008': { ...endedSession, cause: 'Your sign-in has ended because Parley was not used for a while.' },
  '700082': {
    ...endedSession,
    cause: 'Your sign-in has ended because Parley was not used for a while.',
    note: 'ExpiredOrRevokedGrantInactiveToken: the refresh token was not used for its whole idle time.',
  },
  '700084': {
    cause: 'Parley is registered as the wrong kind of app, so that every sign-in ends after a day.',
    fixer: 'it',
    advice: 'Sign in again for now, and send the details to your IT department.',
    remedy: 'sign-in',
    portal: portals.authentication,
    note: 'The redirect URI is under “Single-page application”; move it to “Mobile and desktop applications”.',
  },
  '70016': {
    cause: 'The sign-in has not been confirmed on the sign-in page yet.',
    fixer: 'you',
    advice: 'Open the sign-in page and type the code that is shown.',
    remedy: 'sign-in',
    note: 'AuthorizationPending: device code flow, still waiting; expected.',
  },
  '70018': wrongDeviceCode,
  '70019': {
    ...wrongDeviceCode,
    cause: 'The code for the sign-in page has expired.',
    note: 'CodeExpired: device code flow, not confirmed in time.',
  },
  '70043': signInFrequency,
  '70044': signInFrequency,
  '700020': { ...endedSession, note: 'InteractionRequired: the grant cannot be renewed silently.' },
  '81004': singleSignOn,
  '81005': singleSignOn,
  '81006': singleSignOn,
  '81007': { ...singleSignOn, note: 'DesktopSsoTenantIsNotOptIn: seamless single sign-on is not enabled.' },
  '81009': singleSignOn,
  '81010': { ...singleSignOn, note: 'The Kerberos ticket has expired or is invalid; check the clocks.' },
  '81011': singleSignOn,
  '81012': {
    cause: 'The account you chose is not the one that this computer is signed in with.',
    fixer: 'you',
    advice: 'Sign in by hand with the account you want to use.',
    remedy: 'other-account',
    note: 'DesktopSsoMismatchBetweenTokenUpnAndChosenUpn.',
  },
  '90013': {
    cause: 'Something that was typed on the sign-in page was not accepted.',
    fixer: 'you',
    advice: 'Sign in again.',
    remedy: 'sign-in',
    note: 'InvalidUserInput.',
  },
  '90056': badRequest,
  '900561': badRequest,
  '90119': wrongDeviceCode,
  '90120': wrongDeviceCode,
};
