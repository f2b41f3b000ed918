import { useState } from 'react';
import { flushSync } from 'react-dom';
import { describe, expect, test } from 'vitest';
import { allowedExternalUrl } from '../../../shared/external-url.ts';
import { deviations } from '../../test-support/markdown-deviations.ts';
import { officialExamples } from '../../test-support/official-examples.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { linkTarget } from './markdown.logic.ts';
import { Markdown, type MarkdownProps } from './markdown.tsx';
import { MarkdownReader } from './markdown-reader.ts';

/** What a page says: elements, the attributes that mean something, and texts; one form for the window's and the specification's. */
function meaning(node: Node, isCode = false): string {
  if (node instanceof Text) return isCode ? escape(node.data) : escape(node.data.replaceAll(/\s+/g, ' '));
  if (!(node instanceof Element)) return '';
  if (node.localName === 'button' || node.hasAttribute('data-address')) return '';
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

const examples = officialExamples();

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
    expect(examples.length).toBe(652 + 28);
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

  // Between two such cuts only texts grow; that the reader's blocks are right at every cut is proven in Node.
  test('arrive at the page that they are when they come whole, by every cut at which their page has another form', async () => {
    const { container, show } = await stage();
    // React leaves an emptied attribute behind.
    const html = () => container.innerHTML.replaceAll(' style=""', '');
    let shownCuts = 0;
    for (const { name, markdown } of examples) {
      show(markdown);
      const whole = html();
      show('');
      for (const cut of cutsOfForm(markdown)) {
        show(cut, true);
        shownCuts += 1;
      }
      show(markdown);
      expect(html(), name).toBe(whole);
    }
    expect(shownCuts).toBeGreaterThan(4 * examples.length);
  }, 60_000);
});

/** The beginnings of a text by whose arrival its page gets or loses an element. */
function cutsOfForm(text: string): readonly string[] {
  const reader = new MarkdownReader();
  let last = '';
  return Array.from({ length: text.length }, (_, index) => text.slice(0, index + 1)).filter((cut) => {
    const form = formOf(reader.read(cut, true));
    const isNew = form !== last;
    last = form;
    return isNew;
  });
}

/** Of tokens, what decides on elements; that texts and addresses grow is no matter of it. */
function formOf(blocks: unknown): string {
  const deciding = 'token type tokens items header rows depth ordered start task checked loose align isDisplayed';
  return JSON.stringify(blocks, deciding.split(' '));
}
