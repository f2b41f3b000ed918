import { assertNever } from '../../../shared/errors.ts';
import { isBlank, type Message, type MessagePart, messageText } from '../../../shared/model/message.ts';
import type { ToolCallPart } from '../../../shared/model/tool.ts';

/** A call of a tool as a person reads it. */
export interface ReadingTool {
  readonly title: string;
  readonly server: string;
  /** JSON. */
  readonly input: string;
  readonly output: string;
  /** `data:` addresses. */
  readonly images: readonly string[];
}

/** A piece of a message as a person reads it. */
export type ReadingBlock =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'thoughts'; readonly text: string }
  | { readonly kind: 'tool'; readonly call: ReadingTool }
  /** `image` is a `data:` address; undefined where it is not to be shown or is none. */
  | { readonly kind: 'file'; readonly name: string; readonly image: string | undefined }
  | { readonly kind: 'note'; readonly text: string };

/** A message as a person reads it: what Markdown, HTML and PDF are made of. */
export interface ReadingMessage {
  readonly author: string;
  /** In UTC, `2026-11-21 20:15`. */
  readonly time: string;
  readonly blocks: readonly ReadingBlock[];
}

/** What reading a message needs besides it. */
export interface ReadingContext {
  /** Display name of a deployment; its id where it is not there any more. */
  readonly deploymentName: (deploymentId: string) => string;
  /** The address of an attached image; undefined where it is not to be shown. */
  readonly image: (attachmentId: string) => Promise<string | undefined>;
}

const endings = { stopped: 'Stopped', interrupted: 'Interrupted', failed: 'Failed', streaming: 'Interrupted' } as const;

/** Turns a message into what a person reads of it. */
export async function toReading(message: Message, context: ReadingContext): Promise<ReadingMessage> {
  const { role, metadata } = message;
  const time = dayAndTime(metadata.createdAt);
  if (role === 'user') {
    const text = messageText(message);
    return { author: 'You', time, blocks: [...(await files(message, context)), ...block('plain', text)] };
  }
  const { status, deploymentId } = metadata;
  const ending = status === undefined || status === 'complete' ? '' : endings[status];
  const blocks: ReadingBlock[] = [];
  for (const part of message.parts) blocks.push(...(await readingBlocks(part, context)));
  return {
    author: deploymentId === undefined ? 'Answer' : `Answer · ${context.deploymentName(deploymentId)}`,
    time,
    blocks: [...blocks, ...(await files(message, context)), ...block('note', ending)],
  };
}

async function files(message: Message, { image }: ReadingContext): Promise<ReadingBlock[]> {
  const blocks: ReadingBlock[] = [];
  for (const part of message.parts) {
    if (part.type !== 'file') continue;
    const address = part.kind === 'image' ? await image(part.attachmentId) : undefined;
    blocks.push({ kind: 'file', name: part.filename, image: address });
  }
  return blocks;
}

async function readingBlocks(part: MessagePart, { image }: ReadingContext): Promise<readonly ReadingBlock[]> {
  switch (part.type) {
    case 'text':
      return block('markdown', part.text);
    case 'reasoning':
      return block('thoughts', part.text);
    case 'dynamic-tool':
      return [{ kind: 'tool', call: await toReadingTool(part, image) }];
    case 'data-image':
      return [{ kind: 'file', name: part.data.filename, image: await image(part.data.attachmentId) }];
    case 'data-summary':
      return block('note', 'Earlier messages were summarised for this answer.');
    case 'source-url':
      return block('note', `Source: ${part.title} (${part.url})`);
    case 'source-document':
      return block('note', `Source: ${part.title}`);
    case 'file':
    case 'step-start':
      return [];
    default:
      return assertNever(part);
  }
}

function block(kind: 'plain' | 'markdown' | 'thoughts' | 'note', text: string): readonly ReadingBlock[] {
  return isBlank(text) ? [] : [{ kind, text }];
}

async function toReadingTool(
  { toolName, toolMetadata, input, output }: ToolCallPart,
  image: ReadingContext['image'],
): Promise<ReadingTool> {
  const images = await Promise.all((output?.images ?? []).map(({ attachmentId }) => image(attachmentId)));
  return {
    title: toolMetadata?.title ?? toolName,
    server: toolMetadata?.server ?? '',
    input: JSON.stringify(input ?? {}, null, 2),
    output: output?.text ?? '',
    images: images.flatMap((address) => address ?? []),
  };
}

/** A time in UTC, to the minute. */
export function dayAndTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 16).replace('T', ' ');
}
