import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { UsageRow } from '../../../shared/model/usage.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { sampleSession } from '../../test-support/samples.ts';
import { AnswerDetails } from './answer-details.tsx';
import { answerFacts, conversationText, secondsText } from './answer-details.logic.ts';

const button = page.getByRole('button', { name: 'Details' });
const surface = page.getByRole('dialog', { name: 'Details' }).or(page.getByRole('group', { name: 'Details' }));

beforeEach(async () => {
  await page.viewport(1000, 700);
});

test('a keyboard opens the details, reaches the request’s id, and comes back', async () => {
  const main = new FakeMain();
  const metadata = { createdAt: 0, requestId: 'request-7', modelVersion: 'gpt-5-2026-08-07' };
  await renderPart(
    <AnswerDetails metadata={metadata} deployments={sampleSession.deployments} conversationId={crypto.randomUUID()} />,
    main.bridge,
  );
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('gpt-5-2026-08-07')).toBeVisible();
  await expect.element(page.getByText('60,120 tokens · about €0.41')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Copy request id' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(surface).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
  await button.click();
  await button.click();
  await expect.element(surface).not.toBeInTheDocument();
});

test('nothing is made up of what nobody has told', () => {
  expect(answerFacts({ createdAt: 0 }, []).map(({ name }) => name)).toEqual(['Asked']);
  const usage = { inputTokens: 1200, cachedInputTokens: 1000, outputTokens: 9, reasoningTokens: 4 };
  const facts = answerFacts({ createdAt: 0, usage, times: { wholeMilliseconds: 61_400 } }, []);
  expect(facts.slice(1).map(({ value }) => value)).toEqual([
    'after 1 min 1 s',
    '1,200, 1,000 of them from the cache',
    '9, 4 of them for reasoning',
  ]);
});

test('times have no gap, and currencies are not added up', () => {
  expect([40, 9940, 9960, 59_600].map(secondsText)).toEqual(['0.0 s', '9.9 s', '10 s', '1 min 0 s']);
  const priced = (currency: string): UsageRow => ({
    day: '',
    deploymentId: 'd',
    requests: 1,
    untold: 0,
    inputTokens: 1,
    cachedInputTokens: 0,
    outputTokens: 1,
    reasoningTokens: 0,
    cost: { currency, millionths: 2_000_000 },
  });
  expect(conversationText(['EUR', 'USD', 'EUR'].map(priced))).toBe('6 tokens · about €4.00 · about $2.00');
});
