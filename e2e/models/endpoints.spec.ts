import type { Page } from '@playwright/test';
import { projectAudience } from '../../dev/emulators/openai/addresses.ts';
import type { AzureOpenAIEmulator } from '../../dev/emulators/openai/azure-openai.ts';
import type { OpenAIScript } from '../../dev/emulators/openai/scripts.ts';
import { startModelServer } from '../../src/main/core/testing/model-server.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import { expect, test } from '../fixtures.ts';
import { ask, askAndWait, expectCard, parts, startSignedIn } from '../support/window.ts';

/** A deployment as policy writes it, but for its id and its name. */
type Entry = Readonly<Record<string, string>>;

/** Every form that a computer's own address can have, with the path that it leads to. */
function formsOf({ addresses }: AzureOpenAIEmulator): Readonly<Record<string, readonly [Entry, string]>> {
  const forProjects = { Endpoint: addresses.project, Deployment: 'corp-chat', Scope: `${projectAudience}/.default` };
  const v1 = { Endpoint: addresses.v1, Deployment: 'corp-chat' };
  const gateway = { Endpoint: addresses.gateway, Deployment: 'corp-chat' };
  const deployment = '/deployments/corp-chat/chat/completions';
  return {
    'v1 by responses': [{ ...v1, Api: 'responses' }, '/openai/v1/responses'],
    'v1 by chat': [{ ...v1, Api: 'chat' }, '/openai/v1/chat/completions'],
    'v1 preview': [{ ...v1, Api: 'responses', ApiVersion: 'preview' }, '/openai/v1/responses'],
    'v1 with its operation': [
      { Endpoint: `${addresses.v1}/responses`, Deployment: 'corp-chat' },
      '/openai/v1/responses',
    ],
    'a deployment’s own': [{ Endpoint: addresses.dated('corp-chat') }, `/openai${deployment}`],
    'dated responses': [{ Endpoint: addresses.datedResponses(), Deployment: 'corp-chat' }, '/openai/responses'],
    'a project by responses': [{ ...forProjects, Api: 'responses' }, '/api/projects/sales/openai/v1/responses'],
    'a project by chat': [{ ...forProjects, Api: 'chat' }, '/api/projects/sales/openai/v1/chat/completions'],
    'a gateway by responses': [{ ...gateway, Api: 'responses' }, '/team-a/ai/v1/responses'],
    'a gateway by chat': [{ ...gateway, Api: 'chat' }, '/team-a/ai/v1/chat/completions'],
    'a deployment behind a gateway': [{ Endpoint: addresses.gatewayDated('corp-chat') }, `/team-a/ai${deployment}`],
  };
}

function policyOf(entries: Readonly<Record<string, Entry>>): Record<string, unknown> {
  const deployments = Object.entries(entries).map(([name, entry]) =>
    Object.assign({ Id: name, DisplayName: name }, entry),
  );
  return { Deployments: deployments };
}

async function pick(page: Page, model: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: model, exact: true }).click();
}

/** Paths of the requests that carried a question; titles and trials have none. */
function pathsOf({ requests }: AzureOpenAIEmulator, question: string): string[] {
  return requests
    .filter(({ modelRequest }) => modelRequest?.messages.at(-1)?.text === question)
    .map(({ path }) => path);
}

