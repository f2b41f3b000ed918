import { assertNever } from '../../../shared/errors.ts';
import type { SignInProgress } from '../../../shared/model/session.ts';
import { clockTime } from '../../ui/clock-time.ts';

/** The head of the sign-in page. */
export function welcome(organisationName: string): string {
  return organisationName === '' ? 'Welcome to Parley' : `Welcome to Parley at ${organisationName}`;
}

/** What a sign-in that waits for the person says. */
export interface SignInWords {
  readonly heading: string;
  readonly status: string;
  /** What the person is to do; empty while there is nothing to be done. */
  readonly lead: string;
}

/** The words of a sign-in, by how it is done and how far it is. */
export function signInWords({ method, linkReady, deviceCode }: SignInProgress): SignInWords {
  switch (method) {
    case 'broker':
      return {
        heading: 'Finish in the window that has opened',
        status: 'Waiting for the sign-in',
        lead: 'It is this computer’s own sign-in. If you do not see it, look behind the other windows.',
      };
    case 'browser':
      if (!linkReady) return { heading: 'Signing in', status: 'Contacting the sign-in service…', lead: '' };
      return {
        heading: 'Finish signing in in your browser',
        status: 'Waiting for the sign-in',
        lead: 'A page of your organisation has opened there. If it has not, copy the link into a browser yourself.',
      };
    case 'device-code':
      if (deviceCode === null) return { heading: 'Signing in', status: 'Getting a code…', lead: '' };
      return {
        heading: 'Sign in with this code',
        status: 'Waiting for the sign-in',
        lead: 'Open the page below, here or on another device, and enter the code there. Do not give it to anybody.',
      };
    default:
      return assertNever(method);
  }
}

/** Says until when the sign-in is waited for, in the person's own clock. */
export function waitsUntil(deadline: number, now: number): string {
  return `Parley waits for you until ${clockTime(deadline, now)}.`;
}

/** Says how long a code is still good for, to the second. */
export function timeLeft(deadline: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((deadline - now) / 1000));
  if (seconds === 0) return 'The code has run out.';
  return `The code is good for ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.`;
}
