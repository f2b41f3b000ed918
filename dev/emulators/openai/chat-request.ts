import { z } from 'zod';
import { AzureRefusal, apiError } from './azure-error.ts';
import type { ModelMessage, ModelRequest } from './model-request.ts';
import {
  documentData,
  documentOf,
  findBrokenCall,
  imageAddress,
  imageOf,
  instructionContent,
  parseBody,
  reasoningEffort,
  sharedFields,
  toolName,
} from './request-parts.ts';
import type { ModelAttachment, ToolTrace } from './request-parts.ts';

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const userPart = z.discriminatedUnion('type', [
  textPart,
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: imageAddress }) }),
  z.object({ type: z.literal('file'), file: z.object({ filename: z.string(), file_data: documentData }) }),
]);
const toolCall = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: toolName, arguments: z.string() }),
});

const chatMessage = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: instructionContent }),
  z.object({ role: z.literal('user'), content: z.union([z.string(), z.array(userPart)]) }),
  z.object({
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(textPart)]).nullish(),
    tool_calls: z.array(toolCall).optional(),
  }),
  z.object({ role: z.literal('tool'), tool_call_id: z.string(), content: z.union([z.string(), z.array(textPart)]) }),
]);
type ChatMessage = z.infer<typeof chatMessage>;

const chatBody = z.strictObject({
  ...sharedFields,
  // With a deployment in the address the body's model counts for nothing, as in Azure.
  model: z.string().optional(),
  messages: z.array(chatMessage).min(1),
  store: z.literal(false).optional(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  frequency_penalty: z.number().optional(),
  presence_penalty: z.number().optional(),
  reasoning_effort: reasoningEffort.optional(),
  verbosity: z.enum(['low', 'medium', 'high']).optional(),
  response_format: z.unknown().optional(),
  seed: z.int().optional(),
  stop: z.unknown().optional(),
  n: z.literal(1).optional(),
  logprobs: z.boolean().optional(),
  tools: z
    .array(
      z.object({
        type: z.literal('function'),
        function: z.object({ name: toolName, parameters: z.record(z.string(), z.unknown()).optional() }),
      }),
    )
    .optional(),
});

const samplingFields = ['temperature', 'top_p', 'frequency_penalty', 'presence_penalty', 'max_tokens'] as const;

/** Reads a body of chat completions. @throws AzureRefusal */
export function readChatRequest(body: unknown, deployment?: string): ModelRequest {
  const parsed = parseBody(chatBody, body);
  if (parsed.stream_options !== undefined && parsed.stream !== true) {
    throw new AzureRefusal(
      apiError(
        400,
        'invalid_value',
        "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
        'stream_options',
      ),
    );
  }
  const name = deployment ?? parsed.model ?? '';
  if (name === '') {
    throw new AzureRefusal(
      apiError(400, 'missing_required_parameter', "Missing required parameter: 'model'.", 'model'),
    );
  }
  const { messages } = parsed;
  checkCalls(messages);
  return {
    deployment: name,
    stream: parsed.stream === true,
    includeUsage: parsed.stream_options?.include_usage === true,
    instructions: messages
      .flatMap((message) =>
        message.role === 'system' || message.role === 'developer' ? [textOf(message.content)] : [],
      )
      .filter(Boolean)
      .join('\n'),
    messages: messages.flatMap(messageOf),
    makesImages: false,
    tools: parsed.tools?.map((tool) => tool.function.name) ?? [],
    toolResults: messages
      .slice(messages.findLastIndex(({ role }) => role === 'user') + 1)
      .flatMap((message) =>
        message.role === 'tool' ? [{ callId: message.tool_call_id, output: textOf(message.content) }] : [],
      ),
    reasoning:
      parsed.reasoning_effort === undefined
        ? undefined
        : { effort: parsed.reasoning_effort, wantsSummary: false, wantsEncrypted: false },
    verbosity: parsed.verbosity,
    maxOutputTokens: parsed.max_completion_tokens ?? parsed.max_tokens,
    promptCacheKey: parsed.prompt_cache_key,
    sampling: samplingFields.filter((field) => parsed[field] !== undefined),
  };
}

function checkCalls(messages: readonly ChatMessage[]): void {
  const broken = findBrokenCall(messages.flatMap(tracesOf));
  if (broken === undefined) return;
  const text =
    broken.kind === 'unanswered'
      ? `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${broken.callId}`
      : "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
  throw new AzureRefusal(apiError(400, 'invalid_request_error', text, 'messages'));
}

function tracesOf(message: ChatMessage): ToolTrace[] {
  if (message.role === 'tool') return [{ kind: 'result', callId: message.tool_call_id }];
  if (message.role !== 'assistant') return [];
  return (message.tool_calls ?? []).map(({ id }) => ({ kind: 'call', callId: id }));
}

function messageOf(message: ChatMessage): ModelMessage[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', text: textOf(message.content), attachments: attachmentsOf(message.content) }];
    case 'assistant': {
      const text = textOf(message.content ?? '');
      return text === '' ? [] : [{ role: 'assistant', text, attachments: [] }];
    }
    default:
      return [];
  }
}

function textOf(content: string | readonly object[]): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => ('text' in part && typeof part.text === 'string' ? [part.text] : [])).join('\n');
}

function attachmentsOf(content: string | readonly z.infer<typeof userPart>[]): ModelAttachment[] {
  if (typeof content === 'string') return [];
  return content.flatMap((part) => {
    switch (part.type) {
      case 'image_url':
        return [imageOf(part.image_url.url)];
      case 'file':
        return [documentOf(part.file.filename, part.file.file_data)];
      default:
        return [];
    }
  });
}
