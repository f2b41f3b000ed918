import type { Page } from '@playwright/test';
import type { Emulators } from '../../dev/emulators/index.ts';
import { expect, test } from '../fixtures.ts';
import { ask, askAndWait, parts, startSignedIn } from '../support/window.ts';

/** One model that reads 2,000 tokens beside an answer, and one that reads as many as others. */
function policy({ openai }: Emulators): Readonly<Record<string, unknown>> {
  const shared = { Endpoint: openai.endpoint, Deployment: 'corp-chat', Api: 'responses' };
  return {
    Deployments: [
      { ...shared, Id: 'small', DisplayName: 'Small', ContextTokens: 4_000, OutputTokens: 2_000 },
      { ...shared, Id: 'large', DisplayName: 'Large' },
    ],
  };
}

/** About 600 tokens, and more bytes than the small model reads tokens. */
const long = (name: string) => `${name}: ${'word '.repeat(590)}`;

const bodies = ({ openai }: Emulators) => openai.requests.map(({ body }) => JSON.stringify(body));
const summaryRequests = (emulators: Emulators) =>
  bodies(emulators).filter((body) => body.includes('Summarise it for the assistant'));

/** Three turns that fill most of what the small model reads. */
async function fill(page: Page, { openai }: Emulators): Promise<void> {
  for (const name of ['Alpha', 'Beta', 'Gamma']) {
    openai.next({ kind: 'text', text: `Answer to ${name}.` });
    await askAndWait(page, long(name));
  }
}

test.describe('@models the context of a conversation', () => {
  test('outgrows its model: earlier messages are summarised once, where they end, and for good', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app, policy(emulators));
    const note = parts(page).log.getByText('Earlier messages were summarised');
    const meter = page.getByRole('meter', { name: 'Context used' });
    await fill(page, emulators);
    await expect(meter).toHaveAttribute('aria-valuetext', /^9\d %$/);
    expect(summaryRequests(emulators)).toHaveLength(0);

    emulators.openai.next({ kind: 'text', text: 'They went through the *alphabet*.' });
    emulators.openai.next({ kind: 'text', text: 'Answer to Delta.' });
    await askAndWait(page, long('Delta'));
    await expect(meter).toBeHidden();
    const answered = bodies(emulators).findLast((body) => body.includes('Delta') && !body.includes('title for this'));
    expect(answered).toContain('They went through the *alphabet*.');
    expect(answered).not.toContain('Alpha');
    expect(summaryRequests(emulators)).toHaveLength(1);
    const keys = emulators.openai.requests.flatMap(({ body }) => {
      const key = (body as { prompt_cache_key?: unknown }).prompt_cache_key;
      return key === undefined ? [] : [key];
    });
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);

    await note.click();
    await expect(parts(page).log.locator('em', { hasText: 'alphabet' })).toBeVisible();
    await page.reload();
    await parts(page).history.getByRole('button', { name: /Alpha/ }).first().click();
    await expect(note).toBeVisible();

    emulators.openai.next({ kind: 'text', text: 'Another answer.' });
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await expect(parts(page).answers.last()).toContainText('Another answer.');
    await expect(note).toBeVisible();
    expect(summaryRequests(emulators)).toHaveLength(1);
  });

  test('goes on without the earlier messages where no summary can be had, and says so', async ({ app, emulators }) => {
    const page = await startSignedIn(app, policy(emulators));
    await fill(page, emulators);
    emulators.openai.next({ kind: 'error', status: 500, code: 'server_error', message: 'Try again.' });
    emulators.openai.next({ kind: 'text', text: 'Answer to Delta.' });
    await askAndWait(page, long('Delta'));
    await expect(parts(page).answers.last()).toContainText('Answer to Delta.');
    await expect(parts(page).answers.last()).toContainText('earlier messages were left out');
  });

  test('has no room for a question that is too long by itself: the question is kept, nothing is sent', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app, policy(emulators));
    await parts(page).message.fill('word '.repeat(3_000));
    await expect(page.getByText(/probably longer than “Small” can read/)).toBeVisible();
    await ask(page, 'word '.repeat(3_000));
    const card = page.getByRole('alert');
    await expect(card).toContainText(/longer than “Small” can read, by about 1,0\d\d tokens/);
    await expect(card).toContainText('context-too-long');
    await expect(parts(page).questions).toHaveCount(1);
    expect(emulators.openai.requests).toHaveLength(0);
  });

  test('is told of before it is sent to a model that reads less', async ({ app, emulators }) => {
    const page = await startSignedIn(app, policy(emulators));
    const choose = async (name: string) => {
      await page.getByRole('combobox', { name: 'Model' }).click();
      await page.getByRole('option', { name }).click();
    };
    await choose('Large');
    emulators.openai.next({ kind: 'text', text: 'Read.' });
    await askAndWait(page, `${long('Alpha')} ${long('Beta')} ${long('Gamma')} ${long('Delta')}`);
    await expect(page.getByText(/can read at once/)).toBeHidden();
    await choose('Small');
    await expect(page.getByText(/longer than “Small” can read at once/)).toBeVisible();
    await choose('Large');
    await expect(page.getByText(/can read at once/)).toBeHidden();
  });
});
