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

const userPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input_text'), text: z.string() }),
  z.object({ type: z.literal('input_image'), image_url: imageAddress }),
  z.object({ type: z.literal('input_file'), filename: z.string(), file_data: documentData }),
]);
const message = z.literal('message').optional();
const outputText = z.object({ type: z.literal('output_text'), text: z.string() });

const inputItem = z.union([
  z.object({ type: message, role: z.literal('user'), content: z.union([z.string(), z.array(userPart)]) }),
  z.object({ type: message, role: z.literal('assistant'), content: z.union([z.string(), z.array(outputText)]) }),
  z.object({ type: message, role: z.enum(['system', 'developer']), content: instructionContent }),
  // Without encrypted_content a reasoning item would be looked up in a store that `store: false` rules out.
  z.object({ type: z.literal('reasoning'), encrypted_content: z.string(), summary: z.array(z.unknown()) }),
  z.object({ type: z.literal('function_call'), call_id: z.string(), name: toolName, arguments: z.string() }),
  z.object({
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: z.union([z.string(), z.array(userPart)]),
  }),
]);
type InputItem = z.infer<typeof inputItem>;

const responsesBody = z.strictObject({
  ...sharedFields,
  model: z.string().min(1),
  input: z.union([z.string(), z.array(inputItem).min(1)]),
  instructions: z.string().nullish(),
  // The real service keeps the conversation unless it is told not to; this one accepts nothing else.
  store: z.literal(false),
  max_output_tokens: z.int().min(16).optional(),
  include: z.array(z.string()).optional(),
  reasoning: z
    .strictObject({ effort: reasoningEffort.nullish(), summary: z.enum(['auto', 'concise', 'detailed']).nullish() })
    .optional(),
  text: z
    .strictObject({ format: z.unknown().optional(), verbosity: z.enum(['low', 'medium', 'high']).optional() })
    .optional(),
  tools: z
    .array(
      z.discriminatedUnion('type', [
        z.object({
          type: z.literal('function'),
          name: toolName,
          parameters: z.record(z.string(), z.unknown()).nullish(),
        }),
        z.strictObject({
          type: z.literal('image_generation'),
          output_format: z.enum(['png', 'jpeg', 'webp']).optional(),
          partial_images: z.int().min(0).max(3).optional(),
        }),
      ]),
    )
    .optional(),
  truncation: z.enum(['auto', 'disabled']).optional(),
});

/** Reads a body of the responses API. @throws AzureRefusal */
export function readResponsesRequest(body: unknown): ModelRequest {
  refuseReferences(body);
  const parsed = parseBody(responsesBody, body);
  const items = typeof parsed.input === 'string' ? [{ role: 'user' as const, content: parsed.input }] : parsed.input;
  checkCalls(items);
  const { reasoning, include = [] } = parsed;
  const wantsEncrypted = include.includes('reasoning.encrypted_content');
  return {
    deployment: parsed.model,
    stream: parsed.stream === true,
    includeUsage: true,
    instructions: [parsed.instructions ?? '', ...items.flatMap(instructionOf)].filter(Boolean).join('\n'),
    messages: items.flatMap(messageOf),
    tools: parsed.tools?.flatMap((tool) => (tool.type === 'function' ? [tool.name] : [])) ?? [],
    makesImages: parsed.tools?.some(({ type }) => type === 'image_generation') === true,
    toolResults: items
      .slice(items.findLastIndex((item) => 'role' in item && item.role === 'user') + 1)
      .flatMap((item) => ('output' in item ? [{ callId: item.call_id, output: textOf(item.output) }] : [])),
    reasoning:
      reasoning === undefined && !wantsEncrypted
        ? undefined
        : {
            effort: reasoning?.effort ?? undefined,
            wantsSummary: (reasoning?.summary ?? undefined) !== undefined,
            wantsEncrypted,
          },
    verbosity: parsed.text?.verbosity,
    maxOutputTokens: parsed.max_output_tokens,
    promptCacheKey: parsed.prompt_cache_key,
    sampling: (['temperature', 'top_p'] as const).filter((name) => parsed[name] !== undefined),
  };
}

function refuseReferences(body: unknown): void {
  const reference = z
    .object({ input: z.array(z.unknown()) })
    .safeParse(body)
    .data?.input.map((item) => z.object({ type: z.literal('item_reference'), id: z.string() }).safeParse(item).data)
    .find((item) => item !== undefined);
  if (reference === undefined) return;
  throw new AzureRefusal(
    apiError(
      404,
      'invalid_request_error',
      `Item with id '${reference.id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
      'input',
    ),
  );
}

function checkCalls(items: readonly InputItem[]): void {
  const broken = findBrokenCall(items.flatMap(traceOf));
  if (broken === undefined) return;
  const text =
    broken.kind === 'unanswered'
      ? `No tool output found for function call ${broken.callId}.`
      : `No tool call found for function call output with call_id ${broken.callId}.`;
  throw new AzureRefusal(apiError(400, 'invalid_request_error', text, 'input'));
}

function traceOf(item: InputItem): ToolTrace[] {
  if (!('call_id' in item)) return [];
  return [{ kind: item.type === 'function_call' ? 'call' : 'result', callId: item.call_id }];
}

function instructionOf(item: InputItem): string[] {
  return 'role' in item && (item.role === 'system' || item.role === 'developer') ? [textOf(item.content)] : [];
}

function messageOf(item: InputItem): ModelMessage[] {
  if (!('role' in item) || item.role === 'system' || item.role === 'developer') return [];
  const attachments = typeof item.content === 'string' ? [] : item.content.flatMap(attachmentOf);
  return [{ role: item.role, text: textOf(item.content), attachments }];
}

type ContentPart =
  | z.infer<typeof userPart>
  | z.infer<typeof outputText>
  | { readonly type: 'text'; readonly text: string };

function textOf(content: string | readonly ContentPart[]): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => ('text' in part ? [part.text] : [])).join('\n');
}

function attachmentOf(part: ContentPart): ModelAttachment[] {
  switch (part.type) {
    case 'input_image':
      return [imageOf(part.image_url)];
    case 'input_file':
      return [documentOf(part.filename, part.file_data)];
    default:
      return [];
  }
}
