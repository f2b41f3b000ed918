import { z } from 'zod';
import { AzureRefusal, apiError } from './azure-error.ts';

/** Something that came with a message. */
export interface ModelAttachment {
  readonly kind: 'image' | 'file';
  /** A file's name; images have none. */
  readonly name: string | undefined;
  /** Empty for an image that is named by its address. */
  readonly mediaType: string;
  readonly bytes: number;
}

/** A call of a tool, or its result, where it stands in the conversation. */
export interface ToolTrace {
  readonly kind: 'call' | 'result';
  readonly callId: string;
  readonly output?: string;
}

/** Fields that both APIs have. */
export const sharedFields = {
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  user: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  service_tier: z.string().optional(),
  prompt_cache_key: z.string().max(64).optional(),
  prompt_cache_retention: z.string().optional(),
  safety_identifier: z.string().max(64).optional(),
  parallel_tool_calls: z.boolean().optional(),
  tool_choice: z.unknown().optional(),
  top_logprobs: z.number().optional(),
};

/** Names of tools, as the service checks them. */
export const toolName = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, "Expected a string that matches '^[a-zA-Z0-9_-]+$'");

/** How hard a model may be asked to think. */
export const reasoningEffort = z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']);

/** A text that says who the model is, in either API. */
export const instructionContent = z.union([
  z.string(),
  z.array(z.object({ type: z.enum(['input_text', 'output_text', 'text']), text: z.string() })),
]);

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+);base64,/;

/** The address of an image: its bytes, or where it is on the web. */
export const imageAddress = z
  .string()
  .refine((text) => text.startsWith('https://') || isData(text, 'image/'), 'Expected a valid URL.');

/** The bytes of a document. */
export const documentData = z
  .string()
  .refine(
    (text) => isData(text, 'application/pdf'),
    'Expected a base64-encoded data URL with an application/pdf MIME type',
  );

/** Describes an image by its address. */
export function imageOf(address: string): ModelAttachment {
  return { kind: 'image', name: undefined, ...contentOf(address) };
}

/** Describes a document. */
export function documentOf(name: string, data: string): ModelAttachment {
  return { kind: 'file', name, ...contentOf(data) };
}

/** Reads a body by its schema. @throws AzureRefusal 400, which names the first field that is wrong */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
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

/** What is wrong with the order of calls and results, if anything: each call has one result, after it. */
export function findBrokenCall(
  traces: readonly ToolTrace[],
): { readonly kind: 'unanswered' | 'uncalled'; readonly callId: string } | undefined {
  const open = new Set<string>();
  for (const { kind, callId } of traces) {
    if (kind === 'call') open.add(callId);
    else if (!open.delete(callId)) return { kind: 'uncalled', callId };
  }
  const [unanswered] = open;
  return unanswered === undefined ? undefined : { kind: 'unanswered', callId: unanswered };
}

function isData(text: string, mediaType: string): boolean {
  const match = dataUrl.exec(text);
  return match?.[1]?.startsWith(mediaType) === true && /^[A-Za-z0-9+/]+={0,2}$/.test(text.slice(match[0].length));
}

function contentOf(address: string): Pick<ModelAttachment, 'mediaType' | 'bytes'> {
  const match = dataUrl.exec(address);
  if (match === null) return { mediaType: '', bytes: 0 };
  return { mediaType: match[1] ?? '', bytes: Buffer.byteLength(address.slice(match[0].length), 'base64') };
}
