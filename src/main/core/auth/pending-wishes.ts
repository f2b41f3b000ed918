import type { AppError, ErrorCode } from '../../../shared/errors.ts';

/** What the person is to be asked for at the next sign-in: a wish that could not be fulfilled without asking. */
export interface PendingWish {
  readonly scopes: readonly string[];
  /** JSON text of a claims challenge. */
  readonly claims: string | undefined;
}

/** What asking the person can mend. */
const answerable: ReadonlySet<ErrorCode> = new Set(['sign-in-required', 'claims-challenge', 'consent-required']);

/** What each account's next sign-in has to bring, by the scopes that it was for. */
export class PendingWishes {
  readonly #wishes = new Map<string, Map<string, PendingWish>>();
  /** Claims that new tokens have satisfied by themselves. */
  readonly #proved = new Map<string, Map<string, string>>();

  /** The most demanding wish of an account: one with claims, else the last one. */
  of(accountId: string): PendingWish | undefined {
    const wishes = [...(this.#wishes.get(accountId)?.values() ?? [])];
    return wishes.findLast(({ claims }) => claims !== undefined) ?? wishes.at(-1);
  }

  /** Remembers what failed, where asking the person can help. */
  fail(accountId: string, wish: PendingWish, error: AppError): void {
    if (answerable.has(error.code)) this.#add(accountId, wish);
  }

  /**
   * To be called with what was had without asking. Resolves what was pending for the same scopes, but for claims that it did
   * not bring: the cache goes on to give a token without them to everybody else.
   */
  succeed(accountId: string, { scopes, claims }: PendingWish): void {
    const pending = this.#wishes.get(accountId)?.get(scopes.join(' '));
    if (pending?.claims === undefined || pending.claims === claims)
      this.#wishes.get(accountId)?.delete(scopes.join(' '));
    if (claims === undefined) return;
    const proved = this.#proved.get(accountId) ?? new Map<string, string>();
    this.#proved.set(accountId, proved.set(scopes.join(' '), claims));
  }

  /** Whether these claims were satisfied without asking, and the resource asks for them all the same: then the person has to. */
  insists(accountId: string, wish: PendingWish): boolean {
    const insists =
      wish.claims !== undefined && this.#proved.get(accountId)?.get(wish.scopes.join(' ')) === wish.claims;
    if (insists) this.#add(accountId, wish);
    return insists;
  }

  /** The person has been asked, to whatever end: what is still missing shows at the next request. */
  clear(accountId: string): void {
    this.#wishes.delete(accountId);
    this.#proved.delete(accountId);
  }

  #add(accountId: string, { scopes, claims }: PendingWish): void {
    const wishes = this.#wishes.get(accountId) ?? new Map<string, PendingWish>();
    const known = wishes.get(scopes.join(' '))?.claims;
    this.#wishes.set(accountId, wishes.set(scopes.join(' '), { scopes, claims: claims ?? known }));
  }
}
