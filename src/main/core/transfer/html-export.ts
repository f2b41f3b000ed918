import { createHash } from 'node:crypto';
import { escapeHtml } from './html-text.ts';
import { htmlStyle } from './html-style.ts';

/**
 * SECURITY: an exported page runs nothing and asks nobody for anything, whatever is in it: its one style is known by its hash,
 * its pictures are in it.
 */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(htmlStyle).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** How a page begins; with more than one conversation it has a list of them. */
export function htmlHead(title: string, details: string, titles: readonly string[]): string {
  const entries = titles.map((each, index) => `<li><a href="#c${index + 1}" dir="auto">${escapeHtml(each)}</a></li>\n`);
  const contents =
    titles.length < 2 ? '' : `<nav aria-label="Conversations">\n<ol>\n${entries.join('')}</ol>\n</nav>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<p class="details">${escapeHtml(details)}</p>
${contents}<main>
`;
}

/** How a conversation begins, by its place on the page. */
export function htmlConversation(place: number, title: string, details: string): string {
  return `<section id="c${place}">
<h1 dir="auto">${escapeHtml(title)}</h1>
<p class="details">${escapeHtml(details)}</p>
`;
}

/** How a conversation ends. */
export const htmlConversationEnd = '</section>\n';

/** How a page ends. */
export const htmlEnd = '</main>\n</body>\n</html>\n';
