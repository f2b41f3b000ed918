import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Emulators } from '../../dev/emulators/index.ts';
import { expect, test } from '../fixtures.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

const report = path.join(import.meta.dirname, '../../src/main/attachments/fixtures/report.docx');

/** What the organisation gives everybody, and what it gives only some. */
function policyOf({ openai }: Emulators): Record<string, unknown> {
  const entry = { Endpoint: openai.endpoint, Deployment: 'corp-chat', Api: 'responses' };
  return {
    Deployments: [
      { ...entry, Id: 'plain', DisplayName: 'Plain', Defaults: { Instructions: 'Be brief.' } },
      { ...entry, Id: 'careful', DisplayName: 'Careful' },
      { ...entry, Id: 'board', DisplayName: 'Board model', Roles: ['Parley.Board'] },
    ],
    Prompts: [{ Name: 'Cover letter', Text: 'Write a {{tone|friendly}} letter to {{recipient}}.\nThanks!' }],
    Starters: [{ Label: 'Company news', Text: 'What is new at Contoso? ' }],
    Assistants: [
      {
        Id: 'checker',
        DisplayName: 'Contract checker',
        Description: 'Finds what is missing in a contract.',
        Instructions: 'You check contracts.',
        Deployment: 'careful',
        Settings: { Temperature: 0.2 },
        Starters: [{ Label: 'Check a clause', Text: 'Check this clause: ' }],
      },
      { Id: 'board', DisplayName: 'Board helper', Roles: ['Parley.Board'] },
      { Id: 'lost', DisplayName: 'Lost helper', Deployment: 'board', Roles: ['Parley.User'] },
    ],
  };
}

const menuButton = (page: Page) => page.getByRole('button', { name: 'Assistants and prompts' });
const options = (page: Page) => page.getByRole('listbox', { name: 'Prompts' }).getByRole('option');

