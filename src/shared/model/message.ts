import { z } from 'zod';
import { AppErrorData, assertNever } from '../errors.ts';
import { AttachmentFacts } from './attachment.ts';
import { SourceDocumentPart, SourceUrlPart, TextMetadata } from './source.ts';
import { ToolCallPart } from './tool.ts';
import { Cost, TokenUsage } from './usage.ts';

/** Where an answer stands; everything but `streaming` is final. `interrupted` means that Parley itself was ended. */
export const AnswerStatus = z.enum(['streaming', 'complete', 'stopped', 'interrupted', 'failed']);
export type AnswerStatus = z.infer<typeof AnswerStatus>;

/** Why a deployment does not answer: what an answer's details and its wait tell. */
export const RefusalReason = z.enum(['rate-limit', 'quota', 'unavailable', 'no-answer', 'missing', 'forbidden']);
export type RefusalReason = z.infer<typeof RefusalReason>;

/** A deployment that did not answer, and why. */
const PassedOver = z.object({ deploymentId: z.string(), because: RefusalReason });

/** A wait for a deployment, at the end of which Parley asks again by itself. */
const AnswerWait = z.object({
  /** Milliseconds since the epoch. */
  until: z.number(),
  reason: RefusalReason,
  deploymentId: z.string(),
});
export type AnswerWait = z.infer<typeof AnswerWait>;

/** What of a conversation a model was sent for an answer. */
export const AnswerContext = z.object({
  /** Tokens of the request, as counted on this computer. */
  tokens: z.number(),
  /** Most tokens that the request may have had. */
  limit: z.number(),
  /** Set while a `streaming` answer waits for a summary of earlier messages. */
  isSummarising: z.boolean().optional(),
  /** Earlier messages that were left out, because no summary of them could be had. */
  omittedMessages: z.number().optional(),
});
export type AnswerContext = z.infer<typeof AnswerContext>;

/** Somebody whom a message mentions, by their id in the directory. */
export const MentionedPerson = z.object({ id: z.string().min(1).max(100), name: z.string().max(300) });
export type MentionedPerson = z.infer<typeof MentionedPerson>;

/** Most people that one message mentions. */
export const mentionedLimit = 100;

/** What Parley keeps beside a message's parts. */
export const MessageMetadata = z.object({
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  /** Whom it mentions. */
  people: z.array(MentionedPerson).max(mentionedLimit).optional(),
  /** On answers only. */
  status: AnswerStatus.optional(),
  /** The one that answers, or is asked now. */
  deploymentId: z.string().optional(),
  /** The one that was chosen, where another one answers for it. */
  insteadOf: PassedOver.nullable().optional(),
  /** Of all requests that the answer was made of. */
  usage: TokenUsage.optional(),
  /** Of these requests, by the prices of the time; unset where one of them had none, or another currency. */
  cost: Cost.optional(),
  /** How long the model has thought, where it has told of it. */
  thoughtMilliseconds: z.number().optional(),
  /** The version of the model that answered, in the service's words. */
  modelVersion: z.string().optional(),
  /** From its beginning to its first word, and to its end. */
  times: z.object({ firstMilliseconds: z.number().optional(), wholeMilliseconds: z.number() }).optional(),
  /** Azure's id of the request (`apim-request-id`), for its support. */
  requestId: z.string().optional(),
  /** Set with status `failed`. */
  error: AppErrorData.optional(),
  /**
   * Set while a `streaming` answer waits for the person: to sign in again or to consent (`session.signIn`), or to enter a
   * key (`session.setKey`). Then the same answer goes on; null once it does.
   */
  pause: AppErrorData.nullable().optional(),
  /** Set while a `streaming` answer waits by itself, long enough to be shown; null once it goes on. */
  wait: AnswerWait.nullable().optional(),
  /** The service ended the answer at its length limit. */
  truncated: z.boolean().optional(),
  /** On answers only. */
  context: AnswerContext.optional(),
  /** Display names of the servers whose tools could not be had for this answer. */
  missingTools: z.array(z.string()).optional(),
  /** Set while the model of a `streaming` answer makes an image, which takes its time. */
  isMakingImage: z.boolean().optional(),
  /** Images that could not be kept. */
  lostImages: z.number().optional(),
  /** Sources that were left out, because there were too many. */
  omittedSources: z.number().optional(),
});
export type MessageMetadata = z.infer<typeof MessageMetadata>;

const TextPart = z.object({
  type: z.literal('text'),
  text: z.string(),
  state: z.enum(['streaming', 'done']).optional(),
  providerMetadata: TextMetadata.optional().catch(undefined),
});
const ReasoningPart = z.object({
  type: z.literal('reasoning'),
  text: z.string(),
  state: z.enum(['streaming', 'done']).optional(),
});
const StepStartPart = z.object({ type: z.literal('step-start') });

