import type { BrokerFailure } from './protocol.ts';

/** What the broker answered with. Its `name` is the one of MSAL's class: it is told by name, never by `instanceof`. */
export class BrokerError extends Error {
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly subError: string;
  readonly claims: string | undefined;
  readonly correlationId: string;
  readonly status: string;
  readonly statusCode: number;
  readonly tag: string;

  constructor(failure: BrokerFailure) {
    // SECURITY: the message is the code alone, so that no stack trace carries the broker's text.
    super(failure.errorCode);
    this.name = failure.name;
    this.errorCode = failure.errorCode;
    this.errorMessage = failure.errorMessage ?? '';
    this.subError = failure.subError;
    this.claims = failure.claims;
    this.correlationId = failure.correlationId;
    this.status = failure.status;
    this.statusCode = failure.statusCode;
    this.tag = failure.tag;
  }
}

/** The broker gave no answer: it hung, crashed or spoke nonsense, or is not to be asked. The browser can do its work. */
export class BrokerUnavailableError extends Error {
  readonly errorCode = 'broker_unavailable';
  /** A code for logs and diagnostics, `silent-deadline`. */
  readonly reason: string;

  constructor(reason: string) {
    super(`broker_unavailable: ${reason}`);
    this.name = 'BrokerUnavailableError';
    this.reason = reason;
  }
}
