import type { SignInMethod } from '../../../shared/model/account.ts';

/** What a token is for; each resource has its own token, and no other resource accepts it. */
export type Resource = 'azure-openai' | 'graph' | 'arm';

/** Who is signed in, as the directory names them. */
export interface SignedInAccount {
  /** Opaque, stable for this user, tenant and cloud, and fit for a folder's name. */
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly tenantId: string;
}

/** A wish for a token. */
export interface TokenRequest {
  readonly resource: Resource;
  /** Delegated permissions of Graph, asked for where their feature is first used; `User.Read` if left out. */
  readonly graphScopes?: readonly string[] | undefined;
  /** Of a model that takes another token than the cloud's usual one. */
  readonly scope?: string | undefined;
  /** What the resource asks to be proved, as the JSON text of a claims challenge. */
  readonly claims?: string | undefined;
  /** A token that the resource has refused: it is not given out again. */
  readonly rejected?: string | undefined;
}

/** The tokens of one account. */
export interface AccountTokens {
  /**
   * A valid access token, without ever asking the person anything.
   * @throws AppError `sign-in-required`, `claims-challenge`, `consent-required`, `consent-admin`, `network-unreachable`,
   * `network-certificate` and others; after the first three `signIn` of the account asks for what was missing
   */
  token(request: TokenRequest, signal: AbortSignal): Promise<string>;
  /** The id token; `renew` has the directory issue a new one, past every cache. @throws AppError like `token` */
  idToken(options: { readonly renew: boolean }, signal: AbortSignal): Promise<IdToken>;
}

/** An id token and how long the access token that came with it is good. */
export interface IdToken {
  readonly idToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A sign-in that waits for the person, as it goes on. */
export interface SignInEvents {
  /** Called with the address of the sign-in page before the browser is asked to open it. */
  readonly onLink: (link: string) => void;
  /** Called with what to type on which page. */
  readonly onDeviceCode: (code: { readonly userCode: string; readonly page: string }) => void;
}

/** A wish to sign in. */
export interface SignInRequest {
  readonly method: SignInMethod;
  /** The account that signs in again; undefined to choose one. */
  readonly account?: SignedInAccount | undefined;
  /** What the person is asked for; whatever is missing for chatting if left out. */
  readonly resource?: 'arm' | undefined;
  /** False where the first page should go on by itself if it can. */
  readonly chooseAccount: boolean;
  readonly events: SignInEvents;
  /** Whether an account is signed in already, so that calling this off must not cost it its tokens. */
  readonly isKnown: (accountId: string) => boolean;
}
