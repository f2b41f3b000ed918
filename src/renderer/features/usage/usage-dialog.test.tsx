import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { sampleSession, sampleUsage } from '../../test-support/samples.ts';
import { UsageDialog } from './usage-dialog.tsx';

const dialog = page.getByRole('dialog', { name: 'Usage' });
const rows = (table: string) => dialog.getByRole('table', { name: table }).getByRole('row');

beforeEach(async () => {
  await page.viewport(1000, 700);
});

async function open() {
  const main = new FakeMain({ usage: { month: sampleUsage } });
  await renderPart(<UsageDialog deployments={sampleSession.deployments} onClose={() => {}} />, main.bridge);
  return main;
}

test('currencies stay apart, what has no price is said, and so is what nobody has counted', async () => {
  await open();
  await expect.element(rows('By model').nth(1)).toHaveTextContent('Everyday30150,300–');
  await expect.element(rows('By model').nth(2)).toHaveTextContent('Careful1890,180about €0.51');
  await expect.element(rows('By model').nth(3)).toHaveTextContent('gone735,070about $1.20');
  await expect.element(rows('By day').nth(1).getByText('Sat, 21 Nov 2026')).toBeVisible();
  await expect.element(dialog.getByText('about €0.51 and about $1.20')).toBeVisible();
  for (const note of [/estimates by list price/, /Some of it has no price/, /^1 request ended before/]) {
    await expect.element(dialog.getByText(note)).toBeInTheDocument();
  }
});

test('another range is a key away, and one without anything says so', async () => {
  await open();
  await dialog.getByRole('tab', { name: 'This month' }).click();
  await userEvent.keyboard('{ArrowLeft}{Enter}');
  await expect.element(dialog.getByRole('tab', { name: '7 days' })).toHaveAttribute('aria-selected', 'true');
  await expect
    .element(dialog.getByRole('tabpanel', { name: '7 days' }))
    .toHaveTextContent('Nothing was used in this time.');
});

test('what cannot be read is a card with a way to try again', async () => {
  const main = new FakeMain({ usage: { month: sampleUsage } });
  main.refuse('usage.summary', 'history-unavailable');
  await renderPart(<UsageDialog deployments={[]} onClose={() => {}} />, main.bridge);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect.element(rows('By model').nth(1)).toBeVisible();
});

test('a window of 400 pixels shows all of it without a scroll to the side', async () => {
  await page.viewport(400, 480);
  await open();
  await expect.element(rows('By model').nth(1)).toBeInTheDocument();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(400);
});
