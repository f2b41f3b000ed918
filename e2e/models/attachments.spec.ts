import { statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { AzureOpenAIEmulator } from '../../dev/emulators/openai/azure-openai.ts';
import { officeFile } from '../../src/main/attachments/testing/zip-file.ts';
import { expect, test } from '../fixtures.ts';
import { addAccount, switchTo } from '../support/identity.ts';
import { ask, askAndWait, expectCard, parts, startSignedIn } from '../support/window.ts';

const fixture = (name: string) => path.join(import.meta.dirname, '../../src/main/attachments/fixtures', name);
const drafted = (page: Page) => page.getByRole('list', { name: 'Files to send' }).getByRole('listitem');

/** Chooses files in the dialog that "Attach" opens. */
async function attach(page: Page, files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach' }).click();
  await (await chooser).setFiles(files);
}

async function pick(page: Page, model: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: model }).click();
}

/** The first question as the model was sent it with a later one, or with itself. */
function firstQuestionWith({ requests }: AzureOpenAIEmulator, question: string) {
  const asked = requests.filter(({ modelRequest }) => modelRequest?.messages.at(-1)?.text.endsWith(question));
  expect(asked).toHaveLength(1);
  return asked[0]?.modelRequest?.messages[0];
}

test.describe('@models attached files', () => {
  test('images and PDF go as they are to a model that takes them, and as text to any other', async ({
    app,
    emulators,
  }) => {
    const { openai } = emulators;
    const entry = { Endpoint: openai.endpoint, Deployment: 'corp-chat', Abilities: ['vision', 'files'] };
    const page = await startSignedIn(app, {
      Deployments: [
        { ...entry, Id: 'responses', DisplayName: 'By responses', Api: 'responses' },
        { ...entry, Id: 'chat', DisplayName: 'By chat', Api: 'chat' },
        { ...entry, Id: 'sees', DisplayName: 'Sees', Api: 'responses', Abilities: ['vision'] },
        { ...entry, Id: 'reads', DisplayName: 'Reads', Deployment: 'corp-text', Api: 'responses', Abilities: [] },
      ],
    });
    const image = { kind: 'image', name: undefined, mediaType: 'image/png', bytes: statSync(fixture('talk.png')).size };
    const pdf = {
      kind: 'file',
      name: 'report.pdf',
      mediaType: 'application/pdf',
      bytes: statSync(fixture('report.pdf')).size,
    };
    const sentFiles = [
      ['By responses', 'What is in them?', [image, pdf]],
      ['By chat', 'And by the other API?', [image, pdf]],
      ['Sees', 'And with eyes alone?', [image]],
      ['Reads', 'And in words?', []],
    ] as const;
    await attach(page, ['talk.png', 'report.pdf', 'report.docx'].map(fixture));
    for (const [model, question, attachments] of sentFiles) {
      await pick(page, model);
      await askAndWait(page, question);
      const first = firstQuestionWith(openai, question);
      expect(first?.attachments).toEqual(attachments);
      expect(first?.text.includes('[Page 1]')).toBe(attachments.length < 2);
      expect(first?.text.includes('which you cannot see')).toBe(attachments.length === 0);
      expect(first?.text).toContain('# Quarterly report');
    }
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('of every kind reach the model with their words, and are there after a restart', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    await attach(page, ['report.docx', 'report.pdf', 'figures.xlsx', 'talk.pptx', 'talk.png'].map(fixture));
    await expect(drafted(page)).toHaveText([
      /report\.docx\s*Document · about \d+ tokens/,
      /report\.pdf\s*PDF · 1 page/,
      /figures\.xlsx\s*Spreadsheet · 2 sheets/,
      /talk\.pptx\s*Presentation · 2 slides/,
      /talk\.png\s*Image/,
    ]);
    await askAndWait(page, 'A question of files');
    await expect(drafted(page)).toHaveCount(0);
    const sent = JSON.stringify(emulators.openai.requests[0]?.body);
    for (const words of ['Revenue grew by 12', '[Page 1]', '12.5%', 'Say hello to the board.', 'talk.png']) {
      expect(sent).toContain(words);
    }

    await app.quit();
    const again = await app.start();
    await parts(again).row('A question of files').click();
    await expect(parts(again).questions.getByText('figures.xlsx')).toBeVisible();
    await expect(parts(again).questions.getByRole('img', { name: 'talk.png' })).toBeVisible();
    await askAndWait(again, 'And once more?');
    expect(JSON.stringify(emulators.openai.requests.at(-1)?.body)).toContain('Revenue grew by 12');
  });

  test('of a draft are sent after another account was in use, as the draft itself is', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    await attach(page, { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('the secret plan') });
    await expect(drafted(page)).toContainText('tokens');
    await addAccount(app, page, 'grace');
    await expect(drafted(page)).toHaveCount(0);
    await switchTo(page, 'ada');
    await expect(drafted(page)).toContainText('plan.txt');
    await askAndWait(page, 'What is the plan?');
    expect(JSON.stringify(emulators.openai.requests[0]?.body)).toContain('the secret plan');
  });

  test('that are locked, lying or bombs each say so, and the rest is sent', async ({ app }) => {
    const page = await startSignedIn(app);
    const mimeType = 'application/octet-stream';
    const bomb = officeFile({ part: 'word/document.xml', xml: Buffer.alloc(300 * 1024 * 1024, ' ') });
    const refused = [
      [{ name: 'locked.pdf', mimeType, buffer: Buffer.from('%PDF-1.7 cut off') }, 'attachment-unreadable'],
      [{ name: 'sheet.xlsx', mimeType, buffer: Buffer.from('<!doctype html><p>Sign in') }, 'attachment-mismatch'],
      [{ name: 'bomb.docx', mimeType, buffer: Buffer.from(bomb) }, 'attachment-too-complex'],
      [{ name: 'empty.txt', mimeType, buffer: Buffer.alloc(0) }, 'attachment-empty'],
    ] as const;
    for (const [file, code] of refused) {
      await attach(page, file);
      await expectCard(page, code);
      await page.getByRole('button', { name: 'Dismiss' }).click();
    }
    await attach(page, fixture('locked.pdf'));
    await expectCard(page, 'attachment-encrypted');
    await attach(page, { name: 'plan.txt', mimeType, buffer: Buffer.from('the plan') });
    await expect(drafted(page).filter({ hasText: 'plan.txt' })).toContainText('Text · about 2 tokens · 8 bytes');
    await ask(page, 'What is the plan?');
    await expect(parts(page).questions.getByText('plan.txt')).toBeVisible();
    await expect(parts(page).questions.getByText('locked.pdf')).toHaveCount(0);
  });
});
