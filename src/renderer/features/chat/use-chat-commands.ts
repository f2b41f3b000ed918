import { useCommand } from '../../commands.ts';
import { type ChatMessage, chatMessageText } from './chat-message.ts';

/** What the commands are about. */
interface ChatCommands {
  readonly messages: readonly ChatMessage[];
  readonly isRunning: boolean;
  readonly onRegenerate: (answerId: string) => void;
  readonly onStop: () => void;
  /** Undefined where there is nothing to choose. */
  readonly onTemporary: ((isTemporary: boolean) => void) | undefined;
}

/** Does the commands that are about the shown conversation. */
export function useChatCommands({ messages, isRunning, onRegenerate, onStop, onTemporary }: ChatCommands): void {
  const last = messages.at(-1);
  const answer = last?.role === 'assistant' && !isRunning ? last : undefined;
  const text = answer === undefined ? '' : chatMessageText(answer);
  useCommand('copy-last-answer', text === '' ? undefined : () => void navigator.clipboard.writeText(text));
  useCommand('regenerate', answer === undefined ? undefined : () => onRegenerate(answer.id));
  useCommand('stop', isRunning ? onStop : undefined);
  useCommand('make-temporary', onTemporary === undefined ? undefined : () => onTemporary(true));
}
