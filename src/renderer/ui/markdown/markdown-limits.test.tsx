import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { allowedExternalUrl } from '../../../shared/external-url.ts';
import { deepDocuments, hostileDocuments } from '../../test-support/hostile-documents.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { Markdown } from './markdown.tsx';
import { splitBlocks } from './markdown.logic.ts';
import { PlainTextBoundary } from './plain-text-boundary.tsx';

/** How many elements lie in each other. */
function depth(element: Element): number {
  return 1 + Math.max(0, ...[...element.children].map(depth));
}

function plainText(container: Element): Element | null {
  return container.querySelector('pre[dir="auto"]');
}

describe('a text that is nested without end', () => {
  test.each(Object.entries(deepDocuments))('does not take the window along: %s', async (_name, text) => {
    const { container } = await renderPart(<Markdown text={`before\n\n${text}\n\nafter`} />);
    expect(plainText(container)).toBeNull();
    expect(container.textContent).toContain('before');
    expect(container.textContent).toContain('after');
    expect(depth(container)).toBeLessThan(60);
  });

  test('is not cut where the nesting ends', async () => {
    const { container } = await renderPart(<Markdown text={`${'> '.repeat(40)}the end **of it**`} />);
    expect(container.textContent).toContain('the end **of it**');
  });

  test('is shown as it is meant as long as a person could have written it', async () => {
    const text = `${Array.from({ length: 8 }, (_, level) => `${'  '.repeat(level)}- x`).join('\n')}\n\n> > > > > *a **b ~~c~~***`;
    const { container } = await renderPart(<Markdown text={text} />);
    expect(container.querySelectorAll('ul')).toHaveLength(8);
    expect(container.querySelectorAll('blockquote')).toHaveLength(5);
    expect(container.querySelector('em strong del')?.textContent).toBe('c');
  });

  test('never makes the renderer throw, whatever it is made of', async () => {
    const screen = await renderPart(<Markdown text="" />);
    for (const text of hostileDocuments(200, 20_260_101)) {
      try {
        splitBlocks(text);
        await screen.rerender(<Markdown text={text} />);
      } catch (cause) {
        throw new Error(`Document ${JSON.stringify(text.slice(0, 500))}`, { cause });
      }
      expect(plainText(screen.container), text.slice(0, 500)).toBeNull();
      expect(screen.container.textContent).not.toBe('');
    }
  }, 60_000);
});

test('what cannot be rendered is shown as it was written, and nothing else goes', async () => {
  const Broken = (): never => {
    throw new Error('broken');
  };
  const { container } = await renderPart(
    <>
      <p>beside</p>
      <PlainTextBoundary text={'**as it\n  was** written'}>
        <Broken />
      </PlainTextBoundary>
    </>,
  );
  expect(plainText(container)?.textContent).toBe('**as it\n  was** written');
  expect(container.textContent).toContain('beside');
});

test('what could not be rendered is rendered again when its text changes', async () => {
  const Broken = ({ text }: { readonly text: string }) => {
    if (text === 'broken') throw new Error(text);
    return <em>{text}</em>;
  };
  const part = (text: string) => (
    <PlainTextBoundary text={text}>
      <Broken text={text} />
    </PlainTextBoundary>
  );
  const screen = await renderPart(part('broken'));
  expect(plainText(screen.container)?.textContent).toBe('broken');
  await screen.rerender(part('whole'));
  expect(screen.container.querySelector('em')?.textContent).toBe('whole');
});

