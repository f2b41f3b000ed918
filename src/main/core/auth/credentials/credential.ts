import type { GetTokenOptions, TokenCredential } from '@azure/identity';
import type { AccountTokens } from '../token-source.ts';

/** What a token may be asked for with, besides what the ecosystem's interface knows. */
export interface CredentialOptions extends Omit<GetTokenOptions, 'claims'> {
  /** What the resource asks to be proved, as the JSON text of a claims challenge. */
  readonly claims?: string | undefined;
  /** A token that the resource has refused: another one is wanted. */
  readonly rejected?: string | undefined;
}

/** How requests to a model are authorised: one interface for every kind of token, and the API key beside it. */
export type ModelCredential =
  | { readonly kind: 'token'; readonly credential: TokenCredential; readonly scope: string }
  | { readonly kind: 'key'; readonly key: string };

/** The person's own tokens as the ecosystem's TokenCredential. */
export function personCredential(tokens: Pick<AccountTokens, 'token'>): TokenCredential {
  return {
    async getToken(scopes: string | string[], options: CredentialOptions = {}) {
      const { claims, rejected, abortSignal } = options;
      const scope = typeof scopes === 'string' ? scopes : scopes[0];
      const signal = (abortSignal as AbortSignal | undefined) ?? new AbortController().signal;
      // The account's tokens are cached and renewed where they come from, so this one need not say for how long it is good.
      return {
        token: await tokens.token({ resource: 'azure-openai', scope, claims, rejected }, signal),
        expiresOnTimestamp: 0,
      };
    },
  };
}
