import { describe, expect, test } from 'vitest';
import { markdownHtml } from '../../../main/transfer/html/markdown-html.ts';
import { canary, hostileHtml, hostileMarkdown } from '../../test-support/hostile-corpus.ts';
import { deepDocuments } from '../../test-support/hostile-documents.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { Markdown } from './markdown.tsx';

const ordinary = [
  '# One\n\nA **bold** and *soft* ~~old~~ `code` line\\\nwith a break, an &amp; and https://example.com/?a=1&b=2.',
  '> quoted\n>\n> - a\n>   1. b\n>      - [x] done\n>      - [ ] open',
  '3. three\n4. four\n\n   with a paragraph',
  '| a | b | c |\n| :- | :-: | -: |\n| 1 | `2` | [three](https://example.com/) |',
  '```ts title="x"\nconst a = 1 < 2 && "b";\n```\n\n    indented',
  '[page][p] ![a chart](https://example.com/c.png) ![local](./c.png) [no](javascript:alert(1)) [mail](mailto:a@example.com)\n\n[p]: https://example.com/',
  'A claim[^1].\n\n[^1]: Its source.\n\n    And more.',
  'A formula $x^2 < 1$, \\(a_1\\) and\n\n$$\n\\frac{a}{b}\n$$\n\n- $\\notacommand{$\n\n[bank.example](https://evil.example/)',
  'before\n\n---\n\n<div>html</div>\n\nafter',
];

/** What a page is made of, without its looks: names, the attributes that do something, and texts. */
function shape(node: Node): unknown {
  // HTML has no way to write NUL.
  if (node instanceof Text) return node.data.replaceAll('\u0000', '');
  if (!(node instanceof Element)) return null;
  if (node.hasAttribute('data-address')) return [];
  if (node.hasAttribute('data-piece')) return [node.textContent];
  // A formula is set in the window, and its source on a page that has nothing to set it with.
  const formula = node instanceof HTMLElement ? node.dataset['math'] : undefined;
  if (formula !== undefined) return [['math', formula]];
  if (node.matches('code.math')) return [['math', node.textContent]];
  if (node.matches('p:has(> code.math:only-child)') && node.textContent === node.firstElementChild?.textContent)
    return shape(node.firstElementChild);
  // The window's frames around a code block and a table, and its copy button, are no part of the text.
  if (node.localName === 'button' && node.closest('sup') === null) return [];
  if (node.localName === 'button') return [node.textContent];
  const code = node.querySelector(':scope > pre');
  if (code !== null && node.getAttribute('dir') === 'ltr') return shape(code);
  const kept = ['href', 'start', 'type', 'disabled'].flatMap((name) =>
    node.hasAttribute(name) ? [`${name}=${node.getAttribute(name)}`] : [],
  );
  if (node instanceof HTMLInputElement) kept.push(`checked=${node.checked}`);
  // The colours of code are the window's.
  if (node.localName === 'code' && node.parentElement?.localName === 'pre') return [['code', node.textContent]];
  const inside = joined([...node.childNodes].flatMap((child) => shape(child) as unknown[] | string));
  return node.localName === 'div' ? inside : [[node.localName, ...kept, ...inside]];
}

/** Neighbouring texts are one, and line ends between blocks are none. */
function joined(pieces: readonly unknown[]): unknown[] {
  const all: unknown[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece;
    else all.push(piece);
  }
  return all.filter((piece) => typeof piece !== 'string' || piece.trim() !== '');
}

function exported(text: string): HTMLElement {
  const page = new DOMParser().parseFromString(`<div>${markdownHtml(text)}</div>`, 'text/html');
  return page.body.firstElementChild as HTMLElement;
}

describe('a text on an exported page', () => {
  test('is what the window shows of it: two ways to render must not drift apart', async () => {
    for (const text of [...ordinary, ...hostileHtml, ...hostileMarkdown, ...Object.values(deepDocuments)]) {
      const screen = await renderPart(<Markdown text={text} />);
      const root = screen.container.querySelector('[data-markdown]') ?? document.createElement('div');
      expect(shape(exported(text)), text.slice(0, 200)).toEqual(shape(root));
      await screen.unmount();
    }
  });

  test('has no element that runs, loads or sends anything, and no attribute that could', () => {
    const allowed = new Set(['href', 'title', 'rel', 'target', 'dir', 'start', 'type', 'checked', 'disabled', 'class']);
    for (const text of [...hostileHtml, ...hostileMarkdown]) {
      for (const element of exported(text).querySelectorAll('*')) {
        expect(['script', 'img', 'iframe', 'svg', 'style', 'form', 'object', 'link']).not.toContain(element.localName);
        for (const name of element.getAttributeNames()) expect(allowed, text).toContain(name);
        expect(element.getAttribute('href') ?? 'https:').toMatch(/^(?:https?|mailto):/);
      }
    }
    expect(canary in window).toBe(false);
  });
});
