import { APICallError } from 'ai';

/** What a service has refused a call with, as far as it can be read; its text is read for its kind and never shown. */
export interface ServiceReply {
  /** Undefined where the error came inside a stream that had begun. */
  readonly status: number | undefined;
  readonly headers: Headers;
  /** Lower case; empty where there is none. */
  readonly code: string;
  readonly message: string;
  /** The JSON of the body; undefined where it is none. */
  readonly body: unknown;
  /** Whether it is a page for people, which no API sends. */
  readonly isPage: boolean;
}

/** SECURITY: what is read by patterns is cut before, so that no reply can keep them busy. */
const readLimit = 4000;

/** Reads what a failed call threw; undefined where no reply of the service is in it. */
export function readServiceReply(thrown: unknown): ServiceReply | undefined {
  if (APICallError.isInstance(thrown)) {
    if (thrown.statusCode === undefined || thrown.statusCode < 300) return undefined;
    const headers = new Headers(thrown.responseHeaders);
    const body = thrown.data ?? parse(thrown.responseBody);
    // The AI SDK makes a status of its own for an error that comes at the start of a stream.
    const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true;
    return {
      status: isStream ? undefined : thrown.statusCode,
      headers,
      ...errorIn(body),
      body: parse(thrown.responseBody) ?? body,
      isPage: headers.get('content-type')?.includes('html') === true || /^\s*</.test(thrown.responseBody ?? ''),
    };
  }
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  const { code, message } = cut(thrown.code, thrown.message);
  return { status: undefined, headers: new Headers(), code, message, body: undefined, isPage: false };
}

/** The code, in lower case, and the message in the text of a failed call's body; empty where there are none. */
export function readErrorText(text: string): Pick<ServiceReply, 'code' | 'message'> {
  return errorIn(parse(text));
}

/** Whether Azure refuses a person without a role on the resource: by 403 or, where the gateway finds out, by 401. */
export function isMissingRole({ code, message }: Pick<ServiceReply, 'code' | 'message'>): boolean {
  return code === 'permissiondenied' && missingRole.test(message);
}

const missingRole = /\bdoes not have access\b|\blacks the required data action\b/i;

/** `{ error: { code, message } }`, `{ response: { error } }` of a failed stream, or flat as a gateway says it. */
function errorIn(body: unknown): { code: string; message: string } {
  const error = field(field(body, 'response'), 'error') ?? field(body, 'error') ?? body;
  return cut(field(error, 'code') ?? field(error, 'statusCode'), field(error, 'message'));
}

function cut(code: unknown, message: unknown): { code: string; message: string } {
  const text = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, readLimit) : '';
  return { code: text(code).toLowerCase(), message: text(message) };
}

/** A field of what may be an object. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
