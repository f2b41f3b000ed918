import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { hostileHtml } from '../../test-support/hostile-corpus.ts';
import { ask, chatPage, openChat, stored } from '../../test-support/open-chat.tsx';
import { renderPart } from '../../test-support/render-part.tsx';
import { sampleSession } from '../../test-support/samples.ts';

const log = page.getByRole('log', { name: 'Conversation' });
const note = log.getByText('Earlier messages were summarised');
const meter = page.getByRole('meter', { name: 'Context used' });
const message = page.getByRole('textbox', { name: 'Message' });

beforeEach(async () => {
  await page.viewport(1000, 700);
});

describe('the note of a summary', () => {
  test('stands where the summarised messages end while the answer is still to come, and opens by keyboard', async () => {
    const conversation = stored('First question', 'First answer', 'Second question', 'Second answer');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    const turn = await ask(main, 'Third question');
    turn.tell({ context: { tokens: 10, limit: 100, isSummarising: true } });
    await expect.element(log.getByText('Summarising earlier messages…')).toBeVisible();
    turn.summarise({ text: 'They spoke of **Project Heron**.', upToId: conversation.messages[1]?.id ?? '' });
    turn.tell({ context: { tokens: 90, limit: 100, isSummarising: false } });
    await expect.element(note).toBeVisible();
    await expect.element(log.getByText('Summarising earlier messages…')).not.toBeInTheDocument();
    const order = log.element().textContent ?? '';
    expect(order.indexOf('First answer')).toBeLessThan(order.indexOf('Earlier messages were summarised'));
    expect(order.indexOf('Earlier messages were summarised')).toBeLessThan(order.indexOf('Second question'));
    await expect.element(log.getByText('Project Heron')).not.toBeVisible();
    (note.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(log.getByText('Project Heron')).toBeVisible();
    turn.finish();
  });

  test('shows what a model wrote into it as text, whatever it is', async () => {
    const conversation = stored('Question', 'Answer', 'Next question', 'Next answer');
    const [, first, , last] = conversation.messages;
    const text = hostileHtml.join('\n\n');
    last?.parts.unshift({ type: 'data-summary', data: { text, upToId: first?.id ?? '' } });
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    await note.click();
    expect(log.element().querySelectorAll('script, iframe, img, style, object')).toHaveLength(0);
  });
});

describe('an answer that was made without the earlier messages', () => {
  test('says so', async () => {
    const main = new FakeMain();
    await openChat(main);
    const turn = await ask(main, 'Question');
    turn.write('Answer');
    turn.finish({ context: { tokens: 10, limit: 100_000, omittedMessages: 12 } });
    await expect.element(log.getByText(/12 earlier messages were left out · Everyday/)).toBeVisible();
  });
});

describe('the meter', () => {
  const limits = { everyday: 2_000, careful: 1_000_000, plain: 1_000 };
  const deployments = sampleSession.deployments.map((deployment) =>
    Object.assign({}, deployment, {
      contextTokens: limits[deployment.id as keyof typeof limits],
      outputTokens: 500,
    }),
  );

  /** A conversation whose last answer was sent 1,200 tokens. */
  async function open() {
    const conversation = stored('Question', 'Answer');
    Object.assign(conversation.messages[1]?.metadata ?? {}, { context: { tokens: 1_200, limit: 1_500 } });
    const main = new FakeMain({ conversations: [conversation] });
    await renderPart(chatPage(undefined, deployments)({ id: conversation.conversation.id, isNew: false }), main.bridge);
    await expect.element(message).toBeVisible();
  }

  async function choose(name: RegExp) {
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name }).click();
  }

  test('is quiet for a model with room, and tells on focus how full a smaller one is', async () => {
    await open();
    await expect.element(meter).not.toBeInTheDocument();
    await choose(/^Everyday/);
    await expect.element(meter).toHaveAttribute('aria-valuetext', '80 %');
    // Past the settings and the comparison.
    await userEvent.keyboard('{Tab}{Tab}{Tab}');
    await expect.element(meter).toHaveFocus();
    await expect
      .element(page.getByRole('tooltip'))
      .toMatchTextContent(/takes 80 % of what “Everyday” can read at once/);
  });

  test('tells before anything is sent that the chosen model cannot read the whole conversation', async () => {
    await open();
    await choose(/^Plain/);
    await expect.element(page.getByText(/longer than “Plain” can read at once/)).toBeVisible();
    await choose(/^Careful/);
    await expect.element(page.getByText(/longer than/)).not.toBeInTheDocument();
  });
});
