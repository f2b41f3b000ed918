import type { Access } from '../gate/verdict.ts';
import type { DeploymentSettings, Directory, Policy } from '../policy/policy.ts';
import type { ToolServerSettings } from '../policy/tool-servers.ts';

/** What an offer stands on. */
export interface OfferOptions {
  readonly policy: Pick<Policy, 'isExportAllowed'>;
  readonly directory: Pick<Directory, 'deployments' | 'toolServers'>;
  /** The models that were found in Azure. */
  readonly found: () => readonly DeploymentSettings[];
}

/** What of the organisation's the person may use: policy's list, as far as the gate goes along with it. */
export class Offer {
  readonly #options: OfferOptions;
  #access: Access;

  constructor(access: Access, options: OfferOptions) {
    this.#options = options;
    this.#access = permitted(access, options.policy);
  }

  get access(): Access {
    return this.#access;
  }

  set access(access: Access) {
    this.#access = permitted(access, this.#options.policy);
  }

  /** SECURITY: a role with a list of models gives these alone; what Azure would let the person use besides is not added to it. */
  get hasAllModels(): boolean {
    return this.#access.deployments === 'all';
  }

  get mayExport(): boolean {
    return this.#access.abilities.includes('export');
  }

  get deployments(): readonly DeploymentSettings[] {
    const { deployments, withheld } = this.#access;
    const { directory, found } = this.#options;
    const offered = directory.deployments.filter(({ id }) => !withheld.includes(id));
    if (deployments !== 'all') return offered.filter(({ id }) => deployments.includes(id));
    return [...offered, ...found()];
  }

  get toolServers(): readonly ToolServerSettings[] {
    const { abilities, roles } = this.#access;
    if (!abilities.includes('tools')) return [];
    return this.#options.directory.toolServers.filter(
      ({ roles: needed }) => needed.length === 0 || needed.some((role) => roles.includes(role)),
    );
  }
}

/** What policy takes from everybody, no role gives. */
function permitted(access: Access, { isExportAllowed }: Pick<Policy, 'isExportAllowed'>): Access {
  if (isExportAllowed) return access;
  return { ...access, abilities: access.abilities.filter((ability) => ability !== 'export') };
}
