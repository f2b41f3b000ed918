import { assertNever } from '../../../shared/errors.ts';
import type { WaitingMessage } from '../../../shared/model/outbox.ts';
import type { ConversationOutbox } from './use-outbox.ts';

/** Whether a message has to wait: for the network, for the answer that is being written, or behind others that go by themselves. */
export function mustWait({ isOnline, messages }: ConversationOutbox, isRunning: boolean): boolean {
  return isRunning || !isOnline || messages.some(goesByItself);
}

function goesByItself({ state, isAutomatic }: WaitingMessage): boolean {
  switch (state.kind) {
    case 'network':
      return isAutomatic;
    case 'answer':
    case 'sending':
      return true;
    case 'held':
    case 'choice':
    case 'refused':
      return false;
    default:
      return assertNever(state);
  }
}

/** What a waiting message says of itself; undefined where its error does. */
export function waitingText({ state, isAutomatic }: WaitingMessage, isOnline: boolean): string | undefined {
  switch (state.kind) {
    case 'network':
      if (isAutomatic) return 'Will be sent when you are back online.';
      return isOnline ? 'Not sent yet. You are online again.' : 'Waits until you send it.';
    case 'answer':
      return 'Will be sent after the answer before it.';
    case 'sending':
      return 'Is being sent.';
    case 'held':
      return 'Not sent: the answer before it was not finished.';
    case 'choice':
      return 'Not sent yet: choose an answer first.';
    case 'refused':
      return undefined;
    default:
      return assertNever(state);
  }
}

/** What a screen reader is told when messages come to wait. */
export function waitingAnnouncement(count: number): string {
  if (count === 0) return '';
  return count === 1 ? 'A message is waiting to be sent' : `${count} messages are waiting to be sent`;
}

/** Whether the first message of a conversation can be sent by hand now. */
export function canSendNow({ state }: WaitingMessage, { isOnline, isRunning }: SendNowConditions): boolean {
  if (isRunning || !isOnline) return false;
  return state.kind !== 'sending' && state.kind !== 'choice';
}

/** What sending by hand depends on. */
interface SendNowConditions {
  readonly isOnline: boolean;
  readonly isRunning: boolean;
}

/** What was taken back, before what is written meanwhile. */
export function joinedDraft(takenBack: string, written: string): string {
  return [takenBack, written].filter((text) => text.trim() !== '').join('\n\n');
}
