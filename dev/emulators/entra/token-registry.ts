import type { AnyPersonId } from '../demo-tenant.ts';
import { capabilitiesOf, containsClaims, newerThan } from './claims-request.ts';
import type { ClaimsRequest } from './claims-request.ts';
import type { Clock } from './token-authority.ts';

/** What is remembered of an access token. */
export interface TokenRecord {
  /** The `uti` claim. */
  readonly id: string;
  readonly person: AnyPersonId;
  /** Everything that one sign-in led to, so that it can be revoked together. */
  readonly family: string;
  /** What the client asked for when it got the token. */
  readonly claims: ClaimsRequest;
}

/** A demand of the resources for tokens that were issued with certain claims. */
export interface ClaimsChallenge {
  readonly claims: ClaimsRequest;
  readonly audience: string | undefined;
  readonly person: AnyPersonId | undefined;
}

/** What a resource thinks of a token whose signature is right. */
export type Standing =
  | { readonly kind: 'good' }
  /** Refused; a client that can handle it is told which claims would do. */
  | { readonly kind: 'challenged'; readonly claims: ClaimsRequest | undefined }
  | { readonly kind: 'unknown' };

/** The access tokens that are out, and what has become of them. */
export interface TokenRegistry {
  add(record: TokenRecord): void;
  revoke(families: Iterable<string>): void;
  /** Puts a challenge in force; the result lifts it. */
  challenge(challenge: ClaimsChallenge): () => void;
  standingOf(id: string, audience: string): Standing;
}

/** Starts with no token. */
export function createTokenRegistry(clock: Clock): TokenRegistry {
  const records = new Map<string, TokenRecord>();
  const revoked = new Set<string>();
  let challenges: { readonly challenge: ClaimsChallenge; readonly met: Set<string> }[] = [];
  return {
    add: (record) => {
      records.set(record.id, record);
      for (const { challenge, met } of challenges) {
        // Once a family has answered a challenge, every later token of it is as new as the resource wanted.
        const answered = [...met].some((id) => records.get(id)?.family === record.family);
        if (answered || containsClaims(record.claims, challenge.claims)) met.add(record.id);
      }
    },
    revoke: (families) => {
      const gone = new Set(families);
      for (const record of records.values()) if (gone.has(record.family)) revoked.add(record.id);
    },
    challenge: (challenge) => {
      const entry = { challenge, met: new Set<string>() };
      challenges.push(entry);
      return () => {
        challenges = challenges.filter((candidate) => candidate !== entry);
      };
    },
    standingOf: (id, audience) => {
      const record = records.get(id);
      if (record === undefined) return { kind: 'unknown' };
      const open = challenges.find(
        ({ challenge, met }) =>
          !met.has(id) &&
          (challenge.audience === undefined || challenge.audience === audience) &&
          (challenge.person === undefined || challenge.person === record.person),
      );
      const wanted = open?.challenge.claims ?? (revoked.has(id) ? newerThan(clock()) : undefined);
      if (wanted === undefined) return { kind: 'good' };
      // A client that has not declared cp1 would not know what to do with claims, so Microsoft's resources send it none.
      return { kind: 'challenged', claims: capabilitiesOf(record.claims).includes('cp1') ? wanted : undefined };
    },
  };
}
