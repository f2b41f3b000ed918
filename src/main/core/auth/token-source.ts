/** What a token is for; each resource has its own token, and no other resource accepts it. */
export type Resource = 'azure-openai' | 'graph';

/** Who is signed in, as the directory names them. */
export interface SignedInAccount {
  /** Opaque, stable for this user, tenant and cloud, and fit for a folder's name. */
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly tenantId: string;
}

/** Signs a person in and gives out their tokens; the rest of core knows nothing of MSAL. */
export interface TokenSource {
  /** Who the token cache remembers; undefined where nobody is signed in. */
  account(): Promise<SignedInAccount | undefined>;
  /**
   * A valid access token, without ever asking the person anything.
   * @throws AppError `sign-in-required`, `claims-challenge`, `network-unreachable`, `network-certificate` and others
   */
  token(resource: Resource, signal: AbortSignal): Promise<string>;
  /**
   * Signs in through the system browser.
   * @param signal ends the attempt for good; its reason is what this rejects with
   * @throws AppError
   */
  signIn(signal: AbortSignal): Promise<SignedInAccount>;
  /** The address of the sign-in page while a sign-in waits for it. */
  signInLink(): string | undefined;
  /** Forgets the account and every token, in memory and on disk. */
  signOut(): Promise<void>;
}
