/** Stands in index.html where the nonce of a load goes. */
const noncePlaceholder = '__CSP_NONCE__';

/**
 * The page's Content-Security-Policy: its own files and nothing else. The nonce is for Griffel's style elements.
 * SECURITY: no inline script, no remote origin, no HTML from strings (trusted types, whose one policy
 * is for the address of the window's own worker), no frames but those of
 * previews, no forms.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    // The frames of diagrams and previews, which have a policy of their own.
    `frame-src 'self' ${frameOrigin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types parley-worker',
  ].join('; ');
}

/** Where previews are loaded from, in a process of their own; even there they have no origin. */
export const frameOrigin = 'app://frame';
/** The one page of previews. */
export const framePath = '/frame.html';

/**
 * SECURITY: what an answer shows in a preview runs, but has no origin, network, storage, window, form, download or frame; what it
 * says of its pictures and fonts it brings along.
 */
const framePolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "webrtc 'block'",
  "frame-ancestors 'self' app://parley",
].join('; ');

/** Headers of the page of previews. */
export const frameHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': framePolicy,
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'referrer-policy': 'no-referrer',
};

/** Headers of every reply to the page. */
export function securityHeaders(nonce: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

/** Puts the nonce of this load into the page. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll(noncePlaceholder, nonce);
}
