import { filterResult } from './azure-error.ts';
import { countInputTokens, countTokens } from './tokens.ts';
import type { Exchange, Outcome, ReplyFormat } from './reply-format.ts';

/** The responses API: named, numbered events around output items. */
export function responsesFormat({ request, model, id, createdAt }: Exchange): ReplyFormat {
  const reasoningId = `rs_${id}`;
  const messageId = `msg_${id}`;
  let sequence = 0;
  let summary: string | undefined;
  let text = '';
  let messageOpen = false;

  const event = (type: string, data: Record<string, unknown>): string => {
    const body = JSON.stringify({ type, sequence_number: sequence, ...data });
    sequence += 1;
    return `event: ${type}\ndata: ${body}\n\n`;
  };
  const response = (changed: Record<string, unknown>): Record<string, unknown> => ({
    id: `resp_${id}`,
    object: 'response',
    created_at: createdAt,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: request.instructions === '' ? null : request.instructions,
    max_output_tokens: null,
    model,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: false,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: null,
    user: null,
    metadata: {},
    ...changed,
  });
  const reasoningItem = (): Record<string, unknown> => ({
    id: reasoningId,
    type: 'reasoning',
    encrypted_content: Buffer.from(`demo reasoning ${id}`).toString('base64'),
    summary: [{ type: 'summary_text', text: summary ?? '' }],
  });
  const textPart = (value: string) => ({ type: 'output_text', annotations: [], logprobs: [], text: value });
  const messageItem = (status: string, content: readonly unknown[]): Record<string, unknown> => ({
    id: messageId,
    type: 'message',
    status,
    role: 'assistant',
    content,
  });
  const messagePlace = () => ({ item_id: messageId, output_index: summary === undefined ? 0 : 1, content_index: 0 });
  const usage = () => {
    const inputTokens = countInputTokens(request);
    const reasoningTokens = countTokens(summary ?? '');
    const outputTokens = countTokens(text) + reasoningTokens;
    return {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: reasoningTokens },
      total_tokens: inputTokens + outputTokens,
    };
  };
  const openMessage = (): string => {
    if (messageOpen) return '';
    messageOpen = true;
    const { output_index } = messagePlace();
    return (
      event('response.output_item.added', { output_index, item: messageItem('in_progress', []) }) +
      event('response.content_part.added', { ...messagePlace(), part: textPart('') })
    );
  };
  const ended = (outcome: Outcome): Record<string, unknown> => {
    const status = outcome === 'complete' ? 'completed' : 'incomplete';
    return response({
      status,
      incomplete_details: outcome === 'complete' ? null : { reason: 'content_filter' },
      output: [...(summary === undefined ? [] : [reasoningItem()]), messageItem(status, [textPart(text)])],
      usage: usage(),
      content_filters: [
        {
          blocked: outcome === 'content-filter',
          source_type: 'completion',
          content_filter_results: filterResult(outcome === 'content-filter' ? 'violence' : undefined),
        },
      ],
    });
  };

  return {
    open: () =>
      event('response.created', { response: response({}) }) + event('response.in_progress', { response: response({}) }),
    reasoning: (given) => {
      summary = given;
      const place = { item_id: reasoningId, output_index: 0, summary_index: 0 };
      const part = { type: 'summary_text', text: given };
      const opened = { id: reasoningId, type: 'reasoning', summary: [] };
      return [
        event('response.output_item.added', { output_index: 0, item: opened }),
        event('response.reasoning_summary_part.added', { ...place, part: { type: 'summary_text', text: '' } }),
        event('response.reasoning_summary_text.delta', { ...place, delta: given }),
        event('response.reasoning_summary_text.done', { ...place, text: given }),
        event('response.reasoning_summary_part.done', { ...place, part }),
        event('response.output_item.done', { output_index: 0, item: reasoningItem() }),
      ].join('');
    },
    delta: (added) => {
      const opening = openMessage();
      text += added;
      return opening + event('response.output_text.delta', { ...messagePlace(), delta: added, logprobs: [] });
    },
    end: (outcome) => {
      const whole = ended(outcome);
      const { output_index } = messagePlace();
      return [
        openMessage(),
        event('response.output_text.done', { ...messagePlace(), text, logprobs: [] }),
        event('response.content_part.done', { ...messagePlace(), part: textPart(text) }),
        event('response.output_item.done', {
          output_index,
          item: messageItem(String(whole['status']), [textPart(text)]),
        }),
        event(outcome === 'complete' ? 'response.completed' : 'response.incomplete', { response: whole }),
      ].join('');
    },
    failure: (code, message) =>
      event('error', { error: { type: 'server_error', code, message, param: null } }) +
      event('response.failed', { response: response({ status: 'failed', error: { code, message } }) }),
    brokenOff: (code, message) =>
      event('error', { error: { type: 'invalid_request_error', code, message, param: null } }),
    whole: ended,
  };
}
