import type { Locator, Page } from '@playwright/test';
import { demoSubscriptions, emulatedAccount, emulatedModel } from '../../dev/emulators/arm/estate.ts';
import type { Emulators } from '../../dev/emulators/index.ts';
import { expect, test } from '../fixtures.ts';
import { choose } from '../support/identity.ts';
import { ask, askAndWait, expectCard, parts, startSignedIn } from '../support/window.ts';

function picker(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Model' });
}

/** Opens the picker until a model is in it, and picks that. */
async function pick(page: Page, model: RegExp): Promise<void> {
  await picker(page).click();
  await page.getByRole('option', { name: model }).click();
}

/** Policy keys for all that the demo tenant has in Azure besides what policy lists. */
const anywhere = { Discovery: {} };

/** The deployments of a gateway's that answered, by name. */
function asked({ openai }: Emulators, question: string) {
  return openai.requests.filter(({ modelRequest }) => modelRequest?.messages.at(-1)?.text === question);
}

test.describe('@models discovery', () => {
  test('offers the models that Azure shows the person, and they answer', async ({ app, emulators }) => {
    const page = await startSignedIn(app, anywhere);
    await picker(page).click();
    const research = page.getByRole('group', { name: 'contoso-research, swedencentral' });
    await expect(research.getByRole('option')).toHaveText([/corp-deep.*gpt-5 2025-08-07.*Reasoning/, /corp-text/]);
    // What policy lists is there once, by the name that policy gives it; what cannot chat or is not ready is not.
    await expect(page.getByRole('option', { name: /corp-chat|corp-search|corp-next/ })).toHaveCount(0);
    await expect(page.getByRole('group', { name: /^Models found in Azure/ })).toBeVisible();
    await page.getByRole('option', { name: /corp-deep/ }).click();

    await askAndWait(page, 'Are you found?');
    await expect(parts(page).answers).toContainText('Are you found?');
    const [request] = asked(emulators, 'Are you found?');
    expect(request?.modelRequest?.deployment).toBe('corp-deep');
    for (const { authorization, path } of emulators.arm.requests) {
      expect(authorization).toMatch(/^Bearer /);
      expect(path).toContain('api-version=');
    }
  });
});
