import { expect, test } from '../fixtures.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

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
});
