import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { AppError } from '../../../shared/errors.ts';
import type { HistoryRescue } from '../../../shared/model/history.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { BlockedPage } from './blocked-page.tsx';

const error = new AppError('history-unreadable', { fields: { reason: 'wrong-key-or-corrupt' } }).toData();
const backups = [
  { time: Date.UTC(2026, 10, 20, 12), bytes: 5000 },
  { time: Date.UTC(2026, 10, 19, 12), bytes: 4000 },
];
const button = (name: RegExp | string) => page.getByRole('button', { name });

async function show(rescue: HistoryRescue | null) {
  const main = new FakeMain();
  await renderPart(<BlockedPage error={error} rescue={rescue} retry={() => undefined} />, main.bridge);
  return main;
}

describe('a history that cannot be opened', () => {
  test('is not replaced by a backup without a question, or by another one than was chosen', async () => {
    const main = await show({ backups });
    await button(/backup of Nov 19/).click();
    expect(main.calls).toEqual([]);
    const dialog = page.getByRole('alertdialog', { name: 'Restore this backup?' });
    await expect.element(dialog).toMatchTextContent('Nov 19');
    await expect.element(dialog).toMatchTextContent('not deleted');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(button(/backup of Nov 19/)).toHaveFocus();
    await button(/backup of Nov 19/).click();
    await dialog.getByRole('button', { name: 'Restore' }).click();
    expect(main.calls).toEqual([{ name: 'history.restore', input: { time: backups[1]?.time } }]);
  });

  test('whose key is gone leaves a new beginning, and says when even that fails', async () => {
    const main = await show({ backups: [] });
    await expect.element(button(/^Restore/)).not.toBeInTheDocument();
    main.refuse('history.startNew', 'disk-full');
    await button('Start new beside the old one').click();
    const dialog = page.getByRole('alertdialog', { name: 'Start with an empty history?' });
    await dialog.getByRole('button', { name: 'Start new' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('disk-full');
  });

  test('for a reason that neither helps with offers neither', async () => {
    await show(null);
    await expect.element(button('Try again')).toBeVisible();
    await expect.element(button(/Restore|Start new/)).not.toBeInTheDocument();
  });
});
