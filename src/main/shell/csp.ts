/** Stands in index.html where the nonce of a load goes. */
const noncePlaceholder = '__CSP_NONCE__';

/**
 * The page's Content-Security-Policy: its own files and nothing else. The nonce is for Griffel's style elements.
 * SECURITY: no inline script, no remote origin, no HTML from strings (trusted types, whose one policy
 * is for the address of the window's own worker), no frames, no forms.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types parley-worker',
  ].join('; ');
}

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
