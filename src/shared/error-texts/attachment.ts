import type { ErrorCode } from '../errors.ts';
import { bracketed, type WriteErrorText } from './words.ts';

/** What attached files can fail with. */
export const attachmentTexts = {
  'attachment-empty': () => ({
    sentence: 'This file is empty.',
    action: 'Save it again in the program that it comes from, then attach it anew.',
  }),
  'attachment-too-large': ({ megabytes }) => ({
    sentence: `This file is too large${megabytes === undefined ? '' : `: ${megabytes} MB is the most that Parley takes`}.`,
    action: 'Attach a smaller one, or only the part that you ask about.',
  }),
  'attachment-unsupported': ({ format }) => ({
    sentence: `Parley cannot read this kind of file${bracketed(format)}.`,
    action: 'Save it as PDF, Word, Excel, PowerPoint, PNG, JPEG or text, then attach that.',
  }),
  'attachment-mismatch': ({ expected, format }) => ({
    sentence: `This file is not what its name says: ${expected ?? 'another kind of file'} was expected, it is ${format ?? 'something else'}.`,
    action: 'If you trust where it comes from, give it the right ending and attach it anew.',
  }),
  'attachment-encrypted': () => ({
    sentence: 'This file is protected with a password.',
    action: 'Save a copy without the password, then attach that.',
  }),
  'attachment-unreadable': () => ({
    sentence: 'This file is damaged or incomplete.',
    action: 'Open it in its own program and save it anew, or get it again from where it comes from.',
  }),
  'attachment-too-complex': ({ reason }) => ({
    sentence: `This file would take more of this computer than Parley allows${bracketed(reason)}.`,
    action: 'If you trust where it comes from, save it as PDF or attach a smaller part of it.',
  }),
  'attachment-timed-out': () => ({
    sentence: 'Reading this file took too long.',
    action: 'Try again, or attach a smaller part of it.',
  }),
  'attachment-missing': () => ({
    sentence: 'A file of this message is not there any more.',
    action: 'Remove it from the message and attach it anew.',
  }),
  'attachments-too-many': ({ limit }) => ({
    sentence: `A message takes no more than ${limit ?? 'so many'} files.`,
    action: 'Send these first, or remove some.',
  }),
} satisfies Partial<Record<ErrorCode, WriteErrorText>>;
