import { writeFileSync } from 'node:fs';
import { expect, test } from '../fixtures.ts';
import { expectCard, parts } from '../support/window.ts';

test.describe('@first policy', () => {
  test('that is nowhere says so instead of showing an empty window', async ({ app }) => {
    const page = await app.start({ policy: null });
    await expectCard(page, 'policy-missing');
    await expect(parts(page).signIn).toBeHidden();
  });

  for (const [fault, policy, named] of [
    ['is not JSON', '{ "TenantId": ', ['is not JSON', 'a JSON object']],
    ['is a list', '[]', ['the file', 'object']],
  ] as const) {
    test(`that ${fault} says so`, async ({ app }) => {
      const page = await app.start({ policy });
      const card = await expectCard(page, 'policy-invalid');
      for (const text of named) await expect(card).toContainText(text);
      await expect(card).toContainText(app.policyFile);
    });
  }

  for (const [fault, policy, named] of [
    ['has an unknown key', { Deploymnets: [] }, ['Deploymnets', 'is not a known key', 'Deployments']],
    ['has a key of the wrong type', { Notice: 7 }, ['Notice', 'has the wrong type', 'a text']],
    ['has a value that there is not', { WithoutKeyring: 'maybe' }, ['WithoutKeyring', 'refuse, plain']],
    ['has no models', { Deployments: [] }, ['Deployments', 'at least 1']],
    ['names a cloud that there is not', { Cloud: 'moon' }, ['Cloud', 'global, us-government']],
  ] as const) {
    test(`that ${fault} names the key and what it accepts`, async ({ app }) => {
      const page = await app.start({ policy });
      const card = await expectCard(page, 'policy-invalid');
      for (const text of named) await expect(card).toContainText(text);
    });
  }

  test('that is corrected lets the person in without a restart, and its card can be copied before', async ({
    app,
    emulators,
  }) => {
    const page = await app.start({ policy: '{' });
    const card = await expectCard(page, 'policy-invalid');
    await card.getByRole('button', { name: 'Copy details' }).click();
    await expect.poll(() => app.readClipboard()).toMatch(/Code: policy-invalid\nCorrelation id: [0-9a-f-]{36}\n/);
    writeFileSync(app.policyFile, JSON.stringify(emulators.policy({ Notice: 'Mended.' })));
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(parts(page).signIn).toBeVisible();
    await expect(page.getByText('Mended.')).toBeVisible();
  });
});
