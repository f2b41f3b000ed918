import type { ErrorCode } from '../errors.ts';
import { bracketed, type WriteErrorText } from './words.ts';

function unreadable(reason: string | number | undefined): ReturnType<WriteErrorText> {
  switch (reason) {
    case 'permission':
      return {
        sentence: 'Parley may not read or write the folder where your conversations are kept (permission).',
        action: 'Nothing was changed. Ask your IT department to let your account write there, then try again.',
      };
    case 'disk-error':
      return {
        sentence: 'This computer’s disk failed while your conversations were read or written (disk-error).',
        action: 'What was saved before is kept. Ask your IT department to check the disk before you go on.',
      };
    default:
      return {
        sentence: `Your conversations on this computer cannot be read${bracketed(reason)}.`,
        action:
          'Nothing was deleted. Restore a backup where one is offered, or send the details to your IT department before you change anything.',
      };
  }
}

/** What this computer, its history and requests from the window can fail with. */
export const computerTexts = {
  'profile-unwritable': ({ folder }) => ({
    sentence: `Parley cannot write to the folder where it keeps your data${bracketed(folder)}.`,
    action: 'Ask your IT department to let your account write there, then start Parley again.',
  }),
  'vault-unavailable': () => ({
    sentence: 'The keyring of this computer is not available, so Parley cannot keep your sign-in and history safe.',
    action: 'Unlock the keyring and try again, or ask your IT department to set one up.',
  }),
  'vault-changed': ({ reason }) => ({
    sentence: `The key that protects your data on this computer has changed${bracketed(reason)}.`,
    action: 'Nothing was deleted. Ask your IT department: a profile that was moved or restored is the usual cause.',
  }),
  'history-locked': () => ({
    sentence: 'Your conversations are in use by another program.',
    action: 'Close other windows of Parley or a running backup, then try again.',
  }),
  'history-unreadable': ({ reason }) => unreadable(reason),
  'history-newer': () => ({
    sentence: 'Your conversations were last opened by a newer version of Parley.',
    action: 'Install the current version, or ask your IT department to. Nothing was changed.',
  }),
  'history-unavailable': ({ reason }) => ({
    sentence: `Your conversations are not available at the moment${bracketed(reason)}.`,
    action: 'Try again. If it stays so, restart Parley.',
  }),
  'history-held': () => ({
    sentence: 'Your organisation has all conversations kept, so nothing can be deleted.',
    action: 'Ask your IT department if you have to delete something.',
  }),
  'disk-full': () => ({
    sentence: 'There is no space left on this computer’s disk.',
    action: 'What was saved before is kept. Free some space, then try again.',
  }),

  'preference-managed': () => ({
    sentence: 'This setting is managed by your organisation.',
    action: 'Ask your IT department if it has to be another one.',
  }),
  'preferences-unwritable': () => ({
    sentence: 'Your settings count until Parley is closed, but could not be kept on this computer.',
    action: 'Ask your IT department whether your account may write to the folder where Parley keeps your data.',
  }),

  'not-found': () => ({
    sentence: 'This conversation is not there any more.',
    action: 'It may have been deleted in another window. Choose another one.',
  }),
  'turn-running': () => ({
    sentence: 'An answer is still being written in this conversation.',
    action: 'Wait until it has ended, or stop it first.',
  }),
  'invalid-request': () => ({
    sentence: 'Parley could not use this input.',
    action: 'Change it and try again. If it stays so, send the details to your IT department.',
  }),
  internal: () => ({
    sentence: 'Something went wrong inside Parley.',
    action: 'Try again. If it stays so, send the details to your IT department.',
  }),
} satisfies Partial<Record<ErrorCode, WriteErrorText>>;
