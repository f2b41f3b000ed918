import type { Token, Tokens } from 'marked';
import { type AnswerToken, knownToken, type MathToken } from '../../../renderer/ui/markdown/answer-token.ts';
import { decodeEntities } from '../../../renderer/ui/markdown/entities.ts';
import {
  codeLanguage,
  headingLevel,
  linkPlace,
  linkTarget,
  plainText,
  splitBlocks,
} from '../../../renderer/ui/markdown/markdown.logic.ts';
import { allowedExternalUrl } from '../../../shared/external-url.ts';
import { escapeHtml } from '../../core/transfer/html-text.ts';

/**
 * A markdown text as HTML, by the tokens and the rules of the window's own view of it; `markdown-html.test.tsx` holds the two
 * together. SECURITY: nothing of the text gets in but through `escapeHtml`.
 */
export function markdownHtml(text: string): string {
  return splitBlocks(text)
    .map(({ token }) => blockHtml(token))
    .join('\n');
}

function blockHtml(token: AnswerToken): string {
  switch (token.type) {
    case 'paragraph':
      return `<p dir="auto">${inlineHtml(token.tokens)}</p>`;
    case 'heading': {
      const level = headingLevel(token.depth);
      return `<h${level} dir="auto">${inlineHtml(token.tokens)}</h${level}>`;
    }
    case 'code':
      return `<pre dir="ltr" title="${escapeHtml(codeLanguage(token.lang))}"><code>${escapeHtml(token.text)}</code></pre>`;
    case 'blockquote':
      return `<blockquote>${blocksHtml(token.tokens)}</blockquote>`;
    case 'list':
      return listHtml(token);
    case 'table':
      return tableHtml(token);
    case 'hr':
      return '<hr>';
    case 'html':
      return `<p dir="auto">${escapeHtml(token.raw.trimEnd())}</p>`;
    case 'math':
      return `<p dir="ltr">${mathHtml(token)}</p>`;
    case 'footnote':
      return `<div class="footnote"><sup>${escapeHtml(token.label)}</sup> ${blocksHtml(token.tokens)}</div>`;
    case 'list_item':
      return blocksHtml(token.tokens);
    case 'checkbox':
    case 'br':
    case 'codespan':
    case 'del':
    case 'em':
    case 'escape':
    case 'footnoteMark':
    case 'image':
    case 'link':
    case 'strong':
    case 'text':
      return inlineHtml([token]);
    case 'space':
    case 'def':
      return '';
  }
}

function blocksHtml(tokens: readonly Token[]): string {
  return tokens.map((token) => ofKnown(token, blockHtml)).join('');
}

function ofKnown(token: Token, html: (token: AnswerToken) => string): string {
  const known = knownToken(token);
  return known === undefined ? '' : html(known);
}

function listHtml({ ordered, start, items }: Tokens.List): string {
  const entries = items.map((item) => `<li>${blocksHtml(item.tokens)}</li>`).join('\n');
  return ordered ? `<ol start="${start === '' ? 1 : start}">${entries}</ol>` : `<ul>${entries}</ul>`;
}

function tableHtml({ header, rows }: Tokens.Table): string {
  const cell = (name: 'th' | 'td', { align, tokens }: Tokens.TableCell) =>
    `<${name}${align === null ? '' : ` class="${align}"`}>${inlineHtml(tokens)}</${name}>`;
  const head = header.map((each) => cell('th', each)).join('');
  const body = rows.map((row) => `<tr>${row.map((each) => cell('td', each)).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${head}</tr></thead>${rows.length === 0 ? '' : `<tbody>${body}</tbody>`}</table>`;
}

function inlineHtml(tokens: readonly Token[]): string {
  return tokens.map((token) => ofKnown(token, inlineTokenHtml)).join('');
}

function inlineTokenHtml(token: AnswerToken): string {
  switch (token.type) {
    case 'text':
      if (token.tokens !== undefined) return inlineHtml(token.tokens);
      return escapeHtml(token.escaped === true ? token.text : decodeEntities(token.text));
    case 'escape':
      return escapeHtml(token.text);
    case 'strong':
      return `<strong>${inlineHtml(token.tokens)}</strong>`;
    case 'em':
      return `<em>${inlineHtml(token.tokens)}</em>`;
    case 'del':
      return `<del>${inlineHtml(token.tokens)}</del>`;
    case 'codespan':
      return `<code dir="ltr">${escapeHtml(token.text)}</code>`;
    case 'br':
      return '<br>';
    case 'checkbox':
      return `<input type="checkbox"${token.checked ? ' checked' : ''} disabled>`;
    case 'link': {
      const href = token.autolink === true ? token.href : decodeEntities(token.href);
      const target = linkTarget(href, allowedExternalUrl);
      const text = inlineHtml(token.tokens);
      if (target.kind === 'link') return anchorHtml(target.address, { name: plainText(token.tokens), html: text });
      if (target.kind === 'none' || token.text === href) return text;
      return `${text} (<bdi dir="ltr">${escapeHtml(target.address)}</bdi>)`;
    }
    // SECURITY: a picture of an answer is a link: who opens the page would tell its address that it was opened.
    case 'image': {
      const target = linkTarget(decodeEntities(token.href), allowedExternalUrl);
      const name = plainText(token.tokens) || 'picture';
      const html = escapeHtml(name);
      const isLink = target.kind === 'link' && target.address.startsWith('https:');
      return isLink ? anchorHtml(target.address, { name, html }) : html;
    }
    case 'html':
      return escapeHtml(token.raw);
    case 'math':
      return mathHtml(token);
    case 'footnoteMark':
      return `<sup>${escapeHtml(token.label)}</sup>`;
    case 'paragraph':
      return inlineHtml(token.tokens);
    case 'blockquote':
    case 'code':
    case 'def':
    case 'footnote':
    case 'heading':
    case 'hr':
    case 'list':
    case 'list_item':
    case 'space':
    case 'table':
      return escapeHtml(token.raw);
  }
}

/** A formula as it is written: a page without scripts and fonts of its own has nothing to set it with. */
function mathHtml({ raw }: MathToken): string {
  return `<code class="math" dir="ltr">${escapeHtml(raw.trim())}</code>`;
}

function anchorHtml(address: string, { name, html }: { readonly name: string; readonly html: string }): string {
  const written = escapeHtml(address);
  const place = linkPlace(address, name);
  const told = place === undefined ? '' : ` (<bdi dir="ltr">${escapeHtml(place)}</bdi>)`;
  return `<a href="${written}" title="${written}" rel="noreferrer noopener" target="_blank">${html}</a>${told}`;
}
