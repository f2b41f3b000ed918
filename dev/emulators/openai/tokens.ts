import type { ModelRequest } from './model-request.ts';

/** A rough count of a text's tokens, for usage figures: four characters each. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Tokens of everything that was sent to the model. */
export function countInputTokens({ instructions, messages }: ModelRequest): number {
  return messages.reduce((sum, { text }) => sum + countTokens(text) + 4, countTokens(instructions));
}
