import { isLoopback, type Cloud } from '../auth/cloud.ts';
import { badReply } from './graph-error.ts';

/**
 * The address where a file's bytes are, out of a reply; it opens without a token.
 * @throws AppError `graph-bad-reply` for one that is not of the cloud's SharePoint
 */
export function storageUrl(
  address: string | undefined,
  cloud: Pick<Cloud, 'graphOrigin' | 'sharePointSuffix'>,
): string {
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  // SECURITY: bytes come from the organisation's own storage alone, and go nowhere else. A cloud on this computer keeps
  // them on this computer.
  const isOfCloud =
    url?.protocol === 'https:' &&
    cloud.sharePointSuffix !== undefined &&
    url.hostname.endsWith(`.${cloud.sharePointSuffix}`);
  const isHere = url !== undefined && isLoopback(url) && isLoopback(new URL(cloud.graphOrigin));
  if (url === undefined || !(isOfCloud || isHere)) throw badReply();
  return url.href;
}
