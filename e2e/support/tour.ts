import { expect, type Page } from '@playwright/test';
import type { Emulators } from '../../dev/emulators/index.ts';
import type { ParleyApp } from './parley-app.ts';
import { ask, askAndWait, parts, signIn } from './window.ts';

/** What a tour is made of, and who is told of each place. */
export interface Tour {
  readonly app: ParleyApp;
  readonly emulators: Emulators;
  readonly visit: (place: string, page: Page) => Promise<void>;
}

/** An answer with everything that answers are made of. */
export const richAnswer = `## Rolling out the new VPN client

We replace it on **400 laptops** in three rings. The rule of thumb: *never* more machines a day than the
[help desk](https://contoso.example/help) can take calls for, so $n \\le c \\cdot h$, and in all

$$
\\sum_{i=1}^{3} r_i = 400
$$

| Ring | Machines | When |
| --- | ---: | --- |
| Pilot | 20 | Monday |
| Sites | 180 | in two weeks |
| Rest | 200 | in a month |

1. Pack the client and sign it.
2. Watch the logs for \`ERR_TUNNEL\`:

\`\`\`ts
/** Whether a ring may begin. */
export function mayBegin(ring: Ring, failures: number): boolean {
  // Less than one in a hundred.
  return failures / ring.machines < 0.01 && ring.day !== 'Friday';
}
\`\`\`

> Nobody changes a VPN on a Friday.

- [x] Ask the works council
- [ ] Write to everybody[^1]

[^1]: At least a week before.`;

/** Walks through every page and dialog of the window, as a person would, and stops at each. */
export async function takeTour({ app, emulators, visit }: Tour): Promise<void> {
  const page = await app.start();
  page.setDefaultTimeout(6_000);
  await expect(parts(page).signIn).toBeVisible();
  await visit('sign-in', page);
  await signIn(app, page);
  await visit('empty', page);
  await visitAnswers({ app, emulators, visit }, page);
  await visitList({ app, emulators, visit }, page);
  await visitDialogs({ app, emulators, visit }, page);
  await visitTroubles({ app, emulators, visit }, page);
  await visitQuickAsk({ app, emulators, visit });
}

async function visitAnswers({ emulators, visit }: Tour, page: Page): Promise<void> {
  const { answers, message } = parts(page);
  emulators.openai.next({ kind: 'text', text: richAnswer });
  await askAndWait(page, 'What would a careful rollout plan for our new VPN client look like?');
  await expect(answers.locator('.katex').first()).toBeVisible();
  await visit('answer', page);
  const open = async (name: string, place: string) => {
    await page.getByRole('button', { name, exact: true }).last().click();
    await visit(place, page);
    await page.keyboard.press('Escape');
  };
  await open('More actions', 'answer menu');
  await open('Details', 'answer details');
  await open('Settings', 'conversation settings');
  await open('Compare with…', 'compare menu');
  await page.getByRole('combobox', { name: 'Model' }).click();
  await visit('models', page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await visit('question editor', page);
  await page.keyboard.press('Escape');
  await message.focus();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('ring');
  await expect(page.getByRole('search', { name: 'Find in conversation' }).getByRole('status')).toHaveText(/\d/);
  await visit('find', page);
  await page.keyboard.press('Escape');
}

async function visitList({ visit }: Tour, page: Page): Promise<void> {
  const { history, message } = parts(page);
  await page.keyboard.press('Control+Shift+f');
  await page.keyboard.type('rollout');
  await expect(history.getByText('rollout').first()).toBeVisible();
  await visit('search', page);
  await history.getByRole('button', { name: /^Filter/ }).click();
  await visit('search filter', page);
  await page.keyboard.press('Escape');
  await history.getByRole('searchbox').fill('');
  await history.getByRole('searchbox').press('Escape');
  await history.getByRole('button', { name: 'List options' }).click();
  await visit('list menu', page);
  await page.keyboard.press('Escape');
  await history
    .getByRole('button', { name: /^More for/ })
    .first()
    .click();
  await visit('row menu', page);
  await page.keyboard.press('Escape');
  await message.focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('new');
  await visit('palette', page);
  await page.keyboard.press('Escape');
}

async function visitDialogs({ visit }: Tour, page: Page): Promise<void> {
  const { account } = parts(page);
  await page.keyboard.press('Control+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await expect(settings.getByRole('tab', { selected: true })).toBeVisible();
  for (const tab of await settings.getByRole('tab').all()) {
    await tab.click();
    await visit(`settings ${((await tab.textContent()) ?? '').toLowerCase()}`, page);
  }
  await settings.getByRole('tab', { selected: true }).press('Escape');
  await expect(settings).toBeHidden();
  await account.click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await visit('account', page);
  await page.keyboard.press('Escape');
  const chosen = ['Usage', 'Import conversations…', 'Export all conversations…', 'History on this computer'];
  for (const name of chosen) {
    await account.click();
    await page.getByRole('button', { name }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await visit(name.toLowerCase().replace('…', ''), page);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Control+Shift+d');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await visit('delete', page);
  await page.keyboard.press('Escape');
  for (const name of ['prompts', 'assistants']) {
    await page.getByRole('button', { name: 'Assistants and prompts' }).click();
    await visit('new chat menu', page);
    await page.getByRole('menuitem', { name: new RegExp(`^${name}`, 'i') }).click();
    const dialog = page.getByRole('dialog');
    await visit(name, page);
    await dialog.getByRole('button', { name: /^New / }).click();
    await visit(`${name} editor`, page);
    await dialog.getByRole('button', { name: /^(Cancel|Back)/ }).click();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
}

async function visitTroubles({ emulators, visit }: Tour, page: Page): Promise<void> {
  const { newChat, answers, stop } = parts(page);
  await newChat.click();
  const held = emulators.openai.hold();
  await ask(page, 'Tell me a story');
  held.send('Once upon a time');
  await expect(answers).toContainText('Once');
  await ask(page, 'And then?');
  await expect(page.getByRole('list', { name: 'Waiting messages' })).toBeVisible();
  await visit('waiting', page);
  await page.getByRole('button', { name: 'Cancel waiting message' }).click();
  held.finish();
  await expect(stop).toBeHidden();
  emulators.openai.next({ kind: 'no-role', status: 403 });
  await ask(page, 'And again?');
  await expect(page.getByRole('alert')).toBeVisible();
  await visit('error card', page);

  await newChat.click();
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await page.getByRole('menuitemcheckbox').first().click();
  await page.keyboard.press('Escape');
  await ask(page, 'Which way?');
  await expect(page.getByText('Choose the answer to go on with.', { exact: true })).toBeVisible();
  await visit('comparison', page);
}

/** The small window over all others, where there is one. */
async function visitQuickAsk({ app, visit }: Tour): Promise<void> {
  const { electron } = app;
  // A browser has no window but its own.
  if (electron === undefined) return;
  const opened = electron.waitForEvent('window');
  await electron.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('quick-ask')?.click();
  });
  const small = await opened;
  await expect(parts(small).message).toBeFocused();
  await visit('quick ask', small);
}
