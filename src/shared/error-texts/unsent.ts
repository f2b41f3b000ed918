import type { ErrorCode } from '../errors.ts';
import type { WriteErrorText } from './words.ts';

/** What is not sent yet can fail with. */
export const unsentTexts = {
  'draft-too-long': () => ({
    sentence: 'This text is too long to be kept.',
    action: 'Shorten it, or attach it as a file.',
  }),
  'outbox-full': ({ limit }) => ({
    sentence: `No more than ${limit ?? 'so many'} messages can wait in one chat.`,
    action: 'Wait until some of them are sent, or cancel one.',
  }),
} satisfies Partial<Record<ErrorCode, WriteErrorText>>;
