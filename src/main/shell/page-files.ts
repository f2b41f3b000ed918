import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Preferences } from '../../shared/model/preferences.ts';
import { frameHeaders, framePath, securityHeaders, withNonce } from './csp.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** One file of the page, ready to be sent. */
export interface PageFile {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Record<string, string>;
}

/**
 * Reads a file of the built page.
 * @param root absolute folder of the built page
 * @param pathname the path of the request's URL
 * @param theme what the page begins with, so that nothing flashes before it knows the preferences
 * @returns undefined where there is no such file
 */
export async function readPageFile(
  root: string,
  pathname: string,
  theme: Preferences['theme'] = 'system',
): Promise<PageFile | undefined> {
  const file = fileOf(root, pathname);
  const type = file === undefined ? undefined : contentTypes[path.extname(file)];
  if (file === undefined || type === undefined) return undefined;
  try {
    const nonce = randomBytes(16).toString('base64');
    if (pathname === framePath)
      return { body: await readFile(file, 'utf8'), headers: { ...frameHeaders, 'content-type': type } };
    // The frame of previews has no origin, so that its own scripts come from elsewhere; they are no secret.
    const shared = type === contentTypes['.html'] ? {} : { 'access-control-allow-origin': '*' };
    const headers = { ...securityHeaders(nonce), ...shared, 'content-type': type };
    if (type !== contentTypes['.html']) return { body: new Uint8Array(await readFile(file)), headers };
    return {
      body: withNonce(await readFile(file, 'utf8'), nonce).replaceAll('__THEME__', theme),
      headers: { ...headers, 'cache-control': 'no-store' },
    };
  } catch {
    return undefined;
  }
}

/** SECURITY: a path never leaves the page's folder. */
function fileOf(root: string, pathname: string): string | undefined {
  try {
    const decoded = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
    if (decoded.includes('\0')) return undefined;
    const file = path.resolve(root, `.${decoded}`);
    return file.startsWith(root + path.sep) ? file : undefined;
  } catch {
    return undefined;
  }
}
