import { z } from 'zod';

// In every JavaScript runtime, but in no library that shared's tsconfig may name.
declare const crypto: { randomUUID(): string };

/** Every way that Parley can fail a person; the closed list that cards, logs, tests and the help desk share. */
export const errorCodes = [
  // policy
  'policy-missing',
  'policy-unreadable',
  'policy-invalid',
  // sign-in
  'sign-in-required',
  'sign-in-cancelled',
  'sign-in-timed-out',
  'sign-in-refused',
  'sign-in-failed',
  'sign-in-bad-reply',
  'browser-not-opened',
  'tenant-not-allowed',
  'consent-required',
  'consent-admin',
  'broker-required',
  'device-code-expired',
  // the gate
  'access-denied',
  'access-unchecked',
  // credentials
  'key-missing',
  'key-refused',
  'developer-credential',
  // network
  'network-unreachable',
  'network-certificate',
  // the model
  'claims-challenge',
  'model-unauthorized',
  'model-audience',
  'model-forbidden',
  'deployment-not-found',
  'endpoint-not-found',
  'model-rate-limited',
  'model-quota',
  'model-unavailable',
  'model-rejected',
  'model-bad-reply',
  'content-filtered',
  'context-too-long',
  'stream-cut',
  'stream-stalled',
  // Microsoft Graph
  'graph-forbidden',
  'graph-not-found',
  'graph-busy',
  'graph-unavailable',
  'graph-rejected',
  'graph-bad-reply',
  'drive-missing',
  'cloud-file-locked',
  'cloud-file-changed',
  'cloud-file-name-taken',
  'sharing-refused',
  'upload-expired',
  // tools
  'tool-server-unavailable',
  'tool-server-refused',
  'tool-server-bad-reply',
  // what is kept on this computer
  'profile-unwritable',
  'vault-unavailable',
  'vault-changed',
  'history-locked',
  'history-unreadable',
  'history-newer',
  'history-unavailable',
  'history-held',
  'disk-full',
  'preference-managed',
  'preferences-unwritable',
  // attached files
  'attachment-empty',
  'attachment-too-large',
  'attachment-unsupported',
  'attachment-mismatch',
  'attachment-encrypted',
  'attachment-unreadable',
  'attachment-too-complex',
  'attachment-timed-out',
  'attachment-missing',
  'attachments-too-many',
  // what is not sent yet
  'draft-too-long',
  'outbox-full',
  // prompts and assistants
  'assistant-missing',
  'library-full',
  // export and import
  'export-not-allowed',
  'export-too-large',
  'file-unwritable',
  'file-unreadable',
  'import-unsupported',
  'import-damaged',
  'import-encrypted',
  'import-direct-backup',
  'import-too-large',
  'import-too-complex',
  'transfer-running',
  'print-failed',
  'library-file-unreadable',
  // requests from the window
  'not-found',
  'turn-running',
  'invalid-request',
  'internal',
] as const;

/** One of the closed set of error codes. */
export type ErrorCode = (typeof errorCodes)[number];

/**
 * An error as it crosses a process boundary and is stored with a message. `fields` are the safe particulars that a card
 * shows (a deployment's name, an HTTP status, a policy key): never a prompt, a token or a server's free text.
 */
export const AppErrorData = z.object({
  code: z.enum(errorCodes),
  retryable: z.boolean(),
  correlationId: z.string(),
  /** Milliseconds since the epoch. */
  time: z.number(),
  fields: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type AppErrorData = z.infer<typeof AppErrorData>;

/** Codes after which the same action can succeed without anything being changed first. */
const retryableCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'sign-in-cancelled',
  'sign-in-timed-out',
  'sign-in-failed',
  'sign-in-bad-reply',
  'browser-not-opened',
  'network-unreachable',
  'access-unchecked',
  'device-code-expired',
  'broker-required',
  'model-rate-limited',
  'model-unavailable',
  'model-bad-reply',
  'stream-cut',
  'stream-stalled',
  'graph-busy',
  'graph-unavailable',
  'graph-bad-reply',
  'cloud-file-locked',
  'cloud-file-changed',
  'upload-expired',
  'tool-server-unavailable',
  'tool-server-bad-reply',
  'vault-unavailable',
  'history-locked',
  'history-unavailable',
  'disk-full',
  'attachment-timed-out',
  'internal',
]);

/** What an AppError may be given besides its code. */
export interface AppErrorOptions {
  readonly fields?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly correlationId?: string | undefined;
  /** Kept for a debugger; never shown, logged or sent. */
  readonly cause?: unknown;
}

/** The one error type of the product: a code with fields; the sentence for it lives in error-text.ts. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly correlationId: string;
  readonly time: number;
  readonly fields: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    // SECURITY: the message is the code alone, so that no stack trace or console carries a prompt or a server's text.
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryable = retryableCodes.has(code);
    this.correlationId = options.correlationId ?? crypto.randomUUID();
    this.time = Date.now();
    this.fields = definedFields(options.fields ?? {});
  }

  /** The part of this error that may leave the process. */
  toData(): AppErrorData {
    const { code, retryable, correlationId, time, fields } = this;
    return { code, retryable, correlationId, time, fields: { ...fields } };
  }
}

/** Turns anything thrown into an AppError; what is not one already becomes `internal`. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('internal', { cause: thrown });
}

/** Marks the branch that the type system has proved unreachable. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value of type ${typeof value}`);
}

function definedFields(fields: Readonly<Record<string, string | number | undefined>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
}
