import type { Page } from '@playwright/test';
import type { Emulators } from '../../dev/emulators/index.ts';
import type { OpenAIScript } from '../../dev/emulators/openai/scripts.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import { expect, test } from '../fixtures.ts';
import { ask, askHeld, expectCard, parts, startSignedIn } from '../support/window.ts';

const secretText = 'a server that talks too much';

function refusal(status: number, code: string, headers?: Readonly<Record<string, string>>, message = secretText) {
  return { kind: 'error', status, code, message, ...(headers === undefined ? {} : { headers }) } as const;
}

/** One deployment with another one that answers in its place, behind the older API. */
function withFallback(emulators: Emulators) {
  const shared = { Endpoint: emulators.openai.endpoint };
  return {
    Deployments: [
      {
        ...shared,
        Id: 'chosen',
        DisplayName: 'Chosen',
        Deployment: 'corp-chat',
        Api: 'responses',
        Fallbacks: ['spare'],
      },
      { ...shared, Id: 'spare', DisplayName: 'Spare', Deployment: 'corp-chat-legacy', Api: 'chat' },
    ],
  };
}

/** The names of the deployments that were asked so far, for answers and not for titles. */
function askedDeployments(emulators: Emulators): string[] {
  return emulators.openai.requests.flatMap(({ body }) => {
    const { model, stream } = body as { model: string; stream?: boolean };
    return stream === true ? [model] : [];
  });
}

/** Asks what is refused, looks at the card, and asks again for what is answered. */
async function expectRefused(
  page: Page,
  emulators: Emulators,
  { script, code, says }: { script: OpenAIScript; code: ErrorCode; says: string },
): Promise<void> {
  const { answers, questions } = parts(page);
  const before = await questions.count();
  const asked = askedDeployments(emulators).length;
  // A refused token is renewed once before anybody is bothered with it.
  const times = code === 'model-audience' ? 2 : 1;
  emulators.openai.next(script, times);
  await ask(page, 'Will you refuse?');
  const card = await expectCard(page, code);
  await expect(card).toContainText(says);
  await expect(card).not.toContainText(secretText);
  await expect(questions).toHaveCount(before + 1);
  await expect(goOn(page)).toHaveCount(0);
  expect(askedDeployments(emulators)).toHaveLength(asked + times);
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(answers.last()).toContainText('Will you refuse?');
  await expect(parts(page).stop).toBeHidden();
}

const timer = (page: Page) => page.getByRole('timer');
const goOn = (page: Page) => page.getByRole('button', { name: 'Continue' });

test.describe('@models a deployment that is busy', () => {
  test('for a few seconds is waited for with a countdown, and then there is one answer', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.openai.next(refusal(429, '429', { 'retry-after': '4' }));
    emulators.openai.next({ kind: 'text', text: 'Thank you for waiting.' });
    await ask(page, 'Are you busy?');
    await expect(timer(page)).toHaveText(/^Asking again in 0:0\d$/);
    await expect(parts(page).answers).toContainText('“Demo model” is busy.');
    await expect(parts(page).stop).toBeVisible();
    await expect(parts(page).answers).toContainText('Thank you for waiting.');
    await expect(timer(page)).toBeHidden();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(parts(page).answers).toHaveCount(1);
    expect(askedDeployments(emulators)).toHaveLength(2);
  });

  test('for a moment is not worth a countdown', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.openai.next(refusal(429, '429', { 'retry-after-ms': '150' }));
    emulators.openai.next({ kind: 'text', text: 'Right away.' });
    await ask(page, 'Are you busy?');
    await expect(parts(page).answers).toContainText('Right away.');
    expect(askedDeployments(emulators)).toHaveLength(2);
  });

  for (const button of ['Cancel', 'Stop']) {
    test(`is not asked again after ${button}, nor once Parley was closed and opened`, async ({ app, emulators }) => {
      const page = await startSignedIn(app);
      emulators.openai.next(refusal(429, '429', { 'retry-after': '60' }));
      await ask(page, 'Are you busy?');
      await expect(timer(page)).toBeVisible();
      await page.getByRole('button', { name: button }).click();
      await expect(timer(page)).toBeHidden();
      await expect(parts(page).answers).toContainText('Stopped');
      await app.quit();
      const again = await app.start();
      await parts(again).row('Are you busy?').click();
      await expect(parts(again).answers).toContainText('Stopped');
      await expect(timer(again)).toBeHidden();
      expect(askedDeployments(emulators)).toHaveLength(1);
    });
  }

  test('is still waited for in a window that was loaded anew', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.openai.next(refusal(429, '429', { 'retry-after': '60' }));
    await ask(page, 'Are you busy?');
    await expect(timer(page)).toBeVisible();
    await page.reload();
    await parts(page).row('Are you busy?').click();
    await expect(timer(page)).toBeVisible();
    await parts(page).stop.click();
    await expect(timer(page)).toBeHidden();
  });

  test('for longer than a person waits is not waited for, and the card says why and until when', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    for (const [script, code, says] of [
      [refusal(429, 'insufficient_quota'), 'model-quota', 'raise the quota'],
      [refusal(429, '429', { 'retry-after': '86400' }), 'model-quota', '24 hours'],
      [refusal(403, '403', { 'retry-after': '600' }), 'model-quota', '10 minutes'],
      [refusal(429, '429', { 'retry-after': '600' }), 'model-rate-limited', '10 minutes'],
    ] as const) {
      await expectRefused(page, emulators, { script, code, says });
    }
    await expect(timer(page)).toBeHidden();
  });
});

