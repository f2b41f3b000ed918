import type { ErrorCode } from '../../../shared/errors.ts';

/** What the page of a locked account leads with. */
export type LockedMain = 'try-again' | 'sign-in' | 'message-it';

/** The head of the page of an account that may not go on. */
export function lockedHeading(code: ErrorCode): string {
  switch (code) {
    case 'access-denied':
      return 'This account has no access to Parley';
    case 'access-unchecked':
      return 'Your access could not be checked';
    default:
      return lockedMain(code) === 'sign-in' ? 'Sign in again to go on' : 'Parley is locked';
  }
}

/** The button that most likely ends the lock. */
export function lockedMain(code: ErrorCode): LockedMain {
  if (code === 'access-denied' || code === 'consent-admin') return 'message-it';
  return /^(sign-in|claims|consent|tenant|device|broker|browser)-/.test(code) ? 'sign-in' : 'try-again';
}