/** A file of a question; its content is kept beside the messages. */
export const FilePart = z.object({
  type: z.literal('file'),
  attachmentId: z.string(),
  filename: z.string(),
  ...AttachmentFacts.shape,
});
export type FilePart = z.infer<typeof FilePart>;

/** A file that is kept beside the messages of its conversation. */
export const KeptFile = FilePart.omit({ type: true });
export type KeptFile = z.infer<typeof KeptFile>;

/** An image of an answer; its content is kept beside the messages. */
const ImagePart = z.object({ type: z.literal('data-image'), id: z.string().optional(), data: KeptFile });

/** What stands for the earlier messages of a conversation that is longer than its model can read. */
export const SummaryData = z.object({
  text: z.string(),
  /** The last message that it stands for; the first one is the conversation's. */
  upToId: z.string(),
});
export type SummaryData = z.infer<typeof SummaryData>;

/** Kept with the answer that it was made for. */
const SummaryPart = z.object({ type: z.literal('data-summary'), id: z.string().optional(), data: SummaryData });

/** The parts of a message that this version knows; the shapes are those of the AI SDK's UIMessage. */
export const MessagePart = z.discriminatedUnion('type', [
  TextPart,
  ReasoningPart,
  StepStartPart,
  FilePart,
  ImagePart,
  SummaryPart,
  SourceUrlPart,
  SourceDocumentPart,
  ToolCallPart,
]);
export type MessagePart = z.infer<typeof MessagePart>;

/** One message: the AI SDK's UIMessage with Parley's metadata and parts. */
export const Message = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  parts: z.array(MessagePart),
  metadata: MessageMetadata,
});
export type Message = z.infer<typeof Message>;

/** The files of a message: those that were attached to a question, or the images of an answer. */
export function messageFiles(message: Pick<Message, 'parts'>): FilePart[] {
  return message.parts.flatMap((part): FilePart[] => {
    if (part.type === 'data-image') return [{ type: 'file', ...part.data }];
    return part.type === 'file' ? [part] : [];
  });
}

/** The ids of everything that is kept beside a message: its files, and the images that tools returned for it. */
export function messageAttachmentIds(message: Pick<Message, 'parts'>): string[] {
  const images = message.parts.flatMap((part) => (part.type === 'dynamic-tool' ? (part.output?.images ?? []) : []));
  return [...messageFiles(message), ...images].map(({ attachmentId }) => attachmentId);
}

/** Whether a text shows nothing: white space and characters without a shape, such as a zero-width space. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);
}

/** The summaries of a branch that stand for messages of it, oldest first. */
export function summariesOf(
  messages: readonly { readonly id: string; readonly parts: readonly { readonly type: string }[] }[],
): SummaryData[] {
  const kept = messages.flatMap(({ parts }) =>
    parts.flatMap((part) => {
      const parsed = part.type === 'data-summary' ? SummaryPart.safeParse(part) : undefined;
      return parsed?.success === true ? [parsed.data.data] : [];
    }),
  );
  return kept.filter(({ upToId }) => messages.some(({ id }) => id === upToId));
}

/** The text of a message, its text parts joined by blank lines. */
export function messageText(message: Pick<Message, 'parts'>): string {
  return message.parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim();
}

/** What decides whether an answer can be gone on from; a Message, or the window's own kind. */
interface BrokenOff {
  readonly role: string;
  readonly parts: readonly { readonly type: string; readonly text?: unknown; readonly output?: unknown }[];
  readonly metadata?: MessageMetadata | undefined;
}

function isSource(type: string): boolean {
  return type === 'source-url' || type === 'source-document';
}

/** Whether there is something in a part that a model can go on from: words, or what a tool returned. */
function isGround({ type, text, output }: BrokenOff['parts'][number]): boolean {
  return type === 'text' ? !isBlank(String(text)) : type === 'dynamic-tool' && output !== undefined;
}

/** Whether an answer broke off in a way that it can be gone on from: `chat.continue`. */
export function canContinue({ role, parts, metadata }: BrokenOff): boolean {
  const last = parts.findLast(({ type }) => type !== 'data-summary' && type !== 'step-start' && !isSource(type));
  if (role !== 'assistant' || last === undefined || !isGround(last)) return false;
  const status = metadata?.status;
  switch (status) {
    case undefined:
    case 'streaming':
      return false;
    case 'complete':
      return metadata?.truncated === true;
    case 'stopped':
    case 'interrupted':
      return true;
    case 'failed':
      // The filter would stop the rest too.
      return metadata?.error?.code !== 'content-filtered';
    default:
      return assertNever(status);
  }
}
