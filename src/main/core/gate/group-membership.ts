import { z } from 'zod';
import { claimsOf } from '../auth/claims-challenge.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Ports } from '../ports.ts';
import { type Claims, isRecord, readClaim } from './claim-path.ts';
import { requestJson } from './request-json.ts';
import { isGroupId } from './role-mapping.ts';

/**
 * The object ids of all groups that the person is in, in lower case, as a token lists them; undefined where the list is not
 * complete or missing: Entra leaves it out above 200 groups, and where the app registration asks for none.
 * Source: https://learn.microsoft.com/security/zero-trust/develop/configure-tokens-group-claims-app-roles#group-overages
 */
export function groupsInToken(claims: Claims): ReadonlySet<string> | undefined {
  if (hasOverage(claims)) return undefined;
  const reading = readClaim(claims, 'groups');
  if (reading.kind !== 'values') return undefined;
  const groups = [...reading.values];
  // An app registration can ask for names instead; policy names groups by their ids.
  return groups.every(isGroupId) ? new Set(groups.map((id) => id.toLowerCase())) : undefined;
}

/**
 * Whether the token says that it lists no groups because there are too many.
 * SECURITY: the address that comes with it, in `_claim_sources`, is never asked: it would be given a token.
 */
export function hasOverage(claims: Claims): boolean {
  const names = claims['_claim_names'];
  if (isRecord(names) && Object.hasOwn(names, 'groups')) return true;
  return claims['hasgroups'] === true || claims['hasgroups'] === 'true';
}

const CheckedObjects = z.object({ value: z.array(z.string()) });
const idsPerRequest = 20;

/** Which groups, and how Graph is asked. */
export interface MembershipQuestion {
  readonly ports: Pick<Ports, 'fetch' | 'clock'>;
  readonly graphOrigin: string;
  /** An access token for Graph. */
  readonly token: (signal: AbortSignal, refused?: RefusedToken) => Promise<string>;
  readonly groupIds: readonly string[];
}

/** A token that Graph has refused, and what it asks to be proved. */
export interface RefusedToken {
  readonly rejected: string;
  /** JSON text of a claims challenge. */
  readonly claims: string | undefined;
}

/**
 * Asks Graph which of these groups the signed-in person is in, through other groups too. For one's own memberships the
 * delegated permission User.Read is enough, in every cloud.
 * Source: https://learn.microsoft.com/graph/api/directoryobject-checkmemberobjects
 * @throws AppError `network-unreachable`, `network-certificate`, `sign-in-required`, `claims-challenge`, `access-unchecked`
 */
export async function checkMembership(question: MembershipQuestion, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const asked = [...new Set(question.groupIds.map((id) => id.toLowerCase()))];
  const batches: string[][] = [];
  for (let start = 0; start < asked.length; start += idsPerRequest)
    batches.push(asked.slice(start, start + idsPerRequest));
  const answers = await Promise.all(batches.map((ids) => checkBatch(question, ids, signal)));
  const members = new Set(answers.flat().map((id) => id.toLowerCase()));
  return new Set(asked.filter((id) => members.has(id)));
}

async function checkBatch(
  { ports, graphOrigin, token }: MembershipQuestion,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const url = `${graphOrigin}/v1.0/me/checkMemberObjects`;
  const ask = (given: string) =>
    requestJson(ports, { url, headers: { authorization: `Bearer ${given}` }, body: { ids } }, signal);
  const first = await token(signal);
  let { response, body } = await ask(first);
  if (response.status === 401) {
    // Renewed once, silently: where the person has to be asked, this throws.
    const renewed = await token(signal, { rejected: first, claims: claimsOf(response.headers) });
    ({ response, body } = await ask(renewed));
  }
  const fields = { service: 'Graph', status: response.status };
  if (response.status === 401) {
    throw new AppError(claimsOf(response.headers) === undefined ? 'sign-in-required' : 'claims-challenge', { fields });
  }
  const parsed = CheckedObjects.safeParse(body);
  if (!response.ok || !parsed.success) throw new AppError('access-unchecked', { fields });
  return parsed.data.value;
}
