import type { Page } from '@playwright/test';
import type { Emulators } from '../../dev/emulators/index.ts';
import { expect, test } from '../fixtures.ts';
import { ask, askAndWait, parts, startSignedIn } from '../support/window.ts';

/** A model that reasons, a plain one, and one behind the older API; their names in Azure tell nothing of it. */
function policyOf({ openai }: Emulators): Record<string, unknown> {
  const entry = { Endpoint: openai.endpoint, Deployment: 'corp-chat', Api: 'responses' };
  return {
    Deployments: [
      {
        ...entry,
        Id: 'careful',
        DisplayName: 'Careful',
        Abilities: ['reasoning', 'tools'],
        ReasoningEfforts: ['minimal', 'low', 'high'],
        Verbosity: true,
        Price: { Currency: 'EUR', InputPerMillion: 1.1, OutputPerMillion: 8.8 },
        Defaults: { ReasoningEffort: 'low' },
      },
      { ...entry, Id: 'plain', DisplayName: 'Plain', Description: 'For everyday questions.' },
      { ...entry, Id: 'older', DisplayName: 'Older', Deployment: 'corp-chat-legacy', Api: 'chat' },
      { ...entry, Id: 'gone', DisplayName: 'Gone', RetiresOn: '2026-01-31' },
      { ...entry, Id: 'board', DisplayName: 'Board', Roles: ['Parley.Board'] },
      { ...entry, Id: 'staff', DisplayName: 'Staff', Roles: ['Parley.Board', 'Parley.User'] },
    ],
  };
}

function settingsOf(page: Page) {
  return {
    button: page.getByRole('button', { name: /^Settings/ }),
    dialog: page.getByRole('dialog', { name: 'Conversation settings' }),
    instructions: page.getByLabel('Instructions', { exact: true }),
    effort: page.getByLabel('Reasoning effort', { exact: true }),
    verbosity: page.getByLabel('Verbosity', { exact: true }),
    temperature: page.getByLabel('Temperature', { exact: true }),
    longest: page.getByLabel('Longest answer', { exact: true }),
  };
}

async function chooseModel(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name }).click();
}

/** The bodies of the requests for answers to a question, oldest first; requests for titles quote it too. */
function bodiesFor({ openai }: Emulators, question: string): Record<string, unknown>[] {
  return openai.requests
    .map(({ body }) => body as Record<string, unknown>)
    .filter((body) => body['stream'] === true && JSON.stringify(body).includes(question));
}

