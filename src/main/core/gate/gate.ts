import path from 'node:path';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { AccessEvidence } from '../../../shared/model/account.ts';
import type { Ports } from '../ports.ts';
import { type Claims, readClaim } from './claim-path.ts';
import {
  decide,
  dependsOnGroupNames,
  describeFindings,
  type Findings,
  type GateRule,
  groupsInQuestion,
  hashRule,
  isOpen,
  type Membership,
} from './decide.ts';
import { Grace } from './grace.ts';
import { checkMembership, groupsInToken, hasOverage, type RefusedToken } from './group-membership.ts';
import { fullGrant } from './role-mapping.ts';
import { SigningKeys } from './signing-keys.ts';
import type { Access, RememberedAccess, Verdict } from './verdict.ts';
import { invalidToken, type TokenAudience, type TokenCheck, type TokenFault, verifyToken } from './verify-token.ts';

/** What everybody has where nothing is required. */
const openAccess: Access = { ...fullGrant, withheld: [], roles: [] };

/** Gives a token without asking the person. @throws AppError */
export type TokenReader = (signal: AbortSignal) => Promise<string>;

/** The tokens of the account that stands at the gate. */
export interface GateTokens {
  readonly id: TokenReader;
  /** For Azure OpenAI; read where the rule says so. */
  readonly access: TokenReader;
  /** For Graph with User.Read; read where the token does not tell the groups. `refused` is what Graph said of the last one. */
  readonly graph: (signal: AbortSignal, refused?: RefusedToken) => Promise<string>;
  /** Has the directory issue new tokens, past every cache: MSAL keeps an id token for longer than it is good. */
  readonly renew: (signal: AbortSignal) => Promise<unknown>;
}

/** Where the account signs in. */
export interface GateDirectory extends TokenAudience {
  readonly graphOrigin: string;
  /** The tenant's id or domain, `organizations` or `common`. */
  readonly tenant: string;
}

/** What a gate stands on. */
export interface GateOptions {
  readonly ports: Pick<Ports, 'fetch' | 'clock' | 'secretBox' | 'log' | 'app'>;
  readonly directory: GateDirectory;
  /** Names the account and its folder. */
  readonly accountId: string;
  readonly rule: GateRule;
  readonly tokens: GateTokens;
}

