import { z } from 'zod';
import { AzureRefusal, apiError } from './azure-error.ts';
import type { ModelApi } from './deployments.ts';

/** One message as the model sees it. */
export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** What came with the text: `image`, or a file's name. */
  readonly attachments: readonly string[];
}

/** A request to either API, reduced to what the scripted model looks at. */
export interface ModelRequest {
  readonly deployment: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly instructions: string;
  readonly messages: readonly ModelMessage[];
}

const textPart = z.object({ type: z.enum(['input_text', 'output_text', 'text']), text: z.string() });
const imageUrl = z.string().regex(/^(data:image\/[\w.+-]+;base64,|https:\/\/)/, 'Expected a valid URL.');
const responsesUserParts = z.array(
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('input_text'), text: z.string() }),
    z.object({ type: z.literal('input_image'), image_url: imageUrl }),
    z.object({ type: z.literal('input_file'), filename: z.string(), file_data: z.string().startsWith('data:') }),
  ]),
);
const chatUserParts = z.array(
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text: z.string() }),
    z.object({ type: z.literal('image_url'), image_url: z.object({ url: imageUrl }) }),
    z.object({
      type: z.literal('file'),
      file: z.object({ filename: z.string(), file_data: z.string().startsWith('data:') }),
    }),
  ]),
);
const instructionContent = z.union([z.string(), z.array(textPart)]);

const responsesItem = z.union([
  z.object({
    type: z.literal('message').optional(),
    role: z.literal('user'),
    content: z.union([z.string(), responsesUserParts]),
  }),
  z.object({
    type: z.literal('message').optional(),
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(z.object({ type: z.literal('output_text'), text: z.string() }))]),
  }),
  z.object({
    type: z.literal('message').optional(),
    role: z.enum(['system', 'developer']),
    content: instructionContent,
  }),
  // Without encrypted_content a reasoning item would be looked up in a store that `store: false` rules out.
  z.object({ type: z.literal('reasoning'), encrypted_content: z.string(), summary: z.array(z.unknown()) }),
]);

const shared = {
  model: z.string().min(1),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  user: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  service_tier: z.string().optional(),
  prompt_cache_key: z.string().optional(),
  prompt_cache_retention: z.string().optional(),
  safety_identifier: z.string().optional(),
  parallel_tool_calls: z.boolean().optional(),
  tools: z.array(z.unknown()).optional(),
  tool_choice: z.unknown().optional(),
  top_logprobs: z.number().optional(),
};

const responsesBody = z.strictObject({
  ...shared,
  input: z.union([z.string(), z.array(responsesItem).min(1)]),
  instructions: z.string().nullish(),
  // The real service keeps the conversation unless it is told not to; this one accepts nothing else.
  store: z.literal(false),
  max_output_tokens: z.int().min(16).optional(),
  include: z.array(z.string()).optional(),
  reasoning: z.object({ effort: z.string().nullish(), summary: z.string().nullish() }).optional(),
  text: z.unknown().optional(),
  truncation: z.enum(['auto', 'disabled']).optional(),
});

const chatMessage = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: instructionContent }),
  z.object({ role: z.literal('user'), content: z.union([z.string(), chatUserParts]) }),
  z.object({ role: z.literal('assistant'), content: z.union([z.string(), z.array(textPart)]) }),
]);

const chatBody = z.strictObject({
  ...shared,
  messages: z.array(chatMessage).min(1),
  store: z.literal(false).optional(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  frequency_penalty: z.number().optional(),
  presence_penalty: z.number().optional(),
  reasoning_effort: z.string().optional(),
  verbosity: z.string().optional(),
  response_format: z.unknown().optional(),
  seed: z.int().optional(),
  stop: z.unknown().optional(),
  n: z.literal(1).optional(),
  logprobs: z.boolean().optional(),
});

/** Checks a request body by the rules of its API. @throws AzureRefusal 400, or 404 for an item that was never stored */
export function readModelRequest(api: ModelApi, body: unknown): ModelRequest {
  return api === 'responses' ? readResponses(body) : readChat(body);
}

function readResponses(body: unknown): ModelRequest {
  const reference = z
    .object({ input: z.array(z.unknown()) })
    .safeParse(body)
    .data?.input.map((item) => z.object({ type: z.literal('item_reference'), id: z.string() }).safeParse(item).data)
    .find((item) => item !== undefined);
  if (reference !== undefined) {
    throw new AzureRefusal(
      apiError(
        404,
        'invalid_request_error',
        `Item with id '${reference.id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
        'input',
      ),
    );
  }
  const parsed = parse(responsesBody, body);
  const items = typeof parsed.input === 'string' ? [{ role: 'user' as const, content: parsed.input }] : parsed.input;
  const messages = items.filter((item) => 'role' in item);
  return reduce(parsed.model, parsed.stream, true, [parsed.instructions ?? ''], messages);
}

function readChat(body: unknown): ModelRequest {
  const parsed = parse(chatBody, body);
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
  return reduce(parsed.model, parsed.stream, parsed.stream_options?.include_usage === true, [], parsed.messages);
}

interface RawMessage {
  readonly role: 'user' | 'assistant' | 'system' | 'developer';
  readonly content: string | readonly RawPart[];
}

type RawPart =
  | { readonly text: string }
  | { readonly image_url: unknown }
  | { readonly filename: string }
  | { readonly file: { readonly filename: string } };

function reduce(
  deployment: string,
  stream: boolean | undefined,
  includeUsage: boolean,
  instructions: readonly string[],
  messages: readonly RawMessage[],
): ModelRequest {
  const isInstruction = ({ role }: RawMessage): boolean => role === 'system' || role === 'developer';
  return {
    deployment,
    stream: stream === true,
    includeUsage,
    instructions: [...instructions, ...messages.filter(isInstruction).map(textOf)].filter(Boolean).join('\n'),
    messages: messages
      .filter((message) => !isInstruction(message))
      .map((message) => ({
        role: message.role === 'assistant' ? 'assistant' : 'user',
        text: textOf(message),
        attachments: typeof message.content === 'string' ? [] : message.content.flatMap(attachmentOf),
      })),
  };
}

function textOf({ content }: RawMessage): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => ('text' in part ? [part.text] : [])).join('\n');
}

function attachmentOf(part: RawPart): string[] {
  if ('filename' in part) return [part.filename];
  if ('file' in part) return [part.file.filename];
  return 'image_url' in part ? ['image'] : [];
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const parameter = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const unknown = [...issue.path, issue.keys[0]].join('.');
    throw new AzureRefusal(apiError(400, 'unknown_parameter', `Unknown parameter: '${unknown}'.`, unknown));
  }
  const message = `Invalid value for '${parameter}': ${issue?.message ?? 'unreadable'}.`;
  throw new AzureRefusal(apiError(400, 'invalid_value', message, parameter));
}
