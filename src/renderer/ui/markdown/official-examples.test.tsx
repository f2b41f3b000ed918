import specification from 'commonmark-spec/spec.txt?raw';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { describe, expect, test } from 'vitest';
import { allowedExternalUrl } from '../../../shared/external-url.ts';
import { gfmExamples, type SpecificationExample } from '../../test-support/gfm-examples.ts';
import { deviations } from '../../test-support/markdown-deviations.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { linkTarget } from './markdown.logic.ts';
import { Markdown, type MarkdownProps } from './markdown.tsx';

/** The examples of CommonMark's own specification, as its package reads them. */
function commonMarkExamples(): readonly SpecificationExample[] {
  const found: SpecificationExample[] = [];
  const pattern = /^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$|^#{1,6} *(.*)$/gm;
  let section = '';
  for (const [, markdown, html, heading] of specification
    .replace(/^<!-- END TESTS -->[\s\S]*/m, '')
    .matchAll(pattern)) {
    if (heading !== undefined) section = heading;
    if (markdown === undefined || html === undefined) continue;
    const tabs = (text: string) => text.replaceAll('→', '\t');
    found.push({ number: found.length + 1, section, markdown: tabs(markdown), html: tabs(html) });
  }
  return found;
}

/** What a page says: elements, the attributes that mean something, and texts; one form for the window's and the specification's. */
function meaning(node: Node, isCode = false): string {
  if (node instanceof Text) return isCode ? escape(node.data) : escape(node.data.replaceAll(/\s+/g, ' '));
  if (!(node instanceof Element)) return '';
  if (node.localName === 'button') return '';
  const inside = [...node.childNodes].map((child) => meaning(child, isCode || node.localName === 'pre')).join('');
  switch (node.localName) {
    case 'pre': {
      const code = node.textContent.replace(/\n$/, '');
      return `<pre>${escape(code)}</pre>`;
    }
    case 'div':
      return node.querySelector(':scope > pre') === null ? inside : meaning(node.querySelector('pre') ?? node);
    case 'a':
      return linked(node.getAttribute('href') ?? '', inside);
    case 'img': {
      const text = escape((node.getAttribute('alt') ?? '') || 'picture');
      const target = linkTarget(node.getAttribute('src') ?? '', allowedExternalUrl);
      return target.kind === 'link' && target.address.startsWith('https:') ? linked(target.address, text) : text;
    }
    case 'h1':
      return `<h3>${inside.trim()}</h3>`;
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6': {
      const isOurs = node.closest('[data-markdown]') !== null;
      const level = isOurs ? node.localName : { h2: 'h4', h3: 'h5', h4: 'h6', h5: 'h6', h6: 'h6' }[node.localName];
      return `<${level}>${inside.trim()}</${level}>`;
    }
    case 'bdi':
      return inside;
    case 'ol':
      return `<ol ${node.getAttribute('start') ?? '1'}>${inside.replaceAll(/(?<=>) | (?=<)/g, '')}</ol>`;
    case 'input':
      return node instanceof HTMLInputElement && node.checked ? '[x]' : '[ ]';
    case 'th':
    case 'td': {
      const align = node.getAttribute('align') ?? (node instanceof HTMLElement ? node.style.textAlign : '');
      return `<${node.localName} ${align}>${inside.trim()}</${node.localName}>`;
    }
    default:
      return `<${node.localName}>${['code', 'em', 'strong', 'del'].includes(node.localName) ? inside : inside.trim()}</${node.localName}>`;
  }
}

/** The window's rule for links, applied to the specification's. */
function linked(address: string, text: string): string {
  const target = linkTarget(decoded(address), allowedExternalUrl);
  if (target.kind === 'link') return `<a ${escape(target.address)}>${text}</a>`;
  if (target.kind === 'none' || escape(target.address) === text) return text;
  return `${text} (${escape(target.address.replaceAll(/\s+/g, ' '))})`;
}

/** Percent signs are the specification's way to write an address, and not the window's where it opens none. */
function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function tidy(html: string): string {
  return decoded(
    html
      .replaceAll(/(?<=\[[ x]\]) /g, '')
      .replaceAll(/\s*(<\/?(?:p|h\d|ul|ol[^>]*|li|pre|blockquote|hr|table|tr|br)>)\s*/g, '$1'),
  ).trim();
}

function expected(html: string): string {
  const page = new DOMParser().parseFromString(`<main>${html}</main>`, 'text/html');
  const root = page.querySelector('main');
  return tidy([...(root?.childNodes ?? [])].map((node) => meaning(document.importNode(node, true))).join(''));
}

function shown(container: Element): string {
  return tidy(meaning(container.querySelector('[data-markdown]') ?? container));
}

const named = (source: string, examples: readonly SpecificationExample[]) =>
  examples.map(({ number, markdown, html }) => ({ name: `${source} ${number}`, markdown, html }));
const examples = [...named('CommonMark', commonMarkExamples()), ...named('GFM', gfmExamples)];

/** A text on the page that another takes the place of at once. */
async function stage() {
  let show = (_props: MarkdownProps): void => undefined;
  function Stage() {
    const [props, setProps] = useState<MarkdownProps>({ text: '' });
    // oxlint-disable-next-line react/globals -- the one way in which this page is told what to show
    show = (next) => flushSync(() => setProps(next));
    return <Markdown {...props} />;
  }
  const { container } = await renderPart(<Stage />);
  return { container, show: (text: string, isGrowing = false) => show({ text, isGrowing }) };
}

describe('the official examples', () => {
  test('are all there', () => {
    expect(examples.length).toBe(652 + 24);
  });

  test('mean what their specification says, but for the deviations that are listed with their reasons', async () => {
    const { container, show } = await stage();
    const listed = new Set(deviations.flatMap(({ examples: names }) => names));
    const wrong: string[] = [];
    for (const { name, markdown, html } of examples) {
      show(markdown);
      const [ours, theirs] = [shown(container), expected(html)];
      // A deviation that is none any more must go from the list, too.
      if ((ours === theirs) === listed.has(name)) wrong.push([name, JSON.stringify(markdown), ours, theirs].join('\n'));
    }
    expect(wrong.join('\n\n')).toBe('');
  });

  test('arrive, cut anywhere, at the page that they are when they come whole', async () => {
    const { container, show } = await stage();
    // React leaves an emptied attribute behind.
    const html = () => container.innerHTML.replaceAll(' style=""', '');
    for (const { name, markdown } of examples) {
      show(markdown);
      const whole = html();
      show('');
      for (let end = 1; end <= markdown.length; end += 1) show(markdown.slice(0, end), true);
      show(markdown);
      expect(html(), name).toBe(whole);
    }
  }, 180_000);
});
