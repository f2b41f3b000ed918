import { z } from 'zod';

/** The most that a person may choose for a server's tools; policy sets it. */
export const ToolApprovalBound = z.enum(['ask', 'once-per-conversation', 'always-allowed']);
export type ToolApprovalBound = z.infer<typeof ToolApprovalBound>;

/** What a person says to a call that waits for them. */
export const ToolDecision = z.enum(['once', 'conversation', 'always', 'deny']);
export type ToolDecision = z.infer<typeof ToolDecision>;

/** What a person may say to a call of a tool, the least first. */
export function decisionsWithin(bound: ToolApprovalBound): readonly ToolDecision[] {
  switch (bound) {
    case 'ask':
      return ['once', 'deny'];
    case 'once-per-conversation':
      return ['once', 'conversation', 'deny'];
    case 'always-allowed':
      return ['once', 'conversation', 'always', 'deny'];
  }
}

/** Longest arguments of a call, in characters of their JSON. */
export const toolInputLimit = 100_000;
/** Longest text that is kept of a result, in characters. */
export const toolTextLimit = 64_000;

/** What is shown of a tool beside its name. */
export const ToolOrigin = z.object({
  /** Display name that policy gives the server. */
  server: z.string(),
  /** As the server titles the tool; its name where it does not. */
  title: z.string().max(200),
  approval: ToolApprovalBound,
});
export type ToolOrigin = z.infer<typeof ToolOrigin>;

/** A tool that is called without asking. */
export const AllowedTool = z.object({
  /** Of one state of the tool: another description or schema is another tool. */
  fingerprint: z.string().max(100),
  /** Display name that policy gives the server. */
  server: z.string(),
  title: z.string(),
});
export type AllowedTool = z.infer<typeof AllowedTool>;

/** The tools of a conversation. */
export const ConversationTools = z.object({
  /** Those that the person may use. */
  servers: z.array(z.object({ id: z.string(), displayName: z.string() })),
  /** Allowed for this conversation, until Parley is closed. */
  allowedHere: z.array(AllowedTool),
  allowedAlways: z.array(AllowedTool),
});
export type ConversationTools = z.infer<typeof ConversationTools>;

/** What a call came back with: a server's word, to be shown as data. */
export const ToolOutput = z.object({
  text: z.string().max(toolTextLimit),
  images: z
    .array(
      z.object({
        /** Kept beside the messages. */
        attachmentId: z.string().max(200),
        mediaType: z.string().max(100),
      }),
    )
    .max(4),
  /** Something was left out: too long, or of a kind that is not taken. */
  isCut: z.boolean(),
  /** The server says that the call failed. */
  isError: z.boolean(),
});
export type ToolOutput = z.infer<typeof ToolOutput>;

/** One call of a tool in an answer; the shape is that of the AI SDK's `dynamic-tool` part. */
export const ToolCallPart = z.object({
  type: z.literal('dynamic-tool'),
  /** As the model knows the tool: the server's id, two underscores, the tool's name. */
  toolName: z.string().max(200),
  toolCallId: z.string().max(200),
  toolMetadata: ToolOrigin.optional(),
  state: z.enum([
    'input-streaming',
    'input-available',
    'approval-requested',
    'approval-responded',
    'output-available',
    'output-error',
    'output-denied',
  ]),
  input: z.unknown().optional(),
  output: ToolOutput.optional(),
  /** An error's code where Parley knows one. */
  errorText: z.string().max(2000).optional(),
  approval: z.object({ id: z.string().max(200), approved: z.boolean().optional() }).optional(),
});
export type ToolCallPart = z.infer<typeof ToolCallPart>;
