import type { Directory } from './policy.ts';
import { shortHash } from '../short-hash.ts';

/** Names a directory: its tenant, cloud and registration. Fit for a file's name. */
export function directoryKey({ cloud, tenant, clientId }: Directory): string {
  return shortHash(`${cloud.loginOrigin}/${tenant}/${clientId}`);
}
