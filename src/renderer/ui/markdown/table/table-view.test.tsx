import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderPart } from '../../../test-support/render-part.tsx';
import { splitBlocks } from '../markdown.logic.ts';
import { Markdown } from '../markdown.tsx';
import { tableCsv } from './table.logic.ts';

const prices =
  '| Thing | Price |\n| - | -: |\n| `b` | $1,200.50 |\n| **A** | $9 |\n| c | |\n| [d](https://example.com/) | -3 |\n';

function column(container: Element, index: number): readonly (string | null)[] {
  return [...container.querySelectorAll('tbody tr')].map((row) => row.children[index]?.textContent ?? null);
}

test('a table is sorted by the keyboard: amounts by value, words as words, empty cells last, then as it was written', async () => {
  const { container } = await renderPart(<Markdown text={prices} />);
  const byPrice = page.getByRole('button', { name: 'Sort by Price' });
  byPrice.element().focus();
  await userEvent.keyboard('{Enter}');
  expect(column(container, 1)).toEqual(['-3', '$9', '$1,200.50', '']);
  await expect.element(page.getByRole('columnheader', { name: /^Price/ })).toHaveAttribute('aria-sort', 'ascending');
  await userEvent.keyboard('{Enter}');
  expect(column(container, 1)).toEqual(['$1,200.50', '$9', '-3', '']);
  await userEvent.keyboard('{Enter}');
  expect(column(container, 0)).toEqual(['b', 'A', 'c', 'd']);
  await page.getByRole('button', { name: 'Sort by Thing' }).click();
  expect(column(container, 0)).toEqual(['A', 'b', 'c', 'd']);
});

test('a copied table is CSV, in which nothing is a formula that was none', () => {
  const rows = '| =1+1 | "x", y |\n| @cmd | -5 |\n| +1 (2) | a \\| b |';
  const [block] = splitBlocks(`| a | b |\n| - | - |\n${rows}\n`);
  if (block?.token.type !== 'table') throw new Error('No table.');
  expect(tableCsv(block.token).split('\r\n')).toEqual(['a,b', `'=1+1,"""x"", y"`, `'@cmd,-5`, `'+1 (2),a | b`]);
});

test('a table of 5,000 rows does not hold up the window: it is shown in parts', async () => {
  const rows = Array.from({ length: 5000 }, (_, row) => `| ${row} | text |`).join('\n');
  const { container } = await renderPart(<Markdown text={`| n | t |\n| - | - |\n${rows}`} />);
  expect(container.querySelectorAll('tbody tr')).toHaveLength(100);
  await page.getByRole('button', { name: 'Show more rows (4900)' }).click();
  expect(container.querySelectorAll('tbody tr')).toHaveLength(1100);
});
