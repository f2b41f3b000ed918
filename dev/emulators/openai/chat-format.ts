import { filterResults } from './content-filter.ts';
import { argumentsText, inPieces } from './pieces.ts';
import type { Citation, Exchange, Outcome, ReplyFormat } from './reply-format.ts';
import { stretchOf } from './stretch.ts';
import { countInputTokens, countTokens } from './tokens.ts';

/** The chat completions API: chunks of `choices`, and `[DONE]`. */
export function chatFormat({ request, model, id, createdAt, cachedTokens }: Exchange): ReplyFormat {
  let text = '';
  let reasoningTokens = 0;
  const calls: Record<string, unknown>[] = [];
  const annotations: Record<string, unknown>[] = [];
  const envelope = (object: string) => ({
    id: `chatcmpl-${id}`,
    object,
    created: createdAt,
    model,
    system_fingerprint: 'fp_parleydemo',
  });
  const usage = () => {
    const promptTokens = countInputTokens(request);
    const completionTokens = countTokens(text + JSON.stringify(calls).slice(2)) + reasoningTokens;
    return {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: reasoningTokens, audio_tokens: 0 },
    };
  };
  const chunk = (delta: Record<string, unknown>, end?: Outcome): string => {
    const verdict = end === undefined && delta['content'] === undefined ? {} : resultsOf(end);
    const finish_reason = end === undefined ? null : finishReasonOf(end, calls.length > 0);
    return event({
      ...envelope('chat.completion.chunk'),
      choices: [{ index: 0, delta, logprobs: null, finish_reason, content_filter_results: verdict }],
      ...(request.includeUsage ? { usage: null } : {}),
    });
  };

  return {
    // Azure's first chunk has no choices, only the filter's verdict on the prompt: a trap for readers of choices[0].
    open: () =>
      event({ ...blank, choices: [], ...promptVerdict }) + chunk({ role: 'assistant', content: '', refusal: null }),
    reasoning: (parts) => {
      reasoningTokens += countTokens(parts.join(''));
      return '';
    },
    delta: (added) => {
      text += added;
      return chunk({ content: added });
    },
    toolCall: (call) => {
      const index = calls.length;
      const whole = argumentsText(call);
      const callId = `call_${id.slice(0, 20)}${index}`;
      calls.push({ id: callId, type: 'function', function: { name: call.name, arguments: whole } });
      const opening = { index, id: callId, type: 'function', function: { name: call.name, arguments: '' } };
      return [
        chunk({ tool_calls: [opening] }),
        ...inPieces(whole).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
      ].join('');
    },
    citation: (citation) => {
      const added = annotationsOf(citation, text);
      annotations.push(...added);
      return added.length === 0 ? '' : chunk({ annotations: added });
    },
    image: () => '',
    unknown: () =>
      // The asynchronous filter's message: a choice without a delta.
      event({
        ...blank,
        choices: [
          {
            index: 0,
            finish_reason: null,
            content_filter_results: filterResults('completion'),
            content_filter_raw: [],
            content_filter_offsets: { check_offset: 44, start_offset: 44, end_offset: 198 },
          },
        ],
        usage: null,
      }) +
      event({ ...envelope('chat.completion.latency_checkpoint'), choices: [], latency_checkpoint: { engine: 1 } }) +
      'event: telemetry\ndata: {"id":"","object":"","created":0,"model":"","choices":[]}\n\n: a comment\n\n',
    end: (outcome) => {
      const last = request.includeUsage
        ? event({ ...envelope('chat.completion.chunk'), choices: [], usage: usage() })
        : '';
      return `${chunk({}, outcome)}${last}data: [DONE]\n\n`;
    },
    failure: (code, message) => event({ error: { message, type: 'server_error', param: null, code } }),
    brokenOff: (code, message) => event({ error: { message, type: 'invalid_request_error', param: null, code } }),
    whole: (outcome) => ({
      ...envelope('chat.completion'),
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: text === '' && calls.length > 0 ? null : text,
            refusal: null,
            ...(calls.length === 0 ? {} : { tool_calls: calls }),
            ...(annotations.length === 0 ? {} : { annotations }),
          },
          logprobs: null,
          finish_reason: finishReasonOf(outcome, calls.length > 0),
          content_filter_results: resultsOf(outcome),
        },
      ],
      ...promptVerdict,
      usage: usage(),
    }),
  };
}

const blank = { id: '', object: '', created: 0, model: '' };
const promptVerdict = {
  prompt_filter_results: [{ prompt_index: 0, content_filter_results: filterResults('prompt') }],
};

function annotationsOf(citation: Citation, text: string): Record<string, unknown>[] {
  if (citation.kind === 'file') return [];
  const { url, title } = citation;
  return [{ type: 'url_citation', url_citation: { url, title, ...stretchOf(citation, text) } }];
}

function resultsOf(outcome: Outcome | undefined): Record<string, unknown> {
  return filterResults('completion', outcome?.kind === 'content-filter' ? outcome.category : undefined);
}

function finishReasonOf(outcome: Outcome, hasCalls: boolean): string {
  switch (outcome.kind) {
    case 'complete':
      return hasCalls ? 'tool_calls' : 'stop';
    case 'length':
      return 'length';
    case 'content-filter':
      return 'content_filter';
  }
}

function event(data: Record<string, unknown>): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
