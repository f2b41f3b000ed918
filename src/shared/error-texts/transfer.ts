import type { ErrorCode } from '../errors.ts';
import { bracketed, type WriteErrorText } from './words.ts';

/** What exporting and importing conversations can fail with. */
export const transferTexts = {
  'export-not-allowed': () => ({
    sentence: 'Your organisation does not let your account export conversations.',
    action: 'Ask your IT department if you need to.',
  }),
  'export-too-large': () => ({
    sentence: 'This is too much for one PDF.',
    action: 'Export it as HTML or Markdown, or one conversation at a time.',
  }),
  'file-unwritable': () => ({
    sentence: 'Parley could not write the file there.',
    action: 'Choose another folder or another name, and close the file where another program has it open.',
  }),
  'file-unreadable': () => ({
    sentence: 'Parley could not read this file.',
    action: 'Copy it to a folder of your own on this computer, then choose it there.',
  }),
  'import-unsupported': () => ({
    sentence: 'There are no conversations in this file that Parley knows how to read.',
    action: 'Choose an export of Parley, ChatGPT, LibreChat, Open WebUI or Cherry Studio: a JSON or ZIP file.',
  }),
  'import-damaged': ({ reason }) => ({
    sentence: `This file is damaged or incomplete${bracketed(reason)}.`,
    action: 'What could be read has been kept. Get the file again from where it comes from, then import it anew.',
  }),
  'import-direct-backup': () => ({
    sentence: 'This backup of Cherry Studio holds the files of its database, which only Cherry Studio can read.',
    action: 'In Cherry Studio 1, make a “Legacy Backup” under Data Settings, then import that file.',
  }),
  'import-encrypted': () => ({
    sentence: 'This file is protected with a password.',
    action: 'Unpack it, then import the file that is inside.',
  }),
  'import-too-large': ({ gigabytes }) => ({
    sentence: `This file is too large${gigabytes === undefined ? '' : `: ${gigabytes} GB is the most that Parley takes`}.`,
    action: 'Export a part of the conversations there, then import that.',
  }),
  'import-too-complex': ({ reason }) => ({
    sentence: `This file would take more of this computer than Parley allows${bracketed(reason)}.`,
    action:
      'What could be read has been kept. If you trust where it comes from, export a part of the conversations there.',
  }),
  'print-failed': () => ({
    sentence: 'The conversation could not be printed.',
    action: 'Check that this computer has a printer and that it is ready, then print again; or export it as PDF.',
  }),
  'library-file-unreadable': () => ({
    sentence: 'This is no file of prompts or assistants that Parley can read.',
    action: 'Choose a JSON file that was exported from the prompts or the assistants of Parley.',
  }),
  'transfer-running': () => ({
    sentence: 'Another export or import is still running.',
    action: 'Wait until it has ended, or stop it first.',
  }),
} satisfies Partial<Record<ErrorCode, WriteErrorText>>;
