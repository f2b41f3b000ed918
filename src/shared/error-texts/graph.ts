import type { ErrorCode } from '../errors.ts';
import { duration, httpStatus, type WriteErrorText } from './words.ts';

/** What people, files and sharing of the organisation can fail with. */
export const graphTexts = {
  'graph-forbidden': () => ({
    sentence: 'Your account may not see this.',
    action: 'Ask whoever owns it to share it with you, or your IT department whether Parley may be used for it.',
  }),
  'graph-not-found': () => ({
    sentence: 'This is not there any more.',
    action: 'It may have been moved or deleted. Look for it anew.',
  }),
  'graph-busy': ({ retryAfterSeconds }) => ({
    sentence: 'Microsoft 365 is busy: it lets your organisation ask no more for now.',
    action:
      retryAfterSeconds === undefined
        ? 'Wait a moment and try again.'
        : `Try again in ${duration(Number(retryAfterSeconds))}.`,
  }),
  'graph-unavailable': ({ status }) => ({
    sentence: `Microsoft 365 is not available at the moment${httpStatus(status)}.`,
    action: 'Try again in a moment.',
  }),
  'graph-rejected': ({ status }) => ({
    sentence: `Microsoft 365 did not accept what Parley asked${httpStatus(status)}.`,
    action: 'Send the details to your IT department.',
  }),
  'graph-bad-reply': () => ({
    sentence: 'Microsoft 365 answered with something that Parley cannot read.',
    action: 'Try again. If it stays so, a proxy may be in between: send the details to your IT department.',
  }),
  'drive-missing': () => ({
    sentence: 'Your account has no OneDrive.',
    action: 'Sites and what others share with you can still be used. Ask your IT department for a licence of OneDrive.',
  }),
  'cloud-file-locked': () => ({
    sentence: 'This file is locked.',
    action: 'Somebody may have it checked out, or it is encrypted. Try again when it is free.',
  }),
  'cloud-file-changed': () => ({
    sentence: 'This file was changed while Parley read or wrote it.',
    action: 'Try again to take the newest version.',
  }),
  'cloud-file-name-taken': () => ({
    sentence: 'There is a file of this name already.',
    action: 'Choose another name, or replace the file.',
  }),
  'sharing-refused': () => ({
    sentence: 'Your organisation does not allow this to be shared in this way.',
    action: 'Share it with people or groups of your organisation, or ask your IT department.',
  }),
  'upload-expired': () => ({
    sentence: 'The upload took too long and was ended.',
    action: 'Start it again.',
  }),
} satisfies Partial<Record<ErrorCode, WriteErrorText>>;
