/** A text as it stands in HTML, between tags and in an attribute's quotes alike; NUL has no way to stand there. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('\u0000', '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
