import type { BrokerEmulator } from '../../dev/emulators/broker/broker.ts';
import type { BrokerScript } from '../../dev/emulators/broker/broker-act.ts';
import { expect, test } from '../fixtures.ts';
import { accountFacts, choose, signInBy } from '../support/identity.ts';
import type { ParleyApp } from '../support/parley-app.ts';
import { askAndWait, expectCard, parts } from '../support/window.ts';

const nobody: BrokerScript = { kind: 'refuse', status: 'InteractionRequired' };

/** Starts once more, and expects that the broker is left alone and the browser does its work. */
async function expectStraightToBrowser(app: ParleyApp, broker: BrokerEmulator): Promise<void> {
  await app.quit();
  const asked = broker.requests.length;
  const page = await app.start({ brokerEntry: broker.entry });
  await expect(parts(page).signIn).toBeVisible();
  const browserPage = await app.opened(() => parts(page).signIn.click());
  await choose(browserPage, 'ada');
  await expect(parts(page).message).toBeVisible();
  expect(await accountFacts(page)).toContain('Not asked since');
  expect(broker.requests).toHaveLength(asked);
}

test.describe('@identity the broker', () => {
  test('that knows who is at the computer signs them in at the first start, and no page is shown', async ({
    app,
    broker,
  }) => {
    const page = await app.start({ brokerEntry: broker.entry });
    await expect(page.getByText(/Good .*, Ada/)).toBeVisible();
    await askAndWait(page, 'Hello');
    expect(app.openedCount()).toBe(0);
    expect(await accountFacts(page)).toMatch(/Through this computer’s own sign-in[^]*Available/);
  });

  test('that has to ask the person gets the window to show itself over', async ({ app, broker, host }) => {
    broker.next('silent', nobody);
    const page = await app.start({ brokerEntry: broker.entry });
    const asked = broker.nextRequest('interactive');
    await parts(page).signIn.click();
    const { fields } = await asked;
    await expect(parts(page).message).toBeVisible();
    // The browser host has no window of the system's to name.
    expect(fields['windowHandle']).toEqual(host === 'electron' ? expect.stringMatching(/^[0-9a-f]{8,}$/) : undefined);
    expect(app.openedCount()).toBe(0);
  });

  test('that renews the tokens of an account is asked again after a restart', async ({ app, broker }) => {
    await expect(parts(await app.start({ brokerEntry: broker.entry })).message).toBeVisible();
    await app.quit();
    const page = await app.start({ brokerEntry: broker.entry });
    await askAndWait(page, 'Hello');
    expect(broker.requests.filter(({ method }) => method === 'silent').length).toBeGreaterThan(1);
    expect(app.openedCount()).toBe(0);
  });

  test('whose window is closed by the person leaves them where they were, and can be opened again', async ({
    app,
    broker,
  }) => {
    broker.next('silent', nobody);
    broker.next('interactive', { kind: 'refuse', status: 'UserCanceled' });
    const page = await app.start({ brokerEntry: broker.entry });
    const asked = broker.nextRequest('interactive');
    await parts(page).signIn.click();
    await asked;
    await expect(parts(page).signIn).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await parts(page).signIn.click();
    await expect(parts(page).message).toBeVisible();
  });

  test('that fails says so, and the browser can be taken instead', async ({ app, broker }) => {
    broker.next('silent', nobody);
    broker.next('interactive', { kind: 'refuse', status: 'ApiContractViolation', context: 'secret of the broker' });
    const page = await app.start({ brokerEntry: broker.entry });
    await parts(page).signIn.click();
    const card = await expectCard(page, 'sign-in-failed');
    await expect(card).not.toContainText('secret of the broker');
    const browserPage = await app.opened(() => signInBy(page, 'browser'));
    await choose(browserPage, 'ada');
    await expect(parts(page).message).toBeVisible();
  });

  for (const [fails, script] of [
    ['crashes', { kind: 'crash' }],
    ['hangs', { kind: 'hang' }],
  ] as const) {
    test(`with a probe that ${fails} leaves the way to the browser, also at the next start`, async ({
      app,
      broker,
    }) => {
      broker.next('probe', script, Infinity);
      const page = await app.start({ brokerEntry: broker.entry });
      await expect(parts(page).signIn).toBeVisible();
      expect(app.openedCount()).toBe(0);
      await expectStraightToBrowser(app, broker);
    });

    test(`that ${fails} when it is asked silently leaves the way to the browser, also at the next start`, async ({
      app,
      broker,
    }) => {
      broker.next('silent', script, Infinity);
      const page = await app.start({ brokerEntry: broker.entry });
      await expect(parts(page).signIn).toBeVisible({ timeout: 25_000 });
      await expectStraightToBrowser(app, broker);
    });
  }

  test('whose window crashes goes on in the browser by itself, also at the next start', async ({ app, broker }) => {
    broker.next('silent', nobody);
    broker.next('interactive', { kind: 'crash' });
    const page = await app.start({ brokerEntry: broker.entry });
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await browserPage.close();
    await expectStraightToBrowser(app, broker);
  });

  for (const script of [{ kind: 'hang' }, { kind: 'block' }] as const) {
    test(`whose window never ends (${script.kind}) costs the deadline once, then the browser is taken`, async ({
      app,
      broker,
    }) => {
      broker.next('silent', nobody);
      broker.next('interactive', script);
      const policy = { SignInTimeoutSeconds: 2 };
      const page = await app.start({ brokerEntry: broker.entry, policy });
      await parts(page).signIn.click();
      await expectCard(page, 'sign-in-timed-out');
      const browserPage = await app.opened(() => parts(page).signIn.click());
      await browserPage.close();
      await expectStraightToBrowser(app, broker);
    });
  }

  test('whose window hangs is ended by Cancel', async ({ app, broker }) => {
    broker.next('silent', nobody);
    broker.next('interactive', { kind: 'block' });
    const page = await app.start({ brokerEntry: broker.entry });
    const asked = broker.nextRequest('interactive');
    await parts(page).signIn.click();
    const { processId } = await asked;
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(parts(page).signIn).toBeVisible();
    await expect.poll(() => isAlive(processId), 'the hung process').toBe(false);
    // A person who changed their mind is no hang of the broker.
    await parts(page).signIn.click();
    await expect(parts(page).message).toBeVisible();
    expect(app.openedCount()).toBe(0);
  });

  test('that policy requires, and that is not there, is said, and no browser is opened', async ({ app, broker }) => {
    broker.next('probe', { kind: 'value', value: { available: false, reason: 'library-not-loaded' } }, Infinity);
    const page = await app.start({ brokerEntry: broker.entry, policy: { Broker: 'required' } });
    await parts(page).signIn.click();
    const card = await expectCard(page, 'broker-required');
    await expect(card).toContainText('library-not-loaded');
    expect(app.openedCount()).toBe(0);
  });

  test('that policy requires is asked again after it has hung', async ({ app, broker }) => {
    broker.next('probe', { kind: 'crash' }, 1);
    const policy = { Broker: 'required' };
    await expect(parts(await app.start({ brokerEntry: broker.entry, policy })).signIn).toBeVisible();
    await app.quit();
    const page = await app.start({ brokerEntry: broker.entry, policy });
    await expect(parts(page).message).toBeVisible();
    expect(app.openedCount()).toBe(0);
  });

  test('that policy switches off is never started', async ({ app, broker }) => {
    const page = await app.start({ brokerEntry: broker.entry, policy: { Broker: 'off' } });
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await choose(browserPage, 'ada');
    await expect(parts(page).message).toBeVisible();
    expect(broker.requests).toEqual([]);
  });
});

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