test.describe('@models the settings of a conversation', () => {
  test('reach the model, survive a restart, and are no other conversation’s', async ({ app, emulators }) => {
    const policy = policyOf(emulators);
    const page = await startSignedIn(app, policy);
    const settings = settingsOf(page);
    await settings.button.click();
    await settings.instructions.fill('Answer in Latin.');
    await settings.effort.selectOption('high');
    await settings.verbosity.selectOption('low');
    await settings.longest.fill('2000');
    await expect(settings.temperature).toHaveCount(0);
    await page.keyboard.press('Escape');
    await askAndWait(page, 'What is a handshake?');
    const sent = {
      model: 'corp-chat',
      reasoning: { effort: 'high', summary: 'auto' },
      text: { verbosity: 'low' },
      max_output_tokens: 2000,
      store: false,
    };
    const [first] = bodiesFor(emulators, 'What is a handshake?');
    expect(first).toMatchObject({ ...sent, input: [{ role: 'system', content: 'Answer in Latin.' }, {}] });
    expect(first).not.toHaveProperty('temperature');

    await parts(page).newChat.click();
    await expect(settings.button).toHaveAccessibleName('Settings');
    await askAndWait(page, 'What is a cipher?');
    const [other] = bodiesFor(emulators, 'What is a cipher?');
    expect(other).toMatchObject({ reasoning: { effort: 'low' } });
    expect(JSON.stringify(other)).not.toContain('Latin');
    expect(other).not.toHaveProperty('max_output_tokens');

    await app.quit();
    const again = await app.start({ policy });
    await parts(again)
      .history.getByRole('button', { name: /^What is a handshake/ })
      .click();
    await expect(settingsOf(again).button).toHaveAccessibleName('Settings, changed');
    await askAndWait(again, 'And a key?');
    expect(bodiesFor(emulators, 'And a key?')[0]).toMatchObject(sent);
  });

  test('are kept back from a model without them, and not lost with it', async ({ app, emulators }) => {
    const page = await startSignedIn(app, policyOf(emulators));
    const settings = settingsOf(page);
    await settings.button.click();
    await settings.effort.selectOption('high');
    await page.keyboard.press('Escape');
    await askAndWait(page, 'First, carefully');

    await chooseModel(page, 'Plain');
    await settings.button.click();
    await expect(settings.effort).toHaveCount(0);
    await settings.temperature.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Escape');
    await expect(settings.dialog).toBeHidden();
    await askAndWait(page, 'Second, plainly');
    const [plain] = bodiesFor(emulators, 'Second, plainly');
    expect(plain).toMatchObject({ temperature: 0 });
    expect(plain).not.toHaveProperty('reasoning');

    await chooseModel(page, 'Older');
    await askAndWait(page, 'Third, over the older API');
    const [older] = bodiesFor(emulators, 'Third, over the older API');
    expect(older).toMatchObject({ model: 'corp-chat-legacy', temperature: 0 });
    expect(older).not.toHaveProperty('reasoning_effort');

    await chooseModel(page, 'Careful');
    await askAndWait(page, 'Fourth, carefully again');
    const [careful] = bodiesFor(emulators, 'Fourth, carefully again');
    expect(careful).toMatchObject({ reasoning: { effort: 'high' } });
    expect(careful).not.toHaveProperty('temperature');
  });

  test('are nobody’s when Parley itself asks for a title', async ({ app, emulators }) => {
    const page = await startSignedIn(app, policyOf(emulators));
    const settings = settingsOf(page);
    await settings.button.click();
    await settings.instructions.fill('Answer in Latin.');
    await page.keyboard.press('Escape');
    await askAndWait(page, 'What is a handshake?');
    const titles = () =>
      emulators.openai.requests
        .map(({ body }) => body as Record<string, unknown>)
        .filter(({ stream }) => stream !== true);
    await expect.poll(() => titles().length).toBe(1);
    expect(titles()[0]).toMatchObject({ reasoning: { effort: 'minimal' } });
    expect(JSON.stringify(titles()[0])).not.toContain('Latin');
  });
});

test.describe('@models a model', () => {
  test('tells what it can do and costs; a retired one and one for others are not offered', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app, policyOf(emulators));
    await page.getByRole('combobox', { name: 'Model' }).click();
    const option = (name: string) => page.getByRole('option', { name });
    await expect(option('Careful')).toContainText('Reasoning');
    await expect(option('Careful')).toContainText('€1.10 in, €8.80 out per million tokens');
    await expect(option('Plain')).toContainText('For everyday questions.');
    await expect(option('Staff')).toBeVisible();
    await expect(option('Gone')).toHaveCount(0);
    await expect(option('Board')).toHaveCount(0);
  });

  test('that reasons tells its thoughts, folded, also after a restart', async ({ app, emulators }) => {
    const policy = policyOf(emulators);
    const page = await startSignedIn(app, policy);
    const reasoning = '**Weighing** both sides';
    emulators.openai.next({ kind: 'text', text: 'Take the second.', reasoning });
    await askAndWait(page, 'Which one?');
    const fold = (window: Page) =>
      parts(window)
        .answers.last()
        .getByRole('button', { name: /^Thought for/ });
    await expect(fold(page)).toHaveAttribute('aria-expanded', 'false');
    await expect(parts(page).answers.last()).not.toContainText('Weighing');
    await fold(page).click();
    await expect(parts(page).answers.last().locator('strong')).toHaveText('Weighing');

    await ask(page, 'Why?');
    await expect.poll(() => bodiesFor(emulators, 'Why?').length).toBe(1);
    expect(JSON.stringify(bodiesFor(emulators, 'Why?'))).toContain('Take the second.');
    expect(JSON.stringify(bodiesFor(emulators, 'Why?'))).not.toContain('both sides');
    await expect(parts(page).stop).toBeHidden();

    await app.quit();
    const again = await app.start({ policy });
    await parts(again)
      .history.getByRole('button', { name: /^Which one/ })
      .click();
    const first = parts(again).answers.first();
    await first.getByRole('button', { name: /^Thought for/ }).click();
    await expect(first).toContainText('Weighing both sides');
  });
});
