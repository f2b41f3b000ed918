import { z } from 'zod';

/** Names that cross the channel and reach logs and diagnostics. SECURITY: a code, never the broker's free text. */
export const BrokerReason = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** What a token is asked for with: the fields of MSAL's NativeRequest that a broker reads. */
export const BrokerTokenRequest = z.object({
  clientId: z.string(),
  authority: z.string(),
  correlationId: z.string(),
  redirectUri: z.string(),
  scopes: z.array(z.string()),
  claims: z.string().optional(),
  accountId: z.string().optional(),
  resource: z.string().optional(),
  extraParameters: z.record(z.string(), z.string()).optional(),
  loginHint: z.string().optional(),
  prompt: z.string().optional(),
});
export type BrokerTokenRequest = z.infer<typeof BrokerTokenRequest>;

/** What the broker's process can be asked. */
export type BrokerCommand =
  | { readonly method: 'probe' }
  | { readonly method: 'account'; readonly accountId: string; readonly correlationId: string }
  | { readonly method: 'accounts'; readonly clientId: string; readonly correlationId: string }
  | { readonly method: 'silent'; readonly request: BrokerTokenRequest }
  | {
      readonly method: 'interactive';
      readonly request: BrokerTokenRequest;
      /** Of the window that the broker's own belongs to, as Electron's `getNativeWindowHandle` gives it. */
      readonly windowHandle: Uint8Array | undefined;
    }
  | {
      readonly method: 'sign-out';
      readonly clientId: string;
      readonly accountId: string;
      readonly correlationId: string;
    };

/** A command on its way; its answer carries the same id. */
export type BrokerRequest = BrokerCommand & { readonly id: number };

/** What the broker's process says about the broker. */
export const BrokerProbe = z.object({ available: z.boolean(), reason: BrokerReason });
export type BrokerProbe = z.infer<typeof BrokerProbe>;

/** An account of the operating system, in MSAL's terms. */
export const BrokerAccount = z.object({
  homeAccountId: z.string().min(1),
  environment: z.string(),
  tenantId: z.string(),
  username: z.string(),
  localAccountId: z.string(),
  name: z.string().optional(),
  idTokenClaims: z.record(z.string(), z.unknown()).optional(),
  nativeAccountId: z.string().min(1),
});
export type BrokerAccount = z.infer<typeof BrokerAccount>;

/** A token as the broker gave it; MSAL's AuthenticationResult without its Date. */
export const BrokerToken = z.object({
  authority: z.string(),
  uniqueId: z.string(),
  tenantId: z.string(),
  scopes: z.array(z.string()),
  account: BrokerAccount,
  idToken: z.string(),
  idTokenClaims: z.record(z.string(), z.unknown()),
  // SECURITY: an empty token would be sent to the service, and be taken for a signed-in state.
  accessToken: z.string().min(1),
  fromCache: z.boolean(),
  /** Milliseconds since the epoch. */
  expiresOn: z.number().nullable(),
  tokenType: z.string(),
  correlationId: z.string(),
});
export type BrokerToken = z.infer<typeof BrokerToken>;

/** An error of the broker as plain data: its class is another one on each side of the channel. */
export const BrokerFailure = z.object({
  /** `InteractionRequiredAuthError`, `ClientAuthError`, `ServerError` ... */
  name: z.string().max(64),
  errorCode: z.string().max(128),
  errorMessage: z.string().max(4096).optional(),
  subError: z.string().max(128),
  claims: z.string().max(16_384).optional(),
  correlationId: z.string().max(64),
  /** MSAL runtime's status, `UserCanceled`; empty where it gave none. */
  status: z.string().max(64),
  /** MSAL runtime's own number; 3399942148 is a system proxy that keeps the broker out. */
  statusCode: z.number(),
  /** MSAL runtime's five letters for the place of the failure. */
  tag: z.string().max(16),
});
export type BrokerFailure = z.infer<typeof BrokerFailure>;

/** An answer of the broker's process; what `value` has to be follows from the command. */
export const BrokerReply = z.discriminatedUnion('ok', [
  z.object({ id: z.number(), ok: z.literal(true), value: z.unknown().optional() }),
  z.object({ id: z.number(), ok: z.literal(false), error: BrokerFailure }),
]);
export type BrokerReply = z.infer<typeof BrokerReply>;