test.describe('@models a deployment with another one in its place', () => {
  test('costs nobody a thing when it fails: one answer, whose details say who gave it and why', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app, withFallback(emulators));
    for (const [index, [script, why]] of (
      [
        [refusal(404, 'DeploymentNotFound'), 'was not found'],
        [refusal(403, 'PermissionDenied'), 'did not let this account in'],
        [refusal(500, 'InternalServerError'), 'was not available'],
        [refusal(429, 'insufficient_quota'), 'had no quota left'],
      ] as const
    ).entries()) {
      const before = askedDeployments(emulators).length;
      emulators.openai.next(script);
      emulators.openai.next({ kind: 'text', text: `I stand in, ${why}.` });
      await ask(page, 'Who are you?');
      await expect(parts(page).answers.last()).toContainText(`I stand in, ${why}.`);
      await expect(parts(page).answers.last()).toContainText(`Spare instead of Chosen, which ${why}`);
      await expect(parts(page).answers).toHaveCount(index + 1);
      await expect(page.getByRole('alert')).toHaveCount(0);
      expect(askedDeployments(emulators).slice(before)).toEqual(['corp-chat', 'corp-chat-legacy']);
    }
    await page.reload();
    await parts(page)
      .history.getByRole('button', { name: /^Who are you/ })
      .click();
    await expect(parts(page).answers.last()).toContainText('Spare instead of Chosen, which had no quota left');
  });

  test('that was busy a moment ago is not asked again at once', async ({ app, emulators }) => {
    const page = await startSignedIn(app, withFallback(emulators));
    emulators.openai.next(refusal(429, '429', { 'retry-after': '30' }));
    await ask(page, 'First');
    await expect(parts(page).answers.last()).toContainText('instead of Chosen');
    await ask(page, 'Second');
    await expect(parts(page).answers).toHaveCount(2);
    await expect(parts(page).answers.last()).toContainText('instead of Chosen, which was busy');
    expect(askedDeployments(emulators)).toEqual(['corp-chat', 'corp-chat-legacy', 'corp-chat-legacy']);
  });

  test('that breaks off in its middle is not answered for: the part is kept, and Continue goes on', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app, withFallback(emulators));
    const held = await askHeld(page, emulators, { question: 'Who are you?', beginning: 'I am the chosen ' });
    held.cut();
    await expectCard(page, 'stream-cut');
    expect(askedDeployments(emulators)).toEqual(['corp-chat']);
    emulators.openai.next({ kind: 'text', text: 'one, to the end.' });
    await goOn(page).click();
    await expect(parts(page).answers).toContainText('I am the chosen one, to the end.');
    await expect(parts(page).answers).toHaveCount(1);
    await expect(page.getByRole('alert')).toHaveCount(0);
    expect(askedDeployments(emulators)).toEqual(['corp-chat', 'corp-chat']);
  });
});

