import { directoryKey } from './directory-key.ts';
import { isLoopback } from '../auth/cloud.ts';
import { unknownDeployments } from '../gate/role-mapping.ts';
import { findLibraryFault } from './library.ts';
import type { Directory, Policy } from './policy.ts';

/** A fault that only shows when keys are held against each other, in an administrator's words. */
export interface PolicyFault {
  readonly key: string;
  readonly problem: string;
  readonly accepted: string;
}

/** The first fault between the keys of a policy, each of which is good by itself. */
export function findFault(policy: Policy): PolicyFault | undefined {
  const keys = policy.directories.map(directoryKey);
  const again = policy.directories.find((_directory, index) => keys.indexOf(keys[index] ?? '') !== index);
  if (again !== undefined) {
    return {
      key: 'AdditionalTenants',
      problem: `has “${again.displayName}”, whose tenant, login host and ClientId are another entry’s`,
      accepted: 'one entry for each tenant and registration, with all of its Deployments',
    };
  }

  const empty = policy.directories.find(({ deployments, discovery }) => deployments.length === 0 && !discovery);
  if (empty !== undefined) {
    const problem = empty.displayName === '' ? 'is empty' : `of “${empty.displayName}” is empty`;
    return { key: 'Deployments', problem, accepted: 'a list with at least 1 entry, or Discovery' };
  }
  const badDiscovery = policy.directories.map(findBadDiscovery).find((fault) => fault !== undefined);
  if (badDiscovery !== undefined) return badDiscovery;

  const deployments = policy.directories.flatMap((directory) => directory.deployments);
  const ids = deployments.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    return { key: 'Deployments', problem: `has two entries “${twice}”`, accepted: 'a different Id for each entry' };
  }

  for (const deployment of deployments) {
    if (deployment.auth === 'developer' && policy.developerTools.length === 0) {
      return {
        key: `Deployments.${deployment.id}.Auth`,
        problem: 'is developer, but DeveloperCredentials is empty',
        accepted: 'developer together with at least one tool in DeveloperCredentials',
      };
    }
  }

  const badFallback = policy.directories.map(findBadFallback).find((fault) => fault !== undefined);
  if (badFallback !== undefined) return badFallback;

  const libraryFault = policy.directories.map(findLibraryFault).find((fault) => fault !== undefined);
  if (libraryFault !== undefined) return libraryFault;

  const [unknown] = unknownDeployments(policy.gate.roleMapping ?? new Map(), ids);
  if (unknown === undefined) return undefined;
  return {
    key: `RoleMapping.${unknown.role}.Deployments`,
    problem: `names “${unknown.deployment}”, which is not an Id in Deployments`,
    accepted: ids.join(', '),
  };
}

/** Discovery has to know whom to ask, and which addresses tokens may go to. */
function findBadDiscovery({ discovery, cloud }: Directory): PolicyFault | undefined {
  if (discovery === undefined) return undefined;
  const { armOrigin, azureOpenAISuffixes } = cloud;
  if (armOrigin === undefined) {
    return { key: 'Discovery', problem: 'is set, but Cloud has no ArmHost', accepted: 'Discovery with Cloud.ArmHost' };
  }
  if (azureOpenAISuffixes.length > 0 || isLoopback(new URL(armOrigin))) return undefined;
  return {
    key: 'Discovery',
    problem: 'is set, but Cloud does not say where Azure OpenAI resources are',
    accepted: 'Discovery with Cloud.AzureOpenAISuffixes',
  };
}

/** A fallback has to be another deployment of the same tenant: an account is offered no others. */
function findBadFallback({ deployments }: Directory): PolicyFault | undefined {
  for (const { id, fallbacks } of deployments) {
    const others = deployments.map((other) => other.id).filter((other) => other !== id);
    const bad = fallbacks.find(
      (fallback, index) => !others.includes(fallback) || fallbacks.indexOf(fallback) !== index,
    );
    if (bad === undefined) continue;
    const problem = others.includes(bad)
      ? `names “${bad}” twice`
      : `names “${bad}”, which is ${bad === id ? 'the deployment itself' : 'not an Id in the same Deployments'}`;
    return {
      key: `Deployments.${id}.Fallbacks`,
      problem,
      accepted: others.join(', ') || 'none: there is no other deployment',
    };
  }
  return undefined;
}