test.describe('@models an endpoint', () => {
  test('answers by every form of its address', async ({ app, emulators }) => {
    const forms = Object.entries(formsOf(emulators.openai));
    const page = await startSignedIn(app, policyOf(Object.fromEntries(forms.map(([name, [entry]]) => [name, entry]))));
    for (const [name, [, path]] of forms) {
      await pick(page, name);
      const question = `Are you ${name}?`;
      emulators.openai.next({ kind: 'text', text: `I am ${name}.` });
      await askAndWait(page, question);
      await expect(parts(page).answers.last()).toContainText(`I am ${name}.`);
      expect(pathsOf(emulators.openai, question)).toEqual([path]);
    }
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('is tried out once where policy does not say which API it has', async ({ app, emulators }) => {
    const { openai } = emulators;
    const policy = policyOf({
      'Has both': { Endpoint: openai.endpoint, Deployment: 'corp-chat' },
      'Has chat': { Endpoint: openai.endpoint, Deployment: 'corp-chat-legacy' },
    });
    const trials = () => openai.requests.filter(({ body }) => JSON.stringify(body).includes('Reply with OK.')).length;
    const page = await startSignedIn(app, policy);
    await askAndWait(page, 'Hello there');
    await pick(page, 'Has chat');
    await askAndWait(page, 'Hello again');
    expect(pathsOf(openai, 'Hello there')).toEqual(['/openai/v1/responses']);
    expect(pathsOf(openai, 'Hello again')).toEqual(['/openai/v1/chat/completions']);
    const before = trials();
    await app.quit();

    const again = await app.start({ policy });
    await pick(again, 'Has chat');
    await askAndWait(again, 'Hello once more');
    expect(pathsOf(openai, 'Hello once more')).toEqual(['/openai/v1/chat/completions']);
    expect(trials()).toBe(before);
  });

  for (const [what, entryOf, code, says] of [
    [
      'a deployment that is not there',
      ({ endpoint }) => ({ Endpoint: endpoint, Deployment: 'gpt-4o' }),
      'deployment-not-found',
      'gpt-4o',
    ],
    [
      'a path that is not there',
      ({ origin }) => ({ Endpoint: `${origin}/openai/v2`, Deployment: 'corp-chat' }),
      'endpoint-not-found',
      'no Azure OpenAI at the path of Endpoint',
    ],
    [
      'a path that a gateway does not have',
      ({ origin }) => ({ Endpoint: `${origin}/team-a/ai/openai/v1`, Deployment: 'corp-chat' }),
      'endpoint-not-found',
      'no Azure OpenAI at the path of Endpoint',
    ],
    [
      'tokens of another audience',
      ({ endpoint }) => ({ Endpoint: endpoint, Deployment: 'corp-chat', Scope: `${projectAudience}/.default` }),
      'model-audience',
      'https://cognitiveservices.azure.com/.default',
    ],
    [
      'a project, with tokens for its resource',
      ({ addresses }) => ({ Endpoint: addresses.project, Deployment: 'corp-chat' }),
      'model-audience',
      `${projectAudience}/.default`,
    ],
    [
      'an API that the deployment lacks',
      ({ endpoint }) => ({ Endpoint: endpoint, Deployment: 'corp-chat-legacy' }),
      'endpoint-not-found',
      'does not have this API',
    ],
  ] as const satisfies readonly (readonly [string, (openai: AzureOpenAIEmulator) => Entry, ErrorCode, string])[]) {
    test(`of ${what} has a card, and another model answers the same question`, async ({ app, emulators }) => {
      const { openai } = emulators;
      const working = { Endpoint: openai.endpoint, Deployment: 'corp-chat', Api: 'responses' };
      const page = await startSignedIn(
        app,
        policyOf({ Broken: { Api: 'responses', ...entryOf(openai) }, Working: working }),
      );
      await ask(page, 'Will you fail?');
      await expect(await expectCard(page, code)).toContainText(says);
      await pick(page, 'Working');
      openai.next({ kind: 'text', text: 'Not I.' });
      await page.getByRole('button', { name: 'Regenerate' }).click();
      await expect(parts(page).answers).toContainText('Not I.');
      await expect(parts(page).questions).toHaveText(/Will you fail\?/);
      await expect(page.getByRole('alert')).toHaveCount(0);
    });
  }

  for (const [what, script, code, says] of [
    ['answers with a page', { kind: 'html', status: 200 }, 'model-bad-reply', 'cannot read'],
    ['finds no role', { kind: 'no-role', status: 403 }, 'model-forbidden', 'Cognitive Services OpenAI User'],
    ['finds no role, as Azure does', { kind: 'no-role' }, 'model-forbidden', 'Cognitive Services OpenAI User'],
    ['has a quota', { kind: 'throttled', limit: 'quota', hint: 'none' }, 'model-quota', 'no quota left'],
    ['has a quota of calls', { kind: 'throttled', limit: 'call-quota', seconds: 7200 }, 'model-quota', '2 hours'],
    ['outgrows the deployment', { kind: 'throttled', limit: 'too-large' }, 'model-quota', 'shorten the message'],
    [
      'asks for patience',
      { kind: 'throttled', limit: 'tokens', seconds: 400 },
      'model-rate-limited',
      'Behind a gateway',
    ],
  ] as const satisfies readonly (readonly [string, OpenAIScript, ErrorCode, string])[]) {
    test(`of a gateway that ${what} has a card, and the question is kept`, async ({ app, emulators }) => {
      const { openai } = emulators;
      const gateway = { Endpoint: openai.addresses.gateway, Deployment: 'corp-chat', Api: 'chat' };
      const page = await startSignedIn(app, policyOf({ 'Behind a gateway': gateway }));
      openai.next(script);
      await ask(page, 'Will you fail?');
      await expect(await expectCard(page, code)).toContainText(says);
      await expect(parts(page).questions).toHaveText(/Will you fail\?/);
      await page.getByRole('button', { name: 'Regenerate' }).click();
      await expect(parts(page).answers).toContainText('Will you fail?');
      await expect(page.getByRole('alert')).toHaveCount(0);
    });
  }

  test('that nobody listens at has a card with its host', async ({ app }) => {
    const gone = await startModelServer(() => {});
    await gone.close();
    const page = await startSignedIn(
      app,
      policyOf({ Broken: { Endpoint: gone.endpoint, Deployment: 'corp-chat', Api: 'responses' } }),
    );
    await ask(page, 'Is anybody there?');
    await expect(page.getByRole('alert')).toBeVisible({ timeout: 30_000 });
    await expect(await expectCard(page, 'network-unreachable')).toContainText(new URL(gone.endpoint).host);
  });

  test('that sets a cookie gets it back from nobody: all accounts’ requests go the same way', async ({ app }) => {
    const server = await startModelServer((response) => {
      response.setHeader('set-cookie', 'session=of-ada; Path=/; HttpOnly');
      response.writeHead(403, { 'content-type': 'application/json' }).end('{}');
    });
    const entry = { Endpoint: server.endpoint, Deployment: 'corp-chat', Api: 'responses' };
    const page = await startSignedIn(app, policyOf({ Curious: entry }));
    await ask(page, 'Do you know me?');
    await expectCard(page, 'model-forbidden');
    const before = server.requests.length;
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await expect.poll(() => server.requests.length).toBeGreaterThan(before);
    expect(server.requests.filter(({ headers }) => headers.cookie !== undefined)).toEqual([]);
    await server.close();
  });

  test('that redirects is not followed: neither token nor prompt goes along', async ({ app, emulators }) => {
    const elsewhere = await startModelServer((response) => response.end());
    const page = await startSignedIn(app);
    const redirect = { kind: 'redirect', location: `${elsewhere.endpoint}/responses` } as const;
    emulators.openai.next(redirect, Number.POSITIVE_INFINITY);
    await ask(page, 'Where do you go?');
    await expect(page.getByRole('alert')).toHaveCount(1, { timeout: 30_000 });
    expect(emulators.openai.requests.length).toBeGreaterThan(0);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });
});
