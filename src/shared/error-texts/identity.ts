import type { ErrorCode } from '../errors.ts';
import { model, from, bracketed, httpStatus, type WriteErrorText } from './words.ts';

/** What policy, signing in, access, credentials and the network can fail with. */
export const identityTexts = {
  'policy-missing': ({ source }) => ({
    sentence: 'Parley has not been set up on this computer yet.',
    action: `Ask your IT department to install Parley’s settings${source === undefined ? '' : ` (looked in ${source})`}, then try again.`,
  }),
  'policy-unreadable': ({ source, problem }) => ({
    sentence: `Parley’s settings could not be read${from(source)}${problem === undefined ? '' : `: the file ${problem}`}.`,
    action: 'Ask your IT department to correct this, then try again.',
  }),
  'policy-invalid': ({ source, key, problem, accepted }) => ({
    sentence: `A setting of Parley is not valid${key === undefined ? '' : `: ${key}${problem === undefined ? '' : ` ${problem}`}`}.`,
    action: `Ask your IT department to correct it${source === undefined ? '' : ` in ${source}`}${accepted === undefined ? '' : `; accepted is ${accepted}`}. Then try again.`,
  }),

  'sign-in-required': () => ({
    sentence: 'Your sign-in has ended, so this could not be sent on your behalf.',
    action: 'Sign in again. Your conversation stays as it is.',
  }),
  'sign-in-cancelled': () => ({
    sentence: 'The sign-in was cancelled.',
    action: 'Sign in when you are ready.',
  }),
  'sign-in-timed-out': () => ({
    sentence: 'The sign-in was not finished in time.',
    action: 'Sign in again and finish in the browser window that opens.',
  }),
  'sign-in-refused': ({ aadsts, reason }) => ({
    sentence: `Your organisation’s sign-in service refused this sign-in${bracketed(aadsts ?? reason)}.`,
    action: 'Try another account of yours, or send the details to your IT department: they can see the reason.',
  }),
  'sign-in-failed': ({ status }) => ({
    sentence: `The sign-in service could not complete the sign-in${httpStatus(status)}.`,
    action: 'Try again in a moment. If it stays so, send the details to your IT department.',
  }),
  'sign-in-bad-reply': () => ({
    sentence: 'The answer of the sign-in service was not one that Parley can trust.',
    action: 'Try again. If it stays so, a proxy may be changing the answer: send the details to your IT department.',
  }),
  'tenant-not-allowed': () => ({
    sentence: 'This account belongs to an organisation that Parley may not be used with.',
    action: 'Sign in with your work account, or ask your IT department to allow this organisation.',
  }),
  'consent-required': ({ resource }) => ({
    sentence: `Parley needs your permission to use ${resource ?? 'this service'} on your behalf.`,
    action: 'Give it on the page that opens; what you were doing goes on.',
  }),
  'consent-admin': ({ resource }) => ({
    sentence: `Your organisation has not yet allowed Parley to use ${resource ?? 'this service'}.`,
    action: 'Ask your IT department to approve it; a message to them is prepared.',
  }),
  'broker-required': ({ reason }) => ({
    sentence: `Your organisation asks to sign in through this computer’s own sign-in, which does not answer${bracketed(reason)}.`,
    action: 'Restart the computer. If it stays so, send the details to your IT department.',
  }),
  'device-code-expired': () => ({
    sentence: 'The code was not used in time.',
    action: 'Start again for a new code.',
  }),

  'access-denied': () => ({
    sentence: 'Your account is not in the group of people who may use Parley.',
    action: 'Ask your IT department for access; a message to them is prepared. Then try again.',
  }),
  'access-unchecked': () => ({
    sentence: 'Parley could not check whether your account may use it.',
    action: 'Check your network connection, then try again. Nothing was lost.',
  }),

  'key-missing': ({ deployment }) => ({
    sentence: `${model(deployment)} needs an API key of yours.`,
    action: 'Enter the key that your IT department gave you.',
  }),
  'key-refused': ({ deployment }) => ({
    sentence: `${model(deployment)} did not accept your API key.`,
    action: 'Enter the key anew, or ask your IT department for another one.',
  }),
  'developer-credential': ({ reason }) => ({
    sentence: `No developer sign-in was found on this computer${bracketed(reason)}.`,
    action: 'Sign in with the tool that your organisation allows, for example `az login`, then try again.',
  }),

  'browser-not-opened': () => ({
    sentence: 'Your web browser could not be opened.',
    action: 'Open it yourself and try again, or copy the sign-in link into it.',
  }),

  'network-unreachable': ({ host }) => ({
    sentence: `Parley cannot reach ${host ?? 'the service'}.`,
    action: 'Check your network connection or VPN, then try again.',
  }),
  'network-certificate': ({ host }) => ({
    sentence: `The connection to ${host ?? 'the service'} is not trusted: its certificate is not known to this computer.`,
    action: 'Ask your IT department to install the certificate of your organisation on this computer.',
  }),
} satisfies Partial<Record<ErrorCode, WriteErrorText>>;
