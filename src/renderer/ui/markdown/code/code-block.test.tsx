import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { renderPart } from '../../../test-support/render-part.tsx';
import { Markdown } from '../markdown.tsx';
import { type SavedText, SaveTextContext } from '../save-text.ts';
import { codePieces } from './code-tokens.ts';
import { Highlighter, HighlighterContext } from './highlighter.ts';

const opened: Highlighter[] = [];

function highlighter(createWorker?: () => Worker): Highlighter {
  const created = new Highlighter(createWorker);
  opened.push(created);
  return created;
}

afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

const code = 'const a = "<img src=x onerror=alert(1)>"; // why\n';

test('code is coloured by a worker, and stays the text that it is', async () => {
  const { container } = await renderPart(
    <HighlighterContext value={highlighter()}>
      <Markdown text={`\`\`\`js\n${code}\`\`\``} />
    </HighlighterContext>,
  );
  await expect.poll(() => container.querySelectorAll('code span span').length).toBeGreaterThan(2);
  expect(container.querySelector('pre')?.textContent).toBe(code.trimEnd());
  expect(container.querySelector('img')).toBeNull();
  const colours = [...container.querySelectorAll('code span span')].map((word) => getComputedStyle(word).color);
  expect(new Set(colours).size).toBeGreaterThan(2);
});

test('a worker that never answers is ended, and costs the colours only', async () => {
  const stuck = URL.createObjectURL(new Blob(['for (;;);'], { type: 'text/javascript' }));
  const tokens = await highlighter(() => new Worker(stuck)).highlight('let a;', 'js');
  expect(tokens).toEqual([]);
});

test('a language that nobody knows, or that is the name of something else, has no colours', async () => {
  const one = highlighter();
  expect(await one.highlight('x', 'nonsense')).toEqual([]);
  expect(await one.highlight('x', 'constructor')).toEqual([]);
});

test('lines wrap on demand, and code is saved under the ending of its language', async () => {
  const saved: SavedText[] = [];
  const { container } = await renderPart(
    <SaveTextContext value={async (file) => ({ ok: saved.push(file) > 0 })}>
      <Markdown text={'```python\nprint(1)\n```'} />
    </SaveTextContext>,
  );
  await page.getByRole('button', { name: 'Wrap lines' }).click();
  expect(container.querySelector('pre')).toHaveStyle({ whiteSpace: 'pre-wrap' });
  await page.getByRole('button', { name: 'Save code' }).click();
  expect(saved).toEqual([{ name: 'code.py', text: 'print(1)' }]);
});

test('long code is cut into pieces that make up the whole, coloured or not', () => {
  const long = Array.from({ length: 95 }, (_, line) => `line ${line}`).join('\n');
  for (const known of [[], [['keyword', long.slice(0, 500)] as const], [['string', long] as const]]) {
    const pieces = codePieces(long, known);
    expect(pieces).toHaveLength(3);
    expect(
      pieces
        .flat()
        .map(([, text]) => text)
        .join(''),
    ).toBe(long);
  }
});
