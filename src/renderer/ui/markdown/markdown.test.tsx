import { beforeEach, describe, expect, test } from 'vitest';
import { reactProperties } from '../../test-support/react-properties.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { canary, hostileHtml, hostileMarkdown } from '../../test-support/hostile-corpus.ts';
import { Markdown } from './markdown.tsx';

const rendered = new Set(
  'a bdi blockquote br button code del div em h3 h4 h5 h6 hr input li ol p path pre span strong sup svg table tbody td th thead tr ul'.split(
    ' ',
  ),
);

/** The ways in which an answer could be more than text. */
function breaches(container: HTMLElement): readonly string[] {
  const found: string[] = [];
  if (canary in window) found.push('a script ran');
  for (const element of container.querySelectorAll('*')) {
    const name = element.localName;
    if (!rendered.has(name)) found.push(`element ${name}`);
    // The icons of the copy button are the only pictures.
    if (name === 'svg' && element.closest('button') === null) found.push('svg of the answer');
    for (const attribute of element.getAttributeNames()) {
      if (/^on|^srcdoc$|^ping$|^formaction$|^src$/i.test(attribute)) found.push(`attribute ${attribute}`);
    }
  }
  for (const link of container.querySelectorAll('a')) {
    const written = link.getAttribute('href') ?? '';
    if (!/^(?:https?:\/\/|mailto:)/.test(written)) found.push(`link ${written}`);
    if (link.target !== '_blank' || link.rel !== 'noreferrer' || link.title !== written) found.push('unsafe anchor');
    if (/[\u202a-\u202e\u2066-\u2069]/.test(written) || link.username !== '') found.push(`disguised link ${written}`);
  }
  return found;
}

beforeEach(() => {
  Reflect.deleteProperty(window, canary);
});

describe('a hostile answer', () => {
  test.each([...hostileHtml, ...hostileMarkdown])(
    'stays text, whole and cut at every character: %s',
    async (payload) => {
      const screen = await renderPart(<Markdown text={payload} />);
      const whole = screen.container.innerHTML;
      expect(breaches(screen.container)).toEqual([]);
      for (let end = 0; end <= payload.length; end += 1) {
        await screen.rerender(<Markdown text={payload.slice(0, end)} />);
        const found = breaches(screen.container);
        if (found.length > 0) expect({ cut: payload.slice(0, end), found }).toEqual({ cut: '', found: [] });
      }
      // Streamed and reloaded must not differ: two ways to render drift apart.
      expect(stable(screen.container.innerHTML)).toBe(stable(whole));
    },
  );

  test.each(hostileHtml)('is shown, not swallowed: %s', async (payload) => {
    const screen = await renderPart(<Markdown text={`before\n\n${payload}\n\nafter`} />);
    expect(screen.container.textContent).toContain('before');
    expect(screen.container.textContent).toContain(/<\w+/.exec(payload)?.[0] ?? '');
  });
});

describe('markdown', () => {
  test('a picture is not loaded, an https one is a link to its address', async () => {
    const screen = await renderPart(<Markdown text={'![a chart](https://example.com/c.png) ![local](./c.png)'} />);
    expect(screen.container.querySelectorAll('img')).toHaveLength(0);
    const links = [...screen.container.querySelectorAll('a')];
    expect(links.map(({ href, textContent }) => [href, textContent])).toEqual([
      ['https://example.com/c.png', 'a chart'],
    ]);
    expect(screen.container.textContent).toContain('local');
  });

  test('entities are not shown as their source, and are decoded once only', async () => {
    const text = 'a &amp; b &lt;c&gt; &#8364; &hellip; &amp;lt; &unknown; `&amp;`';
    const screen = await renderPart(<Markdown text={text} />);
    expect(screen.container.textContent).toBe('a & b <c> € … &lt; &unknown; &amp;');
  });

  test('an address with an ampersand is not broken', async () => {
    const text = '[x](https://example.com/?a=1&amp;b=2) https://example.com/?a=1&copy;=2';
    const screen = await renderPart(<Markdown text={text} />);
    const addresses = [...screen.container.querySelectorAll('a')].map(({ href }) => href);
    expect(addresses).toEqual(['https://example.com/?a=1&b=2', 'https://example.com/?a=1&copy;=2']);
  });

  test('an unclosed fence of a growing answer is not taken for running text', async () => {
    const screen = await renderPart(<Markdown text={'Look:\n\n```ts\nconst a = 1;\n**not bold**'} />);
    expect(screen.container.querySelector('pre')?.textContent).toBe('const a = 1;\n**not bold**');
    expect(screen.container.querySelector('strong')).toBeNull();
    await expect.element(screen.getByText('ts', { exact: true })).toBeVisible();
  });

  test('headings of an answer do not outrank those of the window', async () => {
    const screen = await renderPart(<Markdown text={'# one\n\n## two\n\n###### six'} />);
    const names = [...screen.container.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(({ localName }) => localName);
    expect(names).toEqual(['h3', 'h4', 'h6']);
  });

  test('tables, nested and task lists keep their structure', async () => {
    const text = '| a | b |\n| :- | -: |\n| 1 | 2 |\n\n3. x\n   - y\n     - z\n\n- [x] done\n- [ ] open';
    const { container } = await renderPart(<Markdown text={text} />);
    expect(container.querySelectorAll('table tr')).toHaveLength(2);
    expect(container.querySelector('td:last-child')).toHaveStyle({ textAlign: 'right' });
    expect(container.querySelector('ol')?.start).toBe(3);
    expect(container.querySelectorAll('ol ul ul')).toHaveLength(1);
    expect([...container.querySelectorAll('input')].map(({ checked }) => checked)).toEqual([true, false]);
  });

  test('settled blocks are not rendered again while the answer grows', async () => {
    const settled = '# Title\n\nSome **text**.\n\n```js\nlet a;\n```\n\n| a |\n| - |\n| 1 |\n\n';
    const screen = await renderPart(<Markdown text={`${settled}Growing`} />);
    const root = screen.container.querySelector('h3')?.closest('[dir]')?.parentElement;
    const before = [...(root?.children ?? [])].slice(0, -1);
    expect(before).toHaveLength(4);
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    for (const element of before) {
      observer.observe(element, { attributes: true, characterData: true, childList: true, subtree: true });
    }
    const texts = before.map(reactProperties);
    for (let length = 0; length < 40; length += 1) {
      await screen.rerender(<Markdown text={`${settled}Growing${' text'.repeat(length)}`} />);
    }
    changes.push(...observer.takeRecords());
    observer.disconnect();
    expect(changes).toEqual([]);
    expect([...(root?.children ?? [])].slice(0, -1)).toEqual(before);
    // React writes new properties on each render, changed or not: the same ones mean that there was none.
    expect(before.map(reactProperties).every((properties, index) => properties === texts[index])).toBe(true);
  });

  test('a link definition that arrives late does not leave its link as text', async () => {
    const screen = await renderPart(<Markdown text={'See [the page][p].\n\n'} />);
    await screen.rerender(<Markdown text={'See [the page][p].\n\n[p]: https://example.com/'} />);
    await expect
      .element(screen.getByRole('link', { name: 'the page' }))
      .toHaveAttribute('href', 'https://example.com/');
  });
});

function stable(html: string): string {
  return html.replaceAll(/ (?:id|aria-labelledby|data-tabster)="[^"]*"/g, '');
}
