import type { AnyPersonId } from '../demo-tenant.ts';
import { containsClaims, parseClaims } from './claims-request.ts';
import type { ClaimsRequest } from './claims-request.ts';
import { OAuthRefusal } from './oauth-error.ts';
import type { OAuthFailure } from './oauth-error.ts';

/** Something that Entra wants before it goes on issuing tokens. */
export interface Requirement {
  /** How a silent token request is refused. */
  readonly failure: OAuthFailure;
  /** Whom it is about; everybody where undefined. */
  readonly person: AnyPersonId | undefined;
  /** For which resource's tokens; every resource's where undefined. */
  readonly audience: string | undefined;
  /** Only requests that ask for these claims meet it (a claims challenge); all of them do where undefined. */
  readonly trigger: ClaimsRequest | undefined;
  /** Whether a sign-in satisfies it, or only whoever set it up. */
  readonly remedy: 'sign-in' | 'none';
  /** Where a sign-in that cannot succeed ends: at the application, or on Microsoft's page for ever. */
  readonly ending: 'return' | 'stay';
}

/** A token request or a sign-in, as far as requirements care. */
export interface Occasion {
  readonly person: AnyPersonId;
  /** Everything that comes of one sign-in; undefined for a sign-in that is just happening. */
  readonly family: string | undefined;
  readonly audience: string;
  readonly claims: ClaimsRequest;
}

/** The requirements in force. */
export interface Requirements {
  /** Puts a requirement in force for the next `times` silent requests; the result lifts it. */
  add(requirement: Requirement, times: number): () => void;
  /** @throws OAuthRefusal for a silent token request that meets an unsatisfied requirement */
  checkRenewal(occasion: Occasion): void;
  /** What a sign-in has to deal with, if anything. */
  demandOf(occasion: Occasion): Requirement | undefined;
  /** The person has been seen: what they could satisfy is satisfied for all that comes of this sign-in. */
  signedIn(occasion: Occasion & { readonly family: string }): void;
  /** A sign-in by the browser's session has satisfied what the session's own sign-in has. */
  inherit(from: string, to: string): void;
}

interface Entry {
  readonly requirement: Requirement;
  readonly satisfied: Set<string>;
  /** Who has been given the failure's claims, and so has to bring them along. */
  readonly told: Set<AnyPersonId>;
  left: number;
}

/** Starts with no requirement. */
export function createRequirements(): Requirements {
  let entries: Entry[] = [];
  const remove = (entry: Entry): void => {
    entries = entries.filter((candidate) => candidate !== entry);
  };
  const isAbout = ({ requirement }: Entry, occasion: Occasion): boolean =>
    (requirement.person === undefined || requirement.person === occasion.person) &&
    (requirement.audience === undefined || requirement.audience === occasion.audience) &&
    (requirement.trigger === undefined || containsClaims(occasion.claims, requirement.trigger));
  const unsatisfied = (occasion: Occasion): Entry | undefined =>
    entries.find(
      (entry) => isAbout(entry, occasion) && (occasion.family === undefined || !entry.satisfied.has(occasion.family)),
    );

  return {
    add: (requirement, times) => {
      const entry = { requirement, satisfied: new Set<string>(), told: new Set<AnyPersonId>(), left: times };
      entries.push(entry);
      return () => remove(entry);
    },
    checkRenewal: (occasion) => {
      const entry = unsatisfied(occasion);
      if (entry === undefined) return;
      entry.left -= 1;
      if (entry.left <= 0) remove(entry);
      if (entry.requirement.failure.claims !== undefined) entry.told.add(occasion.person);
      throw new OAuthRefusal(entry.requirement.failure);
    },
    demandOf: (occasion) => unsatisfied(occasion)?.requirement,
    signedIn: (occasion) => {
      for (const entry of entries) {
        const { failure, remedy } = entry.requirement;
        const forgotten =
          entry.told.has(occasion.person) && !containsClaims(occasion.claims, parseClaims(failure.claims));
        if (remedy === 'sign-in' && isAbout(entry, occasion) && !forgotten) entry.satisfied.add(occasion.family);
      }
    },
    inherit: (from, to) => {
      for (const { satisfied } of entries) if (satisfied.has(from)) satisfied.add(to);
    },
  };
}
