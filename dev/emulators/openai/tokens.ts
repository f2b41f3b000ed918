import type { ModelMessage, ModelRequest } from './model-request.ts';
import type { ModelAttachment } from './request-parts.ts';

/** A rough count of a text's tokens, for usage figures: four characters each. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Tokens of everything that was sent to the model. */
export function countInputTokens({ instructions, messages, toolResults }: ModelRequest): number {
  const results = toolResults.reduce((sum, { output }) => sum + countTokens(output), 0);
  return messages.reduce((sum, message) => sum + countMessage(message), countTokens(instructions) + results);
}

function countMessage({ text, attachments }: ModelMessage): number {
  return attachments.reduce((sum, attachment) => sum + countAttachment(attachment), countTokens(text) + 4);
}

/** An image costs by its tiles and not by its bytes; a document by its text. */
function countAttachment({ kind, bytes }: ModelAttachment): number {
  return kind === 'image' ? 765 : Math.ceil(bytes / 40);
}
