import type { BrokerStatusName } from './refusal.ts';

/** What the broker's process does about one message. */
export type BrokerAct =
  | { readonly kind: 'post'; readonly messages: readonly unknown[] }
  /** Never answers. */
  | { readonly kind: 'silence' }
  /** Never does anything again, like native code that waits on its thread. */
  | { readonly kind: 'block' }
  | { readonly kind: 'crash' };

/** What a test can make of the next request of a kind. */
export type BrokerScript =
  | { readonly kind: 'hang' }
  | { readonly kind: 'block' }
  | { readonly kind: 'crash' }
  /** Says this in the place of an answer. */
  | { readonly kind: 'say'; readonly messages: readonly unknown[] }
  /** The answer's envelope with this in it. */
  | { readonly kind: 'value'; readonly value: unknown }
  /** A status of MSAL's runtime; `code` is its own number, `context` its text. */
  | {
      readonly kind: 'refuse';
      readonly status: BrokerStatusName;
      readonly code?: number;
      readonly context?: string;
    }
  /** The usual answer, once this is resolved. */
  | { readonly kind: 'late'; readonly until: Promise<unknown> };
