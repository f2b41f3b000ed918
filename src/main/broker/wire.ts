import type { NativeBrokerPlugin } from '@azure/msal-node-extensions';
import { z } from 'zod';
import type { BrokerFailure, BrokerToken } from '../core/auth/broker/protocol.ts';

/** What an error of MSAL's broker plugin may hold. Told by its fields: each package bundles error classes of its own. */
const MsalError = z.object({
  name: z.string(),
  errorCode: z.string(),
  errorMessage: z.string().catch(''),
  subError: z.string().catch(''),
  claims: z.string().optional().catch(undefined),
  correlationId: z.string().catch(''),
  platformBrokerError: z
    .object({
      errorCode: z.string().catch(''),
      errorMessage: z.string().catch(''),
      statusCode: z.number().catch(0),
      tag: z.string().catch(''),
    })
    .optional()
    .catch(undefined),
});

/** Plain data for what the broker threw; of an error that is not MSAL's, nothing but that there was one. */
export function describeFailure(thrown: unknown): BrokerFailure {
  const parsed = MsalError.safeParse(thrown);
  const { name, errorCode, errorMessage, subError, claims, correlationId, platformBrokerError } = parsed.success
    ? parsed.data
    : { ...unknownError, claims: undefined, platformBrokerError: undefined };
  return {
    name: name.slice(0, 64),
    errorCode: errorCode.slice(0, 128),
    errorMessage: (platformBrokerError?.errorMessage ?? errorMessage).slice(0, 4096),
    subError: subError.slice(0, 128),
    ...(claims === undefined ? {} : { claims: claims.slice(0, 16_384) }),
    correlationId: correlationId.slice(0, 64),
    status: platformBrokerError?.errorCode.slice(0, 64) ?? '',
    statusCode: platformBrokerError?.statusCode ?? 0,
    tag: platformBrokerError?.tag.slice(0, 16) ?? '',
  };
}

const unknownError = { name: 'Error', errorCode: 'unknown_error', errorMessage: '', subError: '', correlationId: '' };

type Result = Awaited<ReturnType<NativeBrokerPlugin['acquireTokenSilent']>>;

/** A token as plain data; what is missing makes the main process refuse it. */
export function describeToken(result: Result): BrokerToken {
  const { authority, uniqueId, tenantId, scopes, account, idToken, idTokenClaims } = result;
  const { accessToken, fromCache, expiresOn, tokenType, correlationId } = result;
  return {
    authority,
    uniqueId,
    tenantId,
    scopes,
    account: account as BrokerToken['account'],
    idToken,
    idTokenClaims: idTokenClaims as BrokerToken['idTokenClaims'],
    accessToken,
    fromCache,
    expiresOn: expiresOn?.getTime() ?? null,
    tokenType,
    correlationId,
  };
}
