import { z } from 'zod';
import { AppErrorData, assertNever } from '../errors.ts';
import { AttachmentFacts } from './attachment.ts';

/** Tokens that the service counted for one answer. */
export const TokenUsage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
});
export type TokenUsage = z.infer<typeof TokenUsage>;

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

/** What Parley keeps beside a message's parts. */
export const MessageMetadata = z.object({
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  /** On answers only. */
  status: AnswerStatus.optional(),
  /** The one that answers, or is asked now. */
  deploymentId: z.string().optional(),
  /** The one that was chosen, where another one answers for it. */
  insteadOf: PassedOver.nullable().optional(),
  /** Of all requests that the answer was made of. */
  usage: TokenUsage.optional(),
  /** How long the model has thought, where it has told of it. */
  thoughtMilliseconds: z.number().optional(),
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
});
export type MessageMetadata = z.infer<typeof MessageMetadata>;

const TextPart = z.object({
  type: z.literal('text'),
  text: z.string(),
  state: z.enum(['streaming', 'done']).optional(),
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

/** The parts of a message that this version knows; the shapes are those of the AI SDK's UIMessage. */
export const MessagePart = z.discriminatedUnion('type', [TextPart, ReasoningPart, StepStartPart, FilePart]);
export type MessagePart = z.infer<typeof MessagePart>;

/** One message: the AI SDK's UIMessage with Parley's metadata and parts. */
export const Message = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  parts: z.array(MessagePart),
  metadata: MessageMetadata,
});
export type Message = z.infer<typeof Message>;

/** The files of a message. */
export function messageFiles(message: Pick<Message, 'parts'>): FilePart[] {
  return message.parts.filter((part) => part.type === 'file');
}

/** Whether a text shows nothing: white space and characters without a shape, such as a zero-width space. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);
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
  readonly parts: readonly { readonly type: string; readonly text?: unknown }[];
  readonly metadata?: MessageMetadata | undefined;
}

/** Whether an answer broke off in a way that it can be gone on from: `chat.continue`. */
export function canContinue({ role, parts, metadata }: BrokenOff): boolean {
  const last = parts[parts.length - 1];
  if (role !== 'assistant' || last?.type !== 'text' || isBlank(String(last.text))) return false;
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
