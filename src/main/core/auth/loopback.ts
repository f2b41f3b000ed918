import { request } from 'node:http';

/**
 * Ends MSAL's wait for the browser, which has no cancel of its own: its loopback server is told that access was denied.
 * @param authorizeUrl the sign-in page's address, which names the server and the state that it expects
 */
export function endLoopbackWait(authorizeUrl: string): void {
  const { searchParams } = new URL(authorizeUrl);
  const { port } = new URL(searchParams.get('redirect_uri') ?? '');
  const body = new URLSearchParams({ error: 'access_denied', state: searchParams.get('state') ?? '' }).toString();
  const post = request({
    host: '127.0.0.1',
    port,
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
  });
  // The server may be gone already: then the wait has ended by itself.
  post.on('error', () => {});
  post.end(body);
}

const style =
  'html{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:20vh auto;max-width:28rem;padding:0 1rem}h1{font-size:1.5rem}';

/** What the browser shows after Microsoft's page; the code has arrived but is not yet redeemed, so it promises nothing. */
export const arrivedPage = page('Back to Parley', 'You can close this tab. Parley is finishing your sign-in.');

/** What the browser shows when Microsoft's page refused or the person cancelled. */
export const refusedPage = page('You are not signed in', 'You can close this tab. Parley shows what happened.');

function page(title: string, text: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${style}</style><h1>${title}</h1><p>${text}</p></html>`;
}
