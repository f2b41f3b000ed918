import { filterResult } from './azure-error.ts';
import { countInputTokens, countTokens } from './tokens.ts';
import type { Exchange, Outcome, ReplyFormat } from './reply-format.ts';

/** The chat completions API: chunks of `choices`, and `[DONE]`. */
export function chatFormat({ request, model, id, createdAt }: Exchange): ReplyFormat {
  let text = '';
  const envelope = (object: string) => ({
    id: `chatcmpl-${id}`,
    object,
    created: createdAt,
    model,
    system_fingerprint: 'fp_parleydemo',
  });
  const usage = () => {
    const promptTokens = countInputTokens(request);
    const completionTokens = countTokens(text);
    return {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    };
  };
  const chunk = (delta: Record<string, unknown>, finishReason: string | null): string => {
    const verdict = finishReason === 'content_filter' ? filterResult('violence') : {};
    return event({
      ...envelope('chat.completion.chunk'),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason, content_filter_results: verdict }],
      ...(request.includeUsage ? { usage: null } : {}),
    });
  };

  return {
    // Azure's first chunk has no choices, only the filter's verdict on the prompt: a trap for readers of choices[0].
    open: () =>
      event({
        id: '',
        object: '',
        created: 0,
        model: '',
        choices: [],
        prompt_filter_results: [{ prompt_index: 0, content_filter_results: filterResult() }],
      }) + chunk({ role: 'assistant', content: '', refusal: null }, null),
    reasoning: () => '',
    delta: (added) => {
      text += added;
      return chunk({ content: added }, null);
    },
    end: (outcome) => {
      const last = request.includeUsage
        ? event({ ...envelope('chat.completion.chunk'), choices: [], usage: usage() })
        : '';
      return `${chunk({}, finishReasonOf(outcome))}${last}data: [DONE]\n\n`;
    },
    failure: (code, message) => event({ error: { message, type: 'server_error', param: null, code } }),
    brokenOff: (code, message) => event({ error: { message, type: 'invalid_request_error', param: null, code } }),
    whole: (outcome) => ({
      ...envelope('chat.completion'),
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: text, refusal: null },
          logprobs: null,
          finish_reason: finishReasonOf(outcome),
          content_filter_results: filterResult(outcome === 'content-filter' ? 'violence' : undefined),
        },
      ],
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: filterResult() }],
      usage: usage(),
    }),
  };
}

function finishReasonOf(outcome: Outcome): string {
  return outcome === 'complete' ? 'stop' : 'content_filter';
}

function event(data: Record<string, unknown>): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
