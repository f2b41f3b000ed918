import type { TokenCredential } from '@azure/identity';
import { AppError } from '../../../../shared/errors.ts';
import type { DeveloperTool } from '../../policy/policy.ts';

/**
 * The sign-in of developers' tools on this computer, in the order that policy lists them. The library is loaded when the
 * first token is asked for: most people never need it.
 * Source: https://learn.microsoft.com/javascript/api/@azure/identity
 */
export function developerCredential(tools: readonly DeveloperTool[], tenantId: string): TokenCredential {
  let chain: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      chain ??= createChain(tools, tenantId);
      try {
        return await (await chain).getToken(scopes, options);
      } catch (cause) {
        if (options?.abortSignal?.aborted === true) throw cause;
        // SECURITY: the tools' own words may name accounts and paths; the card has the tools' names.
        throw new AppError('developer-credential', { fields: { reason: tools.join(', ') }, cause });
      }
    },
  };
}

async function createChain(tools: readonly DeveloperTool[], tenantId: string): Promise<TokenCredential> {
  const { AzureCliCredential, AzureDeveloperCliCredential, AzurePowerShellCredential, ChainedTokenCredential } =
    await import('@azure/identity');
  const create = (tool: DeveloperTool): TokenCredential => {
    switch (tool) {
      case 'azure-cli':
        return new AzureCliCredential({ tenantId });
      case 'azure-developer-cli':
        return new AzureDeveloperCliCredential({ tenantId });
      case 'azure-powershell':
        return new AzurePowerShellCredential({ tenantId });
    }
  };
  return new ChainedTokenCredential(...tools.map(create));
}
