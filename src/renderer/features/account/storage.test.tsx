import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { StorageDialog } from './storage-dialog.tsx';
import { storageFacts } from './storage.logic.ts';

const kept = { bytes: 12_345_678, backups: [], retentionDays: null, isHeld: false, isExportAllowed: true };

describe('the history on this computer', () => {
  test('is not deleted without a question', async () => {
    const main = new FakeMain();
    await renderPart(<StorageDialog onClose={() => undefined} />, main.bridge);
    await page.getByRole('button', { name: 'Delete all conversations' }).click();
    expect(main.calls.map(({ name }) => name)).not.toContain('history.deleteAll');
    await page.getByRole('button', { name: 'Delete all' }).click();
    expect(main.calls.at(-1)?.name).toBe('history.deleteAll');
  });

  test('asks a keyboard too: the question has the focus, and Escape leaves it', async () => {
    const main = new FakeMain();
    let isClosed = false;
    await renderPart(<StorageDialog onClose={() => (isClosed = true)} />, main.bridge);
    const all = page.getByRole('button', { name: 'Delete all conversations' });
    await expect.element(all).toBeVisible();
    all.element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(isClosed).toBe(true);
  });

  test('that the organisation holds has no button that could only fail, and says why', async () => {
    const main = new FakeMain({ storage: { ...kept, isHeld: true } });
    await renderPart(<StorageDialog onClose={() => undefined} />, main.bridge);
    await expect.element(page.getByText(/your organisation has everything kept/)).toBeVisible();
    await expect.element(page.getByRole('button', { name: /Delete/ })).not.toBeInTheDocument();
  });

  test.each([
    [999, '1 kB'],
    [345_678, '346 kB'],
    [1_250_000, '1.3 MB'],
    [2_147_483_648, '2,147 MB'],
  ])('of %i bytes is not shown as a number that says nothing', (bytes, text) => {
    expect(storageFacts({ ...kept, bytes })[0]).toEqual({ name: 'Size', value: text });
  });

  test('does not hide that conversations will be deleted', () => {
    expect(storageFacts({ ...kept, retentionDays: 90 })).toContainEqual({
      name: 'Kept',
      value: '90 days after a conversation was last used',
    });
  });
});
