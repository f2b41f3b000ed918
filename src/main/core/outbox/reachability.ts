import type { DeploymentSettings } from '../policy/policy.ts';
import type { Fetch } from '../ports.ts';

const deadlineMilliseconds = 5000;

/**
 * Whether somebody answers at a deployment's address, whatever they say: a computer may have a network that leads nowhere.
 * SECURITY: no token and nothing of the person's goes along.
 */
export async function isReachable(
  deployment: Pick<DeploymentSettings, 'endpoint'>,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<boolean> {
  const { origin } = new URL(deployment.endpoint.baseUrl);
  try {
    await fetch(origin, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMilliseconds)]),
    });
    return true;
  } catch {
    return false;
  }
}
