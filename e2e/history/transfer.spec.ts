import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

const fixture = path.join(import.meta.dirname, '../../src/main/transfer/fixtures/chatgpt.json');

async function exportAs(page: Page, format: RegExp): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: format }).click();
  await dialog.getByRole('button', { name: 'Export' }).click();
  await expect(dialog.getByRole('status')).toContainText('Saved as');
  await dialog.getByRole('button', { name: 'Close' }).click();
}

test.describe('@history files of conversations', () => {
  test('are written in every format where the person says, and come back', async ({ app, host }) => {
    const page = await startSignedIn(app);
    const folder = await app.answerFileDialogs(fixture);
    await askAndWait(page, 'Tell me about the rollout');
    const title = await parts(page).history.locator('[data-row]').first().innerText();
    const openExport = async () => {
      await parts(page).row(title).hover();
      await parts(page).more(title).click();
      await page.getByRole('menuitem', { name: 'Export…' }).click();
    };
    const formats = [/Markdown/, /HTML/, /JSON/, ...(host === 'electron' ? [/PDF/] : [])];
    for (const format of formats) {
      await openExport();
      await exportAs(page, format);
    }
    const written = readdirSync(folder).toSorted();
    expect(written.map((name) => path.extname(name))).toEqual([
      '.html',
      '.json',
      '.md',
      ...(host === 'electron' ? ['.pdf'] : []),
    ]);
    const text = (ending: string) =>
      readFileSync(path.join(folder, written.find((name) => name.endsWith(ending)) ?? ''), 'latin1');
    expect(text('.md')).toContain('Tell me about the rollout');
    expect(text('.html')).toContain("default-src 'none'");
    expect(JSON.parse(text('.json'))).toMatchObject({ format: 'parley-export', version: 1 });
    if (host === 'electron') expect(text('.pdf').slice(0, 5)).toBe('%PDF-');
    for (const name of written) expect(statSync(path.join(folder, name)).mode & 0o077).toBe(0);

    await parts(page).account.click();
    await page.getByRole('button', { name: 'Import conversations…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import conversations' });
    await dialog.getByRole('button', { name: 'Choose file…' }).click();
    await expect(dialog.getByRole('status')).toContainText('Imported: 2 conversations with 7 messages.');
    await expect(dialog.getByRole('list', { name: 'Report' })).toContainText('From: ChatGPT');
    await dialog.getByRole('button', { name: 'Copy report' }).click();
    expect(await app.readClipboard()).toContain('Imported: 2 conversations');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await parts(page).row('A name for the bakery').click();
    await expect(parts(page).answers).toContainText('The Yellow Oven <script>alert(1)</script>');
    await askAndWait(page, 'And in French?');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('are not exported by a person whose role does not allow it', async ({ app }) => {
    const page = await startSignedIn(app, { RoleMapping: { 'Parley.User': { Abilities: ['people'] } } });
    await parts(page).account.click();
    await expect(page.getByRole('button', { name: 'Import conversations…' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Export all conversations…' })).toHaveCount(0);
  });
});