/** Decides whether one account may use the app, and with which roles. */
export class Gate {
  readonly #options: GateOptions;
  readonly #keys: SigningKeys;
  readonly #grace: Grace;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: GateOptions) {
    this.#options = options;
    const { ports, directory, accountId, rule } = options;
    const folder = path.join(ports.app.profileFolder, 'accounts', accountId);
    const { loginOrigin, tenant } = directory;
    this.#keys = new SigningKeys({ ports, loginOrigin, tenant, file: path.join(folder, 'signing-keys') });
    const ruleHash = hashRule(rule, directory);
    this.#grace = new Grace({ ports, file: path.join(folder, 'gate'), accountId, ruleHash });
  }

  /**
   * The verdict of now, to be asked for after each renewal of the tokens and when `allowedUntil` has come. One check runs at
   * a time, since its files have one writer.
   * @throws the signal's reason where it is aborted, and nothing else
   */
  check(signal: AbortSignal): Promise<Verdict> {
    const check = this.#last.then(() => this.#check(signal));
    this.#last = check.catch(() => {});
    return check;
  }

  /** What a check of before still gives where none can be made; everything for ever where nothing is required. */
  async remembered(): Promise<RememberedAccess | null> {
    const { rule } = this.#options;
    if (isOpen(rule)) return { access: openAccess, allowedUntil: Number.POSITIVE_INFINITY };
    return this.#grace.recall(rule.graceMilliseconds);
  }

  /** Forgets what is remembered of the account, for signing out. */
  async forget(): Promise<void> {
    await this.#last;
    await Promise.all([this.#keys.forget(), this.#grace.forget()]);
  }

  async #check(signal: AbortSignal): Promise<Verdict> {
    signal.throwIfAborted();
    const { ports, rule } = this.#options;
    try {
      const verdict: Verdict = isOpen(rule)
        ? { kind: 'allowed', access: openAccess, evidence: this.#evidence() }
        : await this.#judge(signal);
      ports.log.info('gate-check', { verdict: verdict.kind });
      return verdict;
    } catch (thrown) {
      signal.throwIfAborted();
      return await this.#couldNotCheck(toAppError(thrown));
    }
  }

  async #judge(signal: AbortSignal): Promise<Verdict> {
    const { ports, rule } = this.#options;
    const claims = await this.#verifiedClaims(signal);
    const roles = readClaim(claims, rule.claim);
    const findings: Findings = {
      roles,
      membership: await this.#membership(groupsInQuestion(rule, roles), claims, signal),
    };
    const access = decide(rule, findings);
    // Graph answers by id: that it names no group by name proves nothing, neither that it is missing nor what it gives.
    if (hasOverage(claims) && dependsOnGroupNames(rule, access)) {
      throw new AppError('policy-invalid', { fields: { key: 'RequiredRoles' } });
    }
    const evidence = this.#evidence(findings);
    if (access !== undefined) {
      await this.#grace.remember(access, issuedAt(claims));
      return { kind: 'allowed', access, evidence };
    }
    // A file that can't be removed is no reason to let anybody in.
    await this.#grace.forget().catch((thrown: unknown) => {
      ports.log.error('gate-forget-fail', { code: toAppError(thrown).code });
    });
    return { kind: 'denied', evidence };
  }

  async #verifiedClaims(signal: AbortSignal): Promise<Claims> {
    const first = await this.#verify(signal);
    if (first.kind === 'valid') return first.claims;
    if (!isFault(first.error, 'token-expired')) throw first.error;
    await this.#options.tokens.renew(signal);
    const second = await this.#verify(signal);
    if (second.kind === 'valid') return second.claims;
    throw second.error;
  }

  async #verify(signal: AbortSignal): Promise<TokenCheck> {
    const { ports, directory, rule, tokens } = this.#options;
    const token = await tokens[rule.token](signal);
    const given = { token, kind: rule.token, audience: directory, keys: this.#keys, clock: ports.clock };
    const check = await verifyToken(given, signal);
    if (check.kind !== 'valid' || (await this.#grace.accepts(issuedAt(check.claims)))) return check;
    return invalidToken('token-expired');
  }

  async #membership(groupIds: string[], claims: Claims, signal: AbortSignal): Promise<Membership | undefined> {
    if (groupIds.length === 0) return undefined;
    const inToken = groupsInToken(claims);
    if (inToken !== undefined) return { source: 'token', groups: new Set(groupIds.filter((id) => inToken.has(id))) };
    const { ports, directory, tokens } = this.#options;
    const question = { ports, graphOrigin: directory.graphOrigin, token: tokens.graph, groupIds };
    return { source: 'graph', groups: await checkMembership(question, signal) };
  }

  /** SECURITY: what no check has proved lets in for a while only where nobody said no: a forged token, a revoked session do. */
  async #couldNotCheck(error: AppError): Promise<Verdict> {
    const { ports, rule } = this.#options;
    const remembered = isPassing(error) ? await this.#grace.recall(rule.graceMilliseconds) : null;
    ports.log.warn('gate-check', {
      verdict: 'could-not-check',
      code: error.code,
      correlationId: error.correlationId,
      ...error.fields,
      remembered: remembered !== null,
    });
    return { kind: 'could-not-check', error: error.toData(), remembered };
  }

  #evidence(findings?: Findings): AccessEvidence {
    const { ports, rule } = this.#options;
    const { token, requiredRoles, requiredGroups } = rule;
    const described = findings === undefined ? [] : describeFindings(rule, findings);
    return {
      checkedAt: ports.clock.now(),
      token,
      findings: described,
      requiredRoles: [...requiredRoles],
      requiredGroups: [...requiredGroups],
    };
  }
}

/** Whether an error may pass by itself: the network, a service out of order, or a clock that is wrong. */
function isPassing(error: AppError): boolean {
  switch (error.code) {
    case 'network-unreachable':
    case 'network-certificate':
    case 'sign-in-failed':
    case 'sign-in-timed-out':
    case 'access-unchecked':
      return true;
    case 'sign-in-bad-reply':
      // Without a fault of the token it was a proxy that answered in the service's place.
      return [undefined, 'token-expired', 'token-not-yet-valid'].includes(error.fields['reason'] as string | undefined);
    case 'sign-in-required':
      // The broker's silence is no word about the person.
      return error.fields['reason'] === 'broker_unavailable';
    default:
      return false;
  }
}

function isFault(error: AppError, fault: TokenFault): boolean {
  return error.code === 'sign-in-bad-reply' && error.fields['reason'] === fault;
}

function issuedAt(claims: Claims): number {
  return Number(claims['iat']) * 1000;
}
