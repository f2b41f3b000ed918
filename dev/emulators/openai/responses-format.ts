import { filterEntry } from './content-filter.ts';
import { argumentsText, inPieces } from './pieces.ts';
import type { Citation, Exchange, Outcome, ReplyFormat } from './reply-format.ts';
import { stretchOf } from './stretch.ts';
import { countInputTokens, countTokens } from './tokens.ts';

type Item = Record<string, unknown>;

/** The responses API: named, numbered events around output items. */
export function responsesFormat(exchange: Exchange): ReplyFormat {
  const { request, id, cachedTokens } = exchange;
  let sequence = 0;
  let text = '';
  let called = '';
  let reasoningTokens = 0;
  /** Where the open message stands in the output; undefined where none is open. */
  let messageIndex: number | undefined;
  let begunAt = 0;
  let annotations: Item[] = [];
  let imageTokens = 0;
  const output: Item[] = [];

  const event = (type: string, data: Item): string => {
    const body = JSON.stringify({ type, sequence_number: sequence, ...data });
    sequence += 1;
    return `event: ${type}\ndata: ${body}\n\n`;
  };
  const response = (changed: Item): Item => ({ ...responseFields(exchange), ...changed });
  const messageItem = (status: string, content: readonly Item[]): Item => ({
    id: `msg_${id}${messageIndex ?? 0}`,
    type: 'message',
    status,
    role: 'assistant',
    content,
  });
  const place = () => ({ item_id: `msg_${id}${messageIndex ?? 0}`, output_index: messageIndex ?? 0, content_index: 0 });
  const usage = () => {
    const inputTokens = countInputTokens(request);
    const outputTokens = countTokens(text + called) + reasoningTokens + imageTokens;
    return {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: cachedTokens },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: reasoningTokens },
      total_tokens: inputTokens + outputTokens,
    };
  };
  const openMessage = (): string => {
    if (messageIndex !== undefined) return '';
    messageIndex = output.length;
    begunAt = text.length;
    annotations = [];
    return (
      event('response.output_item.added', { output_index: messageIndex, item: messageItem('in_progress', []) }) +
      event('response.content_part.added', { ...place(), part: textPart('') })
    );
  };
  const closeMessage = (status: 'completed' | 'incomplete'): string => {
    if (messageIndex === undefined) return '';
    const content = text.slice(begunAt);
    const part = { ...textPart(content), annotations };
    const item = messageItem(status, [part]);
    const closing = [
      event('response.output_text.done', { ...place(), text: content, logprobs: [] }),
      event('response.content_part.done', { ...place(), part }),
      event('response.output_item.done', { output_index: messageIndex, item }),
    ].join('');
    output.push(item);
    messageIndex = undefined;
    return closing;
  };
  const ended = (outcome: Outcome): Item => {
    const filtered = outcome.kind === 'content-filter' ? outcome.category : undefined;
    return response({
      status: outcome.kind === 'complete' ? 'completed' : 'incomplete',
      incomplete_details: incompleteDetailsOf(outcome),
      content_filters: [filterEntry('prompt', 590), filterEntry('completion', text.length, filtered)],
      output,
      usage: usage(),
    });
  };
  /** Ends the message, and begins an empty one where the answer would have no item at all. */
  const finish = (outcome: Outcome): string => {
    const opening = output.some(({ type }) => type !== 'reasoning') ? '' : openMessage();
    return opening + closeMessage(outcome.kind === 'complete' ? 'completed' : 'incomplete');
  };

  return {
    open: () =>
      event('response.created', { response: response({}) }) + event('response.in_progress', { response: response({}) }),
    reasoning: (parts) => {
      reasoningTokens += countTokens(parts.join(''));
      const summary = request.reasoning?.wantsSummary === true ? parts : [];
      const opened: Item = { id: `rs_${id}${output.length}`, type: 'reasoning', summary: [] };
      const item: Item = {
        ...opened,
        summary: summary.map((part) => ({ type: 'summary_text', text: part })),
        ...(request.reasoning?.wantsEncrypted === true
          ? { encrypted_content: Buffer.from(`demo reasoning ${id}`).toString('base64') }
          : {}),
      };
      const output_index = output.length;
      output.push(item);
      return [
        event('response.output_item.added', { output_index, item: opened }),
        ...summary.map((part, summary_index) =>
          summaryEvents(part, { item_id: opened['id'], output_index, summary_index }, event),
        ),
        event('response.output_item.done', { output_index, item }),
      ].join('');
    },
    delta: (added) => {
      const opening = openMessage();
      text += added;
      return opening + event('response.output_text.delta', { ...place(), delta: added, logprobs: [] });
    },
    toolCall: (call) => {
      const closing = closeMessage('completed');
      const output_index = output.length;
      const whole = argumentsText(call);
      called += whole;
      const opened: Item = {
        id: `fc_${id}${output_index}`,
        type: 'function_call',
        status: 'in_progress',
        arguments: '',
        call_id: `call_${id.slice(0, 20)}${output_index}`,
        name: call.name,
      };
      const item = { ...opened, status: 'completed', arguments: whole };
      const where = { item_id: opened['id'], output_index };
      output.push(item);
      return [
        closing,
        event('response.output_item.added', { output_index, item: opened }),
        ...inPieces(whole).map((delta) => event('response.function_call_arguments.delta', { ...where, delta })),
        event('response.function_call_arguments.done', { ...where, arguments: whole, name: call.name }),
        event('response.output_item.done', { output_index, item }),
      ].join('');
    },
    citation: (citation) => {
      const opening = openMessage();
      const annotation = annotationOf(citation, text.slice(begunAt));
      const annotation_index = annotations.length;
      annotations = [...annotations, annotation];
      return opening + event('response.output_text.annotation.added', { ...place(), annotation_index, annotation });
    },
    image: (base64) => {
      const closing = closeMessage('completed');
      const output_index = output.length;
      imageTokens += 1056;
      const opened: Item = { id: `ig_${id}${output_index}`, type: 'image_generation_call', status: 'in_progress' };
      const item = { ...opened, status: 'completed', output_format: 'png', size: '1024x1024', result: base64 };
      const where = { item_id: opened['id'], output_index };
      output.push(item);
      return [
        closing,
        event('response.output_item.added', { output_index, item: opened }),
        event('response.image_generation_call.in_progress', where),
        event('response.image_generation_call.generating', where),
        event('response.output_item.done', { output_index, item }),
      ].join('');
    },
    unknown: () =>
      event('response.future_thing.delta', { delta: 'You cannot know this.', item_id: 'ft_1', output_index: 99 }) +
      event('keepalive', {}) +
      ': a comment\n\n',
    end: (outcome) => {
      const closing = finish(outcome);
      const type = outcome.kind === 'complete' ? 'response.completed' : 'response.incomplete';
      return closing + event(type, { response: ended(outcome) });
    },
    failure: (code, message) =>
      event('error', { error: { type: 'server_error', code, message, param: null } }) +
      event('response.failed', { response: response({ status: 'failed', error: { code, message } }) }),
    brokenOff: (code, message) =>
      event('error', { error: { type: 'invalid_request_error', code, message, param: null } }),
    whole: (outcome) => {
      finish(outcome);
      return ended(outcome);
    },
  };
}

