import { AppError } from '../../shared/errors.ts';
import { allowedExternalUrl } from '../../shared/external-url.ts';
import type { OpenUrl } from '../core/ports.ts';

/** Opens what the allow-list lets through. */
export function createOpenUrl(openExternal: (url: string) => Promise<void>): OpenUrl {
  return async (text) => {
    const url = allowedExternalUrl(text);
    if (url === undefined) throw new AppError('browser-not-opened', { fields: { reason: 'refused' } });
    try {
      await openExternal(url);
    } catch (cause) {
      throw new AppError('browser-not-opened', { fields: { reason: 'no browser' }, cause });
    }
  };
}