describe('a link', () => {
  const umlauts = `https://example.com/${'ä'.repeat(1000)}`;

  test.each([
    `https://example.com/${'x'.repeat(2100)}`,
    'https://user:password@example.com/',
    'mailto:ada@example.com?attach=/etc/passwd',
    './file.txt',
    'javascript:alert(1)',
    umlauts,
  ])('that main refuses is not clickable, and its address not hidden: %s', async (address) => {
    const { container } = await renderPart(<Markdown text={`See [the page](<${address}>).`} />);
    expect(container.querySelector('a')).toBeNull();
    expect(container.textContent).toBe(`See the page (${address}).`);
  });

  test.each(['https://example.com/?q=1#a', 'mailto:ada@example.com?subject=Hi&cc=grace@example.com'])(
    'that main opens is not refused: %s',
    async (address) => {
      const { container } = await renderPart(<Markdown text={`[the page](<${address}>)`} />);
      expect(allowedExternalUrl(container.querySelector('a')?.href ?? '')).toBe(address);
    },
  );

  test('that is refused and names itself is not said twice; one into the text itself has no address', async () => {
    const { container } = await renderPart(<Markdown text={'<file:///etc/passwd> and [above](#part)'} />);
    expect(container.textContent).toBe('file:///etc/passwd and above');
  });

  test.each([
    ['[https://bank.example/login](https://evil.example/)', 'https://bank.example/login (evil.example)'],
    ['[bank.example](https://bank.example.evil.example/)', 'bank.example (bank.example.evil.example)'],
    ['[www\u200b.bank.example](http://evil.example:8080/a)', 'www\u200b.bank.example (evil.example:8080)'],
    ['[`bank.example`](https://evil.example/bank.example)', 'bank.example (evil.example)'],
    ['[https://bank.example@evil.example](https://evil.example/)', 'https://bank.example@evil.example (evil.example)'],
    ['[ada@bank.example](mailto:eve@evil.example)', 'ada@bank.example (eve@evil.example)'],
    ['<https://\u0430pple.example/>', 'https://\u0430pple.example/ (xn--pple-43d.example)'],
    ['[my bank](https://b\u00e4nk.example/)', 'my bank (xn--bnk-qla.example)'],
    ['![bank.example](https://evil.example/c.png)', 'bank.example (evil.example)'],
  ])(
    'that leads elsewhere than it says, or in letters that cannot be trusted, tells where: %s',
    async (text, shown) => {
      const { container } = await renderPart(<Markdown text={text} />);
      expect(container.querySelector('a')).not.toBeNull();
      expect(container.textContent).toBe(shown);
    },
  );

  test.each([
    'https://example.com/a?b=c',
    'www.example.com',
    '[example.com](https://docs.example.com/)',
    '[Example](https://example.com/)',
    '[EXAMPLE.com/page](https://www.example.com/page)',
    'ada@example.com',
    '[write to us](mailto:ada@example.com)',
    '[version 1.2](https://example.com/)',
    '[e.g. this](https://example.com/)',
  ])('that leads where it says tells nothing more: %s', async (text) => {
    const { container } = await renderPart(<Markdown text={text} />);
    expect(container.querySelector('bdi')).toBeNull();
    expect(container.querySelector('a')).not.toBeNull();
  });

  test('shows its address to the keyboard, tells it to screen readers as its description, and keeps its name', async () => {
    const screen = await renderPart(<Markdown text={'See [the page](https://example.com/a).'} />);
    const link = screen.getByRole('link', { name: 'the page', exact: true });
    await expect.element(link).toHaveAccessibleDescription('https://example.com/a');
    const address = screen.container.querySelector('[data-address]') ?? document.body;
    const shown = () => getComputedStyle(address, '::after').content;
    expect(shown()).toBe('none');
    await userEvent.keyboard('{Tab}');
    await expect.element(link).toHaveFocus();
    expect(shown()).toContain('https://example.com/a');
    await expect.element(link).toHaveAccessibleName('the page');
  });

  test('that is refused does not disguise its address', async () => {
    const { container } = await renderPart(<Markdown text={'[x](https://good.example/\u202egnp.exe)'} />);
    expect(container.textContent).toBe('x (https://good.example/%E2%80%AEgnp.exe)');
  });
});

describe('a footnote', () => {
  test('of one word is not taken for the definition of a link, and is led to and back by the keyboard', async () => {
    const screen = await renderPart(<Markdown text={'A claim[^Note] and [^none].\n\n[^note]: Source\n'} />);
    expect(screen.container.textContent).toBe('A claimNote and [^none].noteSource');
    const mark = screen.getByRole('button', { name: 'Footnote Note', exact: true });
    mark.element().focus();
    await userEvent.keyboard('{Enter}');
    const back = screen.getByRole('button', { name: 'Back to the mark of footnote note' });
    await expect.element(back).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(mark).toHaveFocus();
  });

  test('that arrives after its mark makes it one, and gives nothing in the window an id', async () => {
    const screen = await renderPart(<Markdown text={'A[^config].\n\nmore\n\n'} isGrowing />);
    expect(screen.container.textContent).toContain('A[^config].');
    await screen.rerender(<Markdown text={'A[^config].\n\nmore\n\n[^config]: x'} />);
    expect(screen.container.querySelectorAll('[data-footnote-mark]')).toHaveLength(1);
    expect(screen.container.querySelector('[data-markdown] [id]')).toBeNull();
  });
});

test.each([1, 10, 9998, 99_999_999])(
  'the numbers of a list that begins at %d do not stick out of it',
  async (start) => {
    const { container } = await renderPart(<Markdown text={`${start}. one\n${start + 1}. two\n${start + 2}. three`} />);
    const list = container.querySelector('ol');
    const marker = document.createElement('span');
    marker.textContent = `${start + 2}. `;
    marker.style.whiteSpace = 'pre';
    list?.append(marker);
    const room = Number.parseFloat(list === null ? '' : getComputedStyle(list).paddingInlineStart);
    expect(room).toBeGreaterThanOrEqual(marker.getBoundingClientRect().width);
  },
);

describe('a text from right to left', () => {
  const text =
    '`npm` שלום (עולם).\n\n- ראשון\n- שני `x`\n\n> ציטוט\n>\n> In English.\n\n```\nlet x;\n```\n\nIn English.';

  test('begins at the right, its lists and quotes too, but not its code', async () => {
    const { container } = await renderPart(<Markdown text={text} />);
    const directions = ['p', 'ul', 'blockquote', 'p code', 'li code', 'pre', '[dir]:last-child > p'].map((selector) => {
      const element = container.querySelector(selector);
      return `${selector} ${element === null ? '' : getComputedStyle(element).direction}`;
    });
    expect(directions).toEqual([
      'p rtl',
      'ul rtl',
      'blockquote rtl',
      'p code ltr',
      'li code ltr',
      'pre ltr',
      '[dir]:last-child > p ltr',
    ]);
  });

  test('does not cling to the left side', async () => {
    const { container } = await renderPart(<Markdown text={text} />);
    const paragraph = container.querySelector('p');
    const range = document.createRange();
    if (paragraph !== null) range.selectNodeContents(paragraph);
    expect(paragraph?.getBoundingClientRect().right).toBeCloseTo(range.getBoundingClientRect().right, 0);
  });
});