function summaryEvents(part: string, place: Item, event: (type: string, data: Item) => string): string {
  return [
    event('response.reasoning_summary_part.added', { ...place, part: { type: 'summary_text', text: '' } }),
    ...inPieces(part).map((delta) => event('response.reasoning_summary_text.delta', { ...place, delta })),
    event('response.reasoning_summary_text.done', { ...place, text: part }),
    event('response.reasoning_summary_part.done', { ...place, part: { type: 'summary_text', text: part } }),
  ].join('');
}

function incompleteDetailsOf(outcome: Outcome): Item | null {
  switch (outcome.kind) {
    case 'complete':
      return null;
    case 'length':
      return { reason: 'max_output_tokens' };
    case 'content-filter':
      return { reason: 'content_filter' };
  }
}

function annotationOf(citation: Citation, text: string): Item {
  if (citation.kind === 'file') {
    const { filename } = citation;
    return { type: 'file_citation', file_id: `assistant-${filename.length}`, filename, index: Array.from(text).length };
  }
  const { url, title } = citation;
  return { type: 'url_citation', url, title, ...stretchOf(citation, text) };
}

function textPart(value: string): Item {
  return { type: 'output_text', annotations: [], logprobs: [], text: value };
}

/** What a response says of its request, and is before anything has come of it. */
function responseFields({ request, model, id, createdAt }: Exchange): Item {
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: createdAt,
    status: 'in_progress',
    background: false,
    content_filters: null,
    error: null,
    incomplete_details: null,
    instructions: request.instructions === '' ? null : request.instructions,
    max_output_tokens: request.maxOutputTokens ?? null,
    model,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: request.promptCacheKey ?? null,
    reasoning: { effort: request.reasoning?.effort ?? null, summary: null },
    service_tier: 'default',
    store: false,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: request.verbosity ?? 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: null,
    user: null,
    metadata: {},
  };
}
