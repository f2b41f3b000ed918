import type { CustomScheme, Protocol } from 'electron';
import type { Preferences } from '../../shared/model/preferences.ts';
import { frameOrigin, framePath } from './csp.ts';
import { readPageFile } from './page-files.ts';

/** Where the page is loaded from; the one origin that the bridge talks to. */
export const pageOrigin = 'app://parley';

/** Must be registered before Electron is ready. */
export const appScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
};

/** The page of previews, the one that a frame may load. */
export const frameAddress = `${frameOrigin}${framePath}`;

/**
 * Serves the built page under `app://parley/`, and the page of previews with its scripts under `app://frame/`.
 * @param theme the theme that the page begins with
 */
export function serveApp(protocol: Protocol, root: string, theme: () => Preferences['theme']): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const isPage = url.host === new URL(pageOrigin).host;
    const isFrame = url.host === new URL(frameOrigin).host && /^\/(?:frame\.html|assets\/[^/]+)$/.test(url.pathname);
    const isOurs = request.method === 'GET' && (isPage || isFrame);
    const file = isOurs ? await readPageFile(root, url.pathname, theme()) : undefined;
    if (file === undefined) return new Response('Not found', { status: 404 });
    return new Response(file.body, { headers: file.headers });
  });
}
