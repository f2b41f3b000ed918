import { expect, test } from 'vitest';
import { canary } from '../../test-support/hostile-corpus.ts';
import { hostileFormulas } from '../../test-support/hostile-formulas.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { Markdown } from './markdown.tsx';

/** How far what is shown reaches beyond its place. */
function overflow(element: Element): number {
  return Math.max(document.documentElement.scrollHeight - innerHeight, element.getBoundingClientRect().height);
}

test('no formula leads, loads, runs, names or covers anything, or keeps the window busy without end', async () => {
  const screen = await renderPart(<Markdown text={'$$x$$'} />);
  await expect.poll(() => screen.container.querySelector('.katex')).not.toBeNull();
  for (const tex of hostileFormulas) {
    const formula = tex.slice(0, 80);
    await screen.rerender(<Markdown text={`before\n\n$$${tex}$$\n\nand $${tex}$ after`} />);
    const { container } = screen;
    expect(container.querySelector('a, img, script, iframe, [id], [data-address], .fixed'), formula).toBeNull();
    expect(container.querySelectorAll('*').length, formula).toBeLessThan(40_000);
    expect(container.textContent, formula).toContain('before');
    expect(container.textContent, formula).toContain('after');
    for (const element of container.querySelectorAll<HTMLElement>('[style]')) {
      expect(element.style.position, formula).not.toBe('fixed');
    }
    expect(overflow(container), formula).toBeLessThan(5000);
  }
  expect(canary in window).toBe(false);
});

test('1 MB in one line is shown whole, at once and while it grows', async () => {
  const line = 'word **bold** '.repeat(75_000);
  const screen = await renderPart(<Markdown text={line.slice(0, 500_000)} isGrowing />);
  await screen.rerender(<Markdown text={line} />);
  expect(screen.container.textContent).toHaveLength(line.length);
  expect(screen.container.querySelectorAll('*').length).toBeLessThan(400);
});

test('a fence of 1 MB that is not closed goes on growing, and only its end is made anew', async () => {
  const code = 'const value = 1; // a line of code\n'.repeat(29_000);
  const screen = await renderPart(<Markdown text={`\`\`\`js\n${code.slice(0, 980_000)}`} isGrowing />);
  const first = screen.container.querySelector('code')?.firstElementChild;
  for (let end = 980_000; end < 981_000; end += 100) {
    await screen.rerender(<Markdown text={`\`\`\`js\n${code.slice(0, end)}`} isGrowing />);
  }
  expect(screen.container.querySelector('code')?.firstElementChild).toBe(first);
  expect(screen.container.querySelector('code')?.textContent).toHaveLength(980_900);
});

test('marks piled up on letters stay within their answer, and text that is turned around within its link', async () => {
  const zalgo = `Z${'\u0300\u0316'.repeat(400)}algo`;
  const { container } = await renderPart(
    <Markdown text={`${zalgo}\n\nA [link\u202e](https://example.com/) goes on.`} />,
  );
  expect(container.querySelector('[data-markdown]')).toHaveStyle({ overflow: 'clip' });
  expect(container.querySelector('a')).toHaveStyle({ unicodeBidi: 'isolate' });
});

test('a picture as big as a wall is a link, whatever its text', async () => {
  const { container } = await renderPart(
    <Markdown
      text={`![${'w'.repeat(15_000)}](https://example.com/wall.png =100000x100000) ![x](https://example.com/wall.png)`}
    />,
  );
  expect(container.querySelector('img')).toBeNull();
  expect(container.scrollWidth).toBeLessThanOrEqual(innerWidth);
});
