import { createHash } from 'node:crypto';
import type { AccessFinding } from '../../../shared/model/account.ts';
import type { ClaimReading } from './claim-path.ts';
import { fullGrant, grantOf, isGroupId, type RoleMapping } from './role-mapping.ts';
import type { Access } from './verdict.ts';
import type { TokenAudience, TokenKind } from './verify-token.ts';

/**
 * Who may use the app. Any one of the required roles or of the required groups lets in; nobody needs one of each list,
 * which is how administrators read such lists elsewhere. Both empty let everybody in.
 */
export interface GateRule {
  readonly requiredRoles: readonly string[];
  /** Object ids. */
  readonly requiredGroups: readonly string[];
  /** Where the roles are in the token, `roles`. */
  readonly claim: string;
  readonly token: TokenKind;
  /** Undefined: who is let in may use everything. */
  readonly roleMapping: RoleMapping | undefined;
  /** By the id of a deployment that not everybody may use: the roles or groups of which one is needed. */
  readonly deploymentRoles: ReadonlyMap<string, readonly string[]>;
  /** The roles or groups that a server of tools or an assistant asks for. */
  readonly otherRoles: readonly string[];
  /** How long the last good verdict counts where none can be had; 0 for not at all. */
  readonly graceMilliseconds: number;
}

/** The groups, of those that the rule names, that the person is in. */
export interface Membership {
  readonly source: 'token' | 'graph';
  /** In lower case. */
  readonly groups: ReadonlySet<string>;
}

/** What was found out about a person; `membership` only where the rule needs it. */
export interface Findings {
  readonly roles: ClaimReading;
  readonly membership?: Membership | undefined;
}

const shownValues = 20;
const keptRoles = 100;

/** Whether a rule asks for nothing, so that no token need be looked at. */
export function isOpen({ requiredRoles, requiredGroups, roleMapping, deploymentRoles, otherRoles }: GateRule): boolean {
  const isRequired = requiredRoles.length > 0 || requiredGroups.length > 0;
  return !isRequired && roleMapping === undefined && deploymentRoles.size === 0 && otherRoles.length === 0;
}

/** The groups whose membership the verdict hangs on, given the roles that the token shows; empty where they decide alone. */
export function groupsInQuestion(rule: GateRule, roles: ClaimReading): string[] {
  const admittedByRole = rule.requiredRoles.some((role) => hasRole(roles, role));
  const deciding = admittedByRole ? [] : [...rule.requiredGroups, ...rolesThatAreGroups(rule)];
  const mapped = givingNames(rule).filter((name) => !hasRole(roles, name));
  return [...new Set([...deciding, ...mapped].filter(isGroupId).map((id) => id.toLowerCase()))];
}

/** What the person has, or undefined where none of what is required was found. */
export function decide(rule: GateRule, { roles, membership }: Findings): Access | undefined {
  const isMember = (id: string): boolean => membership?.groups.has(id.toLowerCase()) ?? false;
  const isRequired = rule.requiredRoles.length > 0 || rule.requiredGroups.length > 0;
  const isAdmitted =
    !isRequired ||
    rule.requiredRoles.some((role) => hasRole(roles, role)) ||
    [...rule.requiredGroups, ...rolesThatAreGroups(rule)].some(isMember);
  if (!isAdmitted) return undefined;
  const { roleMapping, deploymentRoles, otherRoles } = rule;
  const isHeld = (name: string): boolean => hasRole(roles, name) || isMember(name);
  const grant = roleMapping === undefined ? fullGrant : grantOf(roleMapping, isHeld);
  const withheld = [...deploymentRoles].filter(([, needed]) => !needed.some(isHeld)).map(([id]) => id);
  // Those that something hangs on come first: of many, the rest is cut.
  const names = new Set([...otherRoles.filter(isHeld), ...valuesOf(roles), ...(membership?.groups ?? [])]);
  return { ...grant, withheld, roles: [...names].slice(0, keptRoles) };
}

/** Whether a verdict hangs on groups by name, with `groups` as the claim; `access` is what was found without them. */
export function dependsOnGroupNames(rule: GateRule, access: Access | undefined): boolean {
  const deciding = access === undefined ? rule.requiredRoles : [];
  return rule.claim === 'groups' && [...deciding, ...givingNames(rule)].some((name) => !isGroupId(name));
}

/** The findings as evidence. */
export function describeFindings({ claim }: GateRule, { roles, membership }: Findings): AccessFinding[] {
  const finding = (name: string, source: AccessFinding['source'], reading: ClaimReading): AccessFinding => {
    const values = valuesOf(reading);
    const state = reading.kind === 'values' ? 'present' : reading.kind;
    return { claim: name, source, state, found: values.slice(0, shownValues), count: values.length };
  };
  const inToken = finding(claim, 'token', roles);
  if (membership === undefined) return [inToken];
  return [inToken, finding('groups', membership.source, { kind: 'values', values: membership.groups })];
}

/** Names a rule, so that a verdict by another rule, directory or app registration is not taken for one by this. */
export function hashRule(rule: GateRule, audience: TokenAudience): string {
  const { requiredRoles, requiredGroups, claim, token, roleMapping, deploymentRoles, otherRoles } = rule;
  const { loginOrigin, clientId, azureOpenAIScope, allowedTenants } = audience;
  const parts = [
    [loginOrigin, clientId, azureOpenAIScope, allowedTenants],
    [requiredRoles, requiredGroups, claim, token],
    roleMapping === undefined ? null : [...roleMapping],
    [...deploymentRoles],
    otherRoles,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** With `groups` as the claim, the required roles are groups, which a token may leave to Graph. */
function rolesThatAreGroups({ claim, requiredRoles }: GateRule): readonly string[] {
  return claim === 'groups' ? requiredRoles : [];
}

/** The roles and groups that give something to who has been let in. */
function givingNames({ roleMapping, deploymentRoles, otherRoles }: GateRule): readonly string[] {
  return [...(roleMapping?.keys() ?? []), ...[...deploymentRoles.values()].flat(), ...otherRoles];
}

function hasRole(reading: ClaimReading, role: string): boolean {
  return reading.kind === 'values' && reading.values.has(role);
}

function valuesOf(reading: ClaimReading): string[] {
  return reading.kind === 'values' ? [...reading.values] : [];
}
