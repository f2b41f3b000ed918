import type { ErrorCode } from '../errors.ts';
import type { WriteErrorText } from './words.ts';

/** What prompts and assistants can fail with. */
export const libraryTexts = {
  'assistant-missing': () => ({
    sentence: 'The assistant that this chat was to begin with is not there any more.',
    action: 'Choose another one, or begin a new chat without one. What you have written is still there.',
  }),
  'library-full': ({ limit }) => ({
    sentence: `Parley keeps no more than ${limit ?? 'so many'} of them.`,
    action: 'Delete some that you do not use any more, then save again.',
  }),
} satisfies Partial<Record<ErrorCode, WriteErrorText>>;
