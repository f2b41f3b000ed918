import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { FakeMain, type FakeOptions } from '../test-support/fake-bridge.ts';
import { answer, question, sampleConversation, sampleInfo, sampleSession } from '../test-support/samples.ts';
import { App } from './app.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const log = page.getByRole('log', { name: 'Conversation' });
const list = page.getByRole('navigation', { name: 'Conversations' });
const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk'.repeat(6);
const longAnswer = Array.from({ length: 40 }, (_, index) => `Paragraph ${index}`).join('\n\n');
const noticed = { ...sampleInfo, notice: 'This is a demo, and nothing that you write here is kept for long.' };

interface Window extends FakeOptions {
  readonly width: number;
  readonly height: number;
}

async function start({ width, height, ...options }: Window) {
  await page.viewport(width, height);
  const main = new FakeMain(options);
  const screen = await render(<App bridge={main.bridge} nonce="test" />);
  // The window's own style sheet is not part of a component test.
  screen.container.style.height = `${height}px`;
  return { main, screen };
}

/** Opens the only conversation of the list, wherever the list is. */
async function openFirst(title: string) {
  if (!list.query()) await page.getByRole('button', { name: 'Show conversations' }).click();
  await list.getByRole('button', { name: title, exact: true }).click();
  await expect.element(log).toBeVisible();
}

/** What can be scrolled up and down. */
function scrollers(container: Element): readonly Element[] {
  return [...container.querySelectorAll('*')].filter(
    (element) =>
      /auto|scroll/.test(getComputedStyle(element).overflowY) && element.scrollHeight > element.clientHeight + 1,
  );
}

/** What is wider than the place that it has, and does not scroll by itself. */
function cutOff(container: Element): readonly string[] {
  return [...container.querySelectorAll('*')]
    .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
    .filter((element) => {
      const { overflowX, textOverflow, clipPath } = getComputedStyle(element);
      return !/auto|scroll/.test(overflowX) && textOverflow !== 'ellipsis' && clipPath === 'none';
    })
    .map((element) => `${element.localName}.${element.className}`);
}

const conversation = {
  conversation: sampleConversation('Long', 1),
  messages: [question('Go on'), answer(longAnswer)],
};

describe('a window that is zoomed in', () => {
  // 400x480, 800x600 and 1200x800, each at 125 % and 200 %.
  test.each([
    [320, 384],
    [640, 480],
    [960, 640],
    [200, 240],
    [400, 300],
    [600, 400],
  ])('leaves room for the conversation, in one scroll: %d x %d', async (width, height) => {
    const options = { conversations: [conversation], info: { ...noticed, unprotectedStorage: true } };
    const { screen } = await start({ width, height, ...options });
    await openFirst('Long');
    await expect.poll(() => log.element().clientHeight).toBeGreaterThan(0.4 * height);
    expect(scrollers(screen.container)).toEqual([log.element()]);
    expect(cutOff(screen.container)).toEqual([]);
  });

  test.each([
    ['', 1_000],
    [' and a meter', 5_000],
  ])('shows more than a letter of what is written, beside buttons%s, and Send whole', async (_meter, tokens) => {
    const deployments = sampleSession.deployments.map((each) =>
      Object.assign({}, each, { contextTokens: 8_000, outputTokens: 2_000 }),
    );
    const messages = [question('Go on'), answer('Yes', { context: { tokens, limit: 6_000 } })];
    await start({
      width: 200,
      height: 240,
      session: { ...sampleSession, deployments },
      conversations: [{ ...conversation, messages }],
    });
    await openFirst('Long');
    if (tokens === 5_000) await expect.element(page.getByRole('meter')).toBeVisible();
    await message.fill('Hello');
    expect(message.element().clientWidth).toBeGreaterThan(100);
    expect(page.getByRole('button', { name: 'Send' }).element().getBoundingClientRect().right).toBeLessThan(200 - 8);
  });

  test('is not filled by a long draft', async () => {
    const { screen } = await start({ width: 200, height: 240, conversations: [conversation] });
    await openFirst('Long');
    const before = message.element().clientHeight;
    await message.fill('line\n'.repeat(30));
    expect(before).toBeLessThan(30);
    expect(message.element().closest('div')?.clientHeight).toBeLessThanOrEqual(0.4 * 240);
    expect(scrollers(screen.container)).toEqual([log.element(), message.element()]);
  });

  test('does not hide a notice for good', async () => {
    await start({ width: 200, height: 240, info: noticed });
    const notice = page.getByRole('button', { name: noticed.notice });
    await expect.element(notice).toHaveAttribute('aria-expanded', 'false');
    expect(notice.element().scrollWidth).toBeGreaterThan(notice.element().clientWidth);
    await notice.click();
    expect(notice.element().scrollWidth).toBe(notice.element().clientWidth);
  });

  test('does not get a second scroll from a card', async () => {
    const { main, screen } = await start({ width: 400, height: 300, conversations: [conversation] });
    await openFirst('Long');
    main.refuse('chat.send', 'network-unreachable', { host: longWord });
    await message.fill('Hello');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect.element(page.getByRole('button', { name: 'Try again' })).toBeInViewport();
    expect(scrollers(screen.container)).toEqual([log.element()]);
  });
});

test.each([
  [400, 480],
  [1200, 800],
])('a word that is longer than a line is not cut off: %d x %d', async (width, height) => {
  const error = { code: 'model-forbidden', retryable: false, correlationId: 'c', time: 0 } as const;
  const failed = answer('', { status: 'failed', error: { ...error, fields: { deployment: longWord } } });
  const { screen } = await start({
    width,
    height,
    conversations: [{ conversation: sampleConversation(longWord, 1), messages: [question(longWord), failed] }],
    info: { ...sampleInfo, notice: longWord },
  });
  await openFirst(longWord);
  await expect.element(page.getByRole('alert')).toBeVisible();
  expect(cutOff(screen.container)).toEqual([]);
  // Crowded out of the bar by the title.
  expect(page.getByRole('button', { name: 'Account' }).element().clientWidth).toBeGreaterThan(27);
});

test('what is written from right to left begins at the right', async () => {
  const title = 'שאלה על TLS';
  const { screen } = await start({
    width: 1000,
    height: 700,
    conversations: [
      { conversation: sampleConversation(title, 1), messages: [question('מה זה TLS?'), answer('פרוטוקול')] },
    ],
  });
  await openFirst(title);
  await message.fill('ועוד אחת');
  const row = list.getByRole('button', { name: title, exact: true });
  const parts = [row, page.getByRole('heading', { level: 1 }), log.getByText('מה זה TLS?'), log.getByText('פרוטוקול')];
  for (const part of [...parts, message]) {
    await expect.element(part).toHaveStyle({ direction: 'rtl', textAlign: 'start' });
  }
  expect(getComputedStyle(screen.container).direction).toBe('ltr');
});
