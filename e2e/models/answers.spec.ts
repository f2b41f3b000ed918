import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../fixtures.ts';
import { ask, askAndWait, deleteForGood, parts, startSignedIn } from '../support/window.ts';

const fixture = (name: string) => path.join(import.meta.dirname, '../../src/main/attachments/fixtures', name);
const picture = readFileSync(fixture('talk.png')).toString('base64');
const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const price = { Currency: 'EUR', InputPerMillion: 100, OutputPerMillion: 1000 };

const page1 = { kind: 'page', url: 'https://herons.example/fish?a=1&b=2', title: 'What herons eat' } as const;

test.describe('@models answers', () => {
  test('name their sources, and a hostile one opens nothing and hides nothing', async ({ app, emulators }) => {
    const { openai } = emulators;
    const page = await startSignedIn(app);
    const { answers } = parts(page);
    const sources = (index: number) => answers.nth(index).getByRole('region', { name: 'Sources' });
    openai.next({
      kind: 'text',
      text: 'Herons 🐟 eat **fish**.\n\nThey wait in `shallow water` for it.',
      citations: [
        { ...page1, of: 'eat **fish**' },
        { kind: 'file', filename: 'birds.docx' },
        { kind: 'page', url: 'https://lake.example/', title: 'https://bank.example/login', of: 'shallow' },
        { kind: 'page', url: 'javascript:alert(1)', title: 'Click \u202Eereh\u200B' },
        { kind: 'page', url: 'file:///etc/passwd', title: '' },
        page1,
      ],
    });
    await askAndWait(page, 'What do herons eat?');
    await expect(sources(0).getByRole('listitem')).toHaveText([
      'What herons eat · herons.example',
      'birds.docx',
      'https://bank.example/login · lake.example',
      'Click ereh',
      'file:///etc/passwd',
    ]);
    await expect(sources(0).getByRole('link')).toHaveCount(2);
    const marks = answers.nth(0).getByRole('link', { name: /^\[\d\]$/ });
    await expect(marks).toHaveText(['[1]', '[3]', '[1]']);
    await expect(marks.first()).toHaveAttribute('href', page1.url);
    await expect(answers.nth(0).getByText('They wait in shallow water [3] for it.')).toBeVisible();

    openai.next({
      kind: 'text',
      text: 'Too many.',
      citations: Array.from({ length: 5000 }, (_, index) => ({
        kind: 'page',
        url: `https://a.example/${index}`,
        title: `${index} ${'x'.repeat(2000)}`,
      })),
    });
    await askAndWait(page, 'And everything else?');
    await sources(1).getByRole('button', { name: 'Show 95 more' }).click();
    await expect(sources(1).getByRole('listitem')).toHaveCount(100);
    await expect(sources(1)).toContainText('4,900 more sources were left out.');

    await app.quit();
    const again = await app.start();
    await parts(again).row('What do herons eat').click();
    await expect(parts(again).answers.nth(0).getByRole('region', { name: 'Sources' })).toContainText('birds.docx');
    await expect(parts(again).answers.nth(0).getByRole('link', { name: '[3]' })).toBeVisible();
  });

  test('have images that are kept, shown, and seen by the model again', async ({ app, emulators }) => {
    const { openai } = emulators;
    const entry = { Endpoint: openai.endpoint, Deployment: 'corp-chat', Api: 'responses' };
    const draws = { Abilities: ['vision', 'images'], ImageDeployment: 'corp-images' };
    const page = await startSignedIn(app, {
      Deployments: [
        { ...entry, ...draws, Id: 'draws', DisplayName: 'Draws', Price: price },
        { ...entry, Id: 'text', DisplayName: 'Text', Deployment: 'corp-text' },
      ],
    });
    const { answers } = parts(page);
    const images = answers.nth(0).getByRole('img', { name: 'Image from the model' });
    openai.next({ kind: 'text', text: 'Here it is.', images: [picture, drawing.toString('base64'), 'no base64!'] });
    await askAndWait(page, 'Draw a heron');
    expect(openai.requests[0]?.modelRequest?.makesImages).toBe(true);
    await expect(images).toHaveCount(1);
    await expect(images).toBeVisible();
    await expect(answers.nth(0)).toContainText('2 images could not be shown');

    await answers.nth(0).getByRole('button', { name: 'Details' }).click();
    const details = page.getByLabel('Details').filter({ hasText: 'Request id' });
    await expect(details).toContainText('parley-demo-2026-10-01');
    await expect(details).toContainText(/Conversation[\d,]+ tokens · about €\d/);
    await details.getByRole('button', { name: 'Copy request id' }).click();
    expect(await app.readClipboard()).toMatch(/^[0-9a-f-]{36}$/);
    await page.keyboard.press('Escape');
    await expect(answers.nth(0).getByRole('button', { name: 'Details' })).toBeFocused();

    await askAndWait(page, 'What is in it?');
    const asked = openai.requests.findLast(
      ({ modelRequest }) => modelRequest?.messages.at(-1)?.text === 'What is in it?',
    );
    expect(asked?.modelRequest?.messages.flatMap(({ attachments }) => attachments)).toMatchObject([
      { kind: 'image', mediaType: 'image/png' },
    ]);
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: 'Text' }).click();
    await askAndWait(page, 'And without eyes?');
    expect(JSON.stringify(openai.requests.at(-1)?.body)).toContain('which you cannot see');

    await app.quit();
    const again = await app.start();
    await parts(again).row('Draw a heron').click();
    await expect(parts(again).answers.nth(0).getByRole('img', { name: 'Image from the model' })).toBeVisible();
  });

  test('are counted with all that Parley asks for, and a day keeps its numbers without its conversation', async ({
    app,
    emulators,
  }) => {
    const { openai } = emulators;
    const entry = { Endpoint: openai.endpoint, Deployment: 'corp-chat' };
    const page = await startSignedIn(app, {
      Deployments: [
        { ...entry, Id: 'euro', DisplayName: 'In euro', Api: 'responses', Price: price },
        { ...entry, Id: 'dollar', DisplayName: 'In dollars', Api: 'chat', Price: { ...price, Currency: 'USD' } },
        { ...entry, Id: 'free', DisplayName: 'Without a price', Api: 'responses' },
      ],
    });
    const { account, answers, stop, row } = parts(page);
    const dialog = page.getByRole('dialog', { name: 'Usage' });
    const lines = (table: string) => dialog.getByRole('table', { name: table }).getByRole('row');
    await askAndWait(page, 'Hello');
    await expect(row('Hello')).toBeVisible();
    for (const model of ['In dollars', 'Without a price']) {
      await page.getByRole('combobox', { name: 'Model' }).click();
      await page.getByRole('option', { name: model }).click();
      await askAndWait(page, `Hello ${model}`);
    }
    openai.hold().send('Wait');
    await ask(page, 'And now?');
    await expect(answers.last()).toContainText('Wait');
    await stop.click();
    await expect(answers.last()).toContainText('Stopped');
    const open = async () => {
      await account.click();
      await page.getByRole('button', { name: 'Usage' }).click();
    };
    await open();
    // The answer and the title of the first, the others, and the one that was stopped.
    await expect(lines('By model').filter({ hasText: 'In euro' })).toHaveText(/In euro2\d+about €\d/);
    await expect(lines('By model').filter({ hasText: 'In dollars' })).toHaveText(/In dollars1\d+about \$\d/);
    await expect(lines('By model').filter({ hasText: 'Without a price' })).toHaveText(/Without a price2\d+–/);
    await expect(lines('By day')).toHaveCount(2);
    await expect(dialog).toContainText('1 request ended before the service had told the tokens');
    const day = await lines('By day').last().textContent();
    await page.keyboard.press('Escape');
    await deleteForGood(page, 'Hello');
    await expect(row('Hello')).toHaveCount(0);
    await page.setViewportSize({ width: 400, height: 480 });
    await open();
    await expect(lines('By day').last()).toHaveText(day ?? '');
  });
});