async function openLibrary(page: Page, name: 'Assistants' | 'Prompts') {
  await menuButton(page).click();
  await page.getByRole('menuitem', { name: `${name}…` }).click();
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** The bodies of the requests for answers to a question, oldest first. */
function bodiesFor({ openai }: Emulators, question: string): Record<string, unknown>[] {
  return openai.requests
    .map(({ body }) => body as Record<string, unknown>)
    .filter((body) => body['stream'] === true && JSON.stringify(body).includes(question));
}

test.describe('@models prompts', () => {
  test('are found by a slash, filled in, taken back by undo, and one’s own are there after a restart', async ({
    app,
    emulators,
  }) => {
    const policy = policyOf(emulators);
    const page = await startSignedIn(app, policy);
    const { message } = parts(page);
    await message.pressSequentially('Please: /let');
    await expect(options(page)).toHaveText([/Cover letter/]);
    await message.press('Enter');
    const form = page.getByRole('form', { name: 'Fill in the prompt' });
    await expect(form.getByLabel('tone')).toHaveValue('friendly');
    await expect(form.getByLabel('tone')).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.type('Grace {{tone}}');
    await page.keyboard.press('Enter');
    await expect(message).toHaveValue('Please: Write a friendly letter to Grace {{tone}}.\nThanks!');
    await expect(message).toBeFocused();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(message).toHaveValue('Please: /let');

    await page.keyboard.press('Escape');
    await expect(options(page)).toHaveCount(0);
    await message.fill('');
    await message.pressSequentially('/usr/local');
    await expect(options(page)).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(message).toHaveValue('');
    await expect(parts(page).stop).toBeHidden();

    const dialog = await openLibrary(page, 'Prompts');
    await expect(dialog.getByRole('button', { name: 'Edit Cover letter' })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'New prompt' }).click();
    await expect(dialog.getByLabel('Name')).toBeFocused();
    await page.keyboard.type('Weekly <b>report</b>');
    await dialog.getByLabel('Text').fill('Sum up this week.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: 'Delete Weekly <b>report</b>' }).click();
    await expect(dialog.getByRole('listitem')).toHaveCount(1);
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await expect(dialog.getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await app.quit();
    const again = await app.start({ policy });
    const field = parts(again).message;
    await field.pressSequentially('/week');
    await expect(options(again)).toHaveText([/Weekly <b>report<\/b>/]);
    await field.press('Tab');
    await expect(field).toHaveValue('Sum up this week.');
  });
});

test.describe('@models assistants', () => {
  test('of the organisation give a chat its instructions, model, settings and starters', async ({ app, emulators }) => {
    const policy = policyOf(emulators);
    const page = await startSignedIn(app, policy);
    const { message } = parts(page);
    const cards = page.getByRole('list', { name: 'Assistants' }).getByRole('button');
    await expect(cards).toHaveText([/Contract checker/, /Lost helper/]);
    await page.getByRole('button', { name: 'Company news' }).click();
    await expect(message).toHaveValue('What is new at Contoso? ');

    await cards.filter({ hasText: 'Contract checker' }).click();
    await expect(page.getByRole('combobox', { name: 'Model' })).toHaveText('Careful');
    await page.getByRole('button', { name: 'Check a clause' }).click();
    await expect(message).toHaveValue('Check this clause: ');
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect(page.getByRole('group', { name: 'Instructions of the assistant' })).toHaveText('You check contracts.');
    await page.getByLabel('Instructions', { exact: true }).fill('Answer in Latin.');
    await page.keyboard.press('Escape');
    await askAndWait(page, 'Check this clause: one');
    expect(bodiesFor(emulators, 'Check this clause: one')[0]).toMatchObject({
      temperature: 0.2,
      input: [{ role: 'system', content: 'You check contracts.\n\nAnswer in Latin.' }, {}],
    });

    await menuButton(page).click();
    await page.getByRole('menuitem', { name: 'Lost helper' }).click();
    await expect(
      page.getByText(/was made for a model that is not offered to you; Plain answers instead/),
    ).toBeVisible();

    // It changes, then goes: what was begun with it stays as it was.
    await app.quit();
    const again = await app.start({ policy: { ...policy, Assistants: [] } });
    await parts(again)
      .history.getByRole('button', { name: /^Check this clause/ })
      .click();
    await expect(again.getByRole('button', { name: 'Assistant: Contract checker' })).toBeVisible();
    await askAndWait(again, 'And clause two?');
    expect(JSON.stringify(bodiesFor(emulators, 'And clause two?')[0])).toContain('You check contracts.');
  });

  test('of one’s own take files along, survive a restart, and are deleted without a chat losing them', async ({
    app,
    emulators,
  }) => {
    const policy = policyOf(emulators);
    const page = await startSignedIn(app, policy);
    const dialog = await openLibrary(page, 'Assistants');
    await expect(dialog.getByRole('button', { name: 'Delete Contract checker' })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'New assistant' }).click();
    await dialog.getByLabel('Name').fill('Reporter');
    await dialog.getByLabel('Instructions').fill('You know the report.');
    await dialog.getByLabel('Model', { exact: true }).selectOption('Careful');
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Add files' }).click();
    await (await chooser).setFiles(report);
    await expect(dialog.getByRole('button', { name: 'Remove report.docx' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Add a starter' }).click();
    await expect(dialog.getByLabel('Button 1')).toBeFocused();
    await page.keyboard.type('Totals');
    await dialog.getByLabel('Message 1').fill('What are the totals?');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('listitem').filter({ hasText: 'Reporter' })).toBeVisible();
    await app.quit();

    const again = await app.start({ policy });
    await again
      .getByRole('list', { name: 'Assistants' })
      .getByRole('button', { name: /Reporter/ })
      .click();
    await again.getByRole('button', { name: 'Totals' }).click();
    await askAndWait(again, 'What are the totals?');
    const [first] = bodiesFor(emulators, 'What are the totals?');
    expect(JSON.stringify(first)).toContain('You know the report.');
    expect(JSON.stringify(first)).toContain('# Quarterly report');

    const library = await openLibrary(again, 'Assistants');
    await library.getByRole('button', { name: 'Delete Reporter' }).click();
    await again.keyboard.press('Enter');
    await expect(library.getByRole('listitem').filter({ hasText: 'Reporter' })).toHaveCount(0);
    await library.getByRole('button', { name: 'Close' }).click();
    await expect(parts(again).answers).toHaveCount(1);
    await askAndWait(again, 'And last year?');
    expect(JSON.stringify(bodiesFor(emulators, 'And last year?')[0])).toContain('# Quarterly report');
  });
});
