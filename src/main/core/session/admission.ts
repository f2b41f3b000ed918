import { AppError, type AppErrorData } from '../../../shared/errors.ts';
import type { AccessEvidence } from '../../../shared/model/account.ts';
import type { AccountTokens, SignedInAccount } from '../auth/token-source.ts';
import { Gate } from '../gate/gate.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { Directory, Policy } from '../policy/policy.ts';
import type { Ports } from '../ports.ts';
import { endsSignIn } from './account-watch.ts';

/** Why an account may not go on. */
export interface Lock {
  readonly error: AppErrorData;
  readonly evidence: AccessEvidence | null;
}

/** The gate that an account stands at. */
export function createGate(options: {
  readonly ports: Ports;
  readonly policy: Policy;
  readonly directory: Directory;
  readonly account: SignedInAccount;
  readonly tokens: AccountTokens;
}): Gate {
  const { ports, policy, directory, account, tokens } = options;
  const { loginOrigin, graphOrigin, azureOpenAIScope } = directory.cloud;
  const { clientId, allowedTenants } = directory;
  return new Gate({
    ports,
    directory: { loginOrigin, graphOrigin, azureOpenAIScope, clientId, allowedTenants, tenant: account.tenantId },
    accountId: account.id,
    rule: policy.gate,
    tokens: {
      id: async (signal) => (await tokens.idToken({ renew: false }, signal)).idToken,
      access: (signal) => tokens.token({ resource: 'azure-openai' }, signal),
      graph: (signal, refused) => tokens.token({ resource: 'graph', ...refused }, signal),
      renew: (signal) => tokens.idToken({ renew: true }, signal),
    },
  });
}

/** Whether policy lets in only some. */
export function isGuarded({ gate: { requiredRoles, requiredGroups } }: Pick<Policy, 'gate'>): boolean {
  return requiredRoles.length > 0 || requiredGroups.length > 0;
}

/** Why a verdict locks; undefined where it does not. */
export function lockOf(verdict: Verdict): Lock | undefined {
  switch (verdict.kind) {
    case 'allowed':
      return undefined;
    case 'denied':
      return { error: new AppError('access-denied').toData(), evidence: verdict.evidence };
    case 'could-not-check': {
      if (verdict.remembered !== null) return undefined;
      const { error } = verdict;
      // Who is asked to sign in again is told so; everything else comes down to "could not be checked".
      if (isSelfExplaining(error)) return { error, evidence: null };
      const { correlationId, fields } = error;
      return {
        error: new AppError('access-unchecked', { correlationId, fields: { ...fields, cause: error.code } }).toData(),
        evidence: null,
      };
    }
  }
}

function isSelfExplaining(error: AppErrorData): boolean {
  return endsSignIn(error) || error.code === 'policy-invalid' || error.code.startsWith('consent-');
}
