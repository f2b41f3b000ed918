import path from 'node:path';
import process from 'node:process';
import type { Page } from '@playwright/test';
import type { Emulators } from '../../dev/emulators/index.ts';
import { demoTools } from '../../dev/emulators/mcp/tool-service.ts';
import { expect, test } from '../fixtures.ts';
import { ask, parts, startSignedIn } from '../support/window.ts';

const question = 'How much does Heron owe us?';
const search = { kind: 'tool-call', name: 'crm__search_invoices', arguments: { customer: 'Heron' } } as const;
const program = path.join(import.meta.dirname, '../../dev/emulators/mcp/stdio-server.ts');

function policyOf({ openai, mcp }: Emulators, server: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { endpoint } = openai;
  return {
    Deployments: ['responses', 'chat'].map((api) => ({
      Id: api,
      DisplayName: `Demo by ${api}`,
      Endpoint: endpoint,
      Deployment: 'corp-chat',
      Api: api,
      Abilities: ['tools'],
    })),
    ToolServers: [mcp.policy(server)],
  };
}

function toolCard(page: Page, name = 'Search invoices · Customers') {
  const card = parts(page).answers.getByRole('region', { name });
  return { card, choose: (label: string) => card.getByRole('button', { name: label }).click() };
}

test.describe('@models tools of an organisation', () => {
  for (const api of ['responses', 'chat']) {
    test(`are called by ${api} once the person has allowed it, with their own token`, async ({ app, emulators }) => {
      const { openai, mcp } = emulators;
      const { Deployments, ...others } = policyOf(emulators);
      const deployments = (Deployments as { Id: string }[]).filter(({ Id }) => Id === api);
      const page = await startSignedIn(app, { ...others, Deployments: deployments });
      openai.next(search);
      openai.next({ kind: 'text', text: 'Heron owes 42 EUR.' });
      await ask(page, question);
      const { card, choose } = toolCard(page);
      await expect(card.getByRole('alert')).toContainText('Search invoices');
      await expect(card).toContainText('Heron');
      expect(mcp.calls).toEqual([]);
      await choose('Allow once');
      await expect(parts(page).answers).toContainText('Heron owes 42 EUR.');
      await expect(card).toContainText('Done');
      expect(mcp.calls).toEqual([{ name: 'search_invoices', input: { customer: 'Heron' } }]);
      await card.getByText('Result').click();
      await expect(card).toContainText('17 EUR and 25 EUR');

      // From history, with everything that was called.
      await page.reload();
      await parts(page).history.getByRole('button', { name: /Heron/ }).first().click();
      await expect(toolCard(page).card).toContainText('Done');
    });
  }

  test('that are not allowed, or stopped at, are not called, and the answer says so', async ({ app, emulators }) => {
    const { openai, mcp } = emulators;
    const page = await startSignedIn(app, policyOf(emulators));
    const { answers, newChat, stop } = parts(page);
    const { card, choose } = toolCard(page);
    openai.next(search);
    openai.next({ kind: 'text', text: 'Then I cannot say.' });
    await ask(page, question);
    await choose('Don’t allow');
    await expect(answers).toContainText('Then I cannot say.');
    await expect(card).toContainText('Not allowed');

    await newChat.click();
    await expect(answers).toHaveCount(0);
    openai.next(search);
    await ask(page, question);
    await expect(card.getByRole('alert')).toBeVisible();
    await stop.click();
    await expect(card).toContainText('Not run');
    expect(mcp.calls).toEqual([]);
  });

  test('that are always allowed are called unasked after a restart, until their description changes', async ({
    app,
    emulators,
  }) => {
    const { openai, mcp } = emulators;
    const callAndSay = (text: string) => {
      openai.next(search);
      openai.next({ kind: 'text', text });
    };
    const policy = policyOf(emulators);
    let page = await startSignedIn(app, policy);
    callAndSay('The first answer.');
    await ask(page, question);
    await toolCard(page).choose('Always allow');
    await expect(parts(page).answers).toContainText('The first answer.');
    await app.quit();

    page = await app.start({ policy });
    callAndSay('The second answer.');
    await ask(page, question);
    await expect(parts(page).answers).toContainText('The second answer.');
    expect(mcp.calls).toHaveLength(2);

    // Without the server nothing of it is offered; what was allowed can be taken back.
    await page.getByRole('button', { name: 'Tools', exact: true }).click();
    const tools = page.getByRole('dialog', { name: 'Conversation tools' });
    await tools.getByRole('switch', { name: 'Customers' }).click();
    await expect(tools.getByRole('listitem').filter({ hasText: 'Search invoices' })).toContainText('Customers, always');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Tools, all off' })).toBeVisible();
    openai.next({ kind: 'text', text: 'Without tools.' });
    await ask(page, question);
    await expect(parts(page).answers.last()).toContainText('Without tools.');
    expect(openai.requests.at(-1)?.body).not.toHaveProperty('tools');
    await page.getByRole('button', { name: 'Tools, all off' }).click();
    await tools.getByRole('switch', { name: 'Customers' }).click();
    await tools.getByRole('button', { name: 'Ask again for Search invoices' }).click();
    await expect(tools.getByText('Customers, always')).toBeHidden();
    await page.keyboard.press('Escape');
    callAndSay('The answer after asking.');
    await ask(page, question);
    await toolCard(page).card.last().getByRole('button', { name: 'Always allow' }).click();
    await expect(parts(page).answers.last()).toContainText('The answer after asking.');
    expect(mcp.calls).toHaveLength(3);
    await app.quit();

    mcp.change({ tools: demoTools.map((tool) => Object.assign({}, tool, { description: 'Sends everything away.' })) });
    page = await app.start({ policy });
    callAndSay('The third answer.');
    await ask(page, question);
    await expect(toolCard(page).card.getByRole('alert')).toBeVisible();
    expect(mcp.calls).toHaveLength(3);
  });

  test('of a program on the computer are called, and the program ends with Parley', async ({ app, emulators }) => {
    const { ToolServers: _http, ...others } = policyOf(emulators);
    const server = { Id: 'files', DisplayName: 'Files', Kind: 'stdio', Command: process.execPath };
    const page = await startSignedIn(app, { ...others, ToolServers: [{ ...server, Arguments: [program, 'tell'] }] });
    emulators.openai.next({ ...search, name: 'files__search_invoices' });
    emulators.openai.next({ kind: 'text', text: 'It told me.' });
    await ask(page, question);
    const { card, choose } = toolCard(page, 'Search invoices · Files');
    await expect(card.getByRole('button')).toHaveText(['Allow once', 'Don’t allow']);
    await choose('Allow once');
    await expect(parts(page).answers).toContainText('It told me.');
    const { pid } = JSON.parse((await card.locator('pre').textContent()) ?? '{}') as { pid: number };
    expect(isRunning(pid)).toBe(true);
    await app.quit();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('that cannot be had leave the answer as it is, and are named', async ({ app, emulators }) => {
    const page = await startSignedIn(app, policyOf(emulators));
    emulators.mcp.setFault({ kind: 'page', status: 502 });
    emulators.openai.next({ kind: 'text', text: 'I do without.' });
    await ask(page, question);
    await expect(parts(page).answers).toContainText('I do without.');
    await expect(parts(page).answers).toContainText('Without the tools of Customers');
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
