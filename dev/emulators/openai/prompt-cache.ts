import type { ModelRequest } from './model-request.ts';
import { countInputTokens } from './tokens.ts';

/** What the service remembers of earlier prompts, to read their beginning at less cost. */
export interface PromptCache {
  /** Tokens of the prompt that an earlier one began with; the prompt is remembered. */
  read(request: ModelRequest): number;
}

const shortest = 1024;
const step = 128;

/** Makes an empty cache. Source: https://learn.microsoft.com/azure/ai-foundry/openai/how-to/prompt-caching */
export function createPromptCache(): PromptCache {
  const prompts = new Map<string, ModelRequest>();
  return {
    read: (request) => {
      const place = JSON.stringify([request.deployment, request.promptCacheKey ?? null]);
      const before = prompts.get(place);
      prompts.set(place, request);
      if (before === undefined || before.instructions !== request.instructions) return 0;
      const isSame = (index: number): boolean =>
        JSON.stringify(before.messages[index]) === JSON.stringify(request.messages[index]);
      const different = request.messages.findIndex((_message, index) => !isSame(index));
      const messages = different === -1 ? request.messages : request.messages.slice(0, different);
      const tokens = countInputTokens({ ...request, messages, toolResults: [] });
      return tokens < shortest ? 0 : Math.floor(tokens / step) * step;
    },
  };
}