test.describe('@models an answer that broke off', () => {
  const broken: readonly (readonly [string, OpenAIScript, ErrorCode])[] = [
    ['cut', { kind: 'cut', afterDeltas: 5 }, 'stream-cut'],
    ['stalled', { kind: 'stall', afterDeltas: 5 }, 'stream-stalled'],
    ['failed', { kind: 'failed', afterDeltas: 5, code: 'server_error', message: secretText }, 'model-unavailable'],
  ];
  for (const [how, script, code] of broken) {
    test(`${how}, is gone on with in the same message, also after Parley was started again`, async ({
      app,
      emulators,
    }) => {
      const page = await startSignedIn(app, { StreamStallSeconds: 1 });
      emulators.openai.next(script);
      await ask(page, 'Tell me about long things');
      await expectCard(page, code);
      const first = parts(page).answers.locator('h1, p').first();
      const arrived = (await first.textContent()) ?? '';
      expect(arrived).not.toBe('');
      await app.quit();
      const again = await app.start();
      await parts(again).row('Tell me about long things').click();
      await expectCard(again, code);
      emulators.openai.next({ kind: 'text', text: ' And that was the rest.' });
      await goOn(again).click();
      await expect(parts(again).answers).toContainText('And that was the rest.');
      await expect(parts(again).answers.locator('h1, p').first()).toContainText(arrived.trim());
      await expect(parts(again).answers).toHaveCount(1);
      await expect(again.getByRole('alert')).toHaveCount(0);
      await expect(goOn(again)).toHaveCount(0);
      const { body } =
        emulators.openai.requests.findLast(({ body: sent }) => (sent as { stream?: boolean }).stream) ?? {};
      expect(JSON.stringify(body)).toContain('Continue it from exactly where it ends');
      expect(body).toMatchObject({ store: false });
    });
  }

  test('because the person stopped it, is gone on with', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    await askHeld(page, emulators, { question: 'Count', beginning: 'One, two, ' });
    await parts(page).stop.click();
    await expect(parts(page).answers).toContainText('Stopped');
    emulators.openai.next({ kind: 'text', text: 'three.' });
    await goOn(page).click();
    await expect(parts(page).answers).toContainText('One, two, three.');
    await expect(parts(page).answers).not.toContainText('Stopped');
  });

  test('before its first word, in silence, says so, and can be asked for again', async ({ app, emulators }) => {
    const page = await startSignedIn(app, { StreamFirstSeconds: 1 });
    emulators.openai.next({ kind: 'stall', afterDeltas: 0 });
    await ask(page, 'Hello?');
    const card = await expectCard(page, 'stream-stalled');
    await expect(card).toContainText('has not begun to answer');
    await expect(goOn(page)).toHaveCount(0);
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect(parts(page).answers).toContainText('Hello!');
  });
});

test.describe('@models a refusal', () => {
  const audience = 'Access token is missing, invalid, audience is incorrect (https://ai.azure.com), or have expired.';

  test('says which name, audience, role or word is wrong, and what to do', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    for (const [script, code, says] of [
      [refusal(404, 'DeploymentNotFound'), 'deployment-not-found', 'corp-chat'],
      [refusal(404, '404'), 'endpoint-not-found', 'path of Endpoint'],
      [refusal(400, 'OperationNotSupported'), 'endpoint-not-found', 'see Api'],
      [refusal(401, '401', undefined, audience), 'model-audience', 'https://ai.azure.com/.default'],
      [refusal(403, 'PermissionDenied'), 'model-forbidden', 'Cognitive Services OpenAI User'],
      [{ kind: 'html', status: 403 }, 'model-bad-reply', 'a web page'],
      [{ kind: 'content-filter', where: 'input' }, 'content-filtered', 'your message because of violence (high)'],
      [{ kind: 'content-filter', where: 'output' }, 'content-filtered', 'this answer because of violence (high)'],
    ] as const) {
      await expectRefused(page, emulators, { script, code, says });
    }
  });
});
