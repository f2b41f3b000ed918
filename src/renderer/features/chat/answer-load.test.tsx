import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { AppError } from '../../../shared/errors.ts';
import type { MessageMetadata } from '../../../shared/model/message.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { ask, openChat, stored } from '../../test-support/open-chat.tsx';
import { answer, question, sampleConversation } from '../../test-support/samples.ts';

const log = page.getByRole('log', { name: 'Conversation' });
const card = page.getByRole('alert');
const timer = page.getByRole('timer');
const status = page.getByRole('status');
const goOn = page.getByRole('button', { name: 'Continue' });

beforeEach(async () => {
  await page.viewport(1000, 700);
});

describe('an answer that waits for a deployment', () => {
  async function waitingTurn(seconds = 42) {
    const main = new FakeMain();
    await openChat(main);
    const turn = await ask(main, 'Hi');
    const until = Date.now() + seconds * 1000;
    turn.tell({ wait: { until, reason: 'rate-limit', deploymentId: 'everyday' } });
    await expect.element(timer).toBeVisible();
    return turn;
  }

  test('leaves nobody in the dark on how long, and counts down', async () => {
    await waitingTurn();
    await expect.element(log.getByText('“Everyday” is busy.')).toBeVisible();
    await expect.element(timer).toMatchTextContent(/^Asking again in 0:4[12]$/);
    await expect.element(timer).toMatchTextContent(/^Asking again in 0:(40|3\d)$/);
  });

  test('does not have every second read aloud', async () => {
    await waitingTurn();
    const announced = '“Everyday” is busy. Parley asks again by itself.';
    await expect.element(status.filter({ hasText: 'Parley asks' })).toHaveTextContent(announced);
    expect(timer.element().closest('[role="status"], [role="alert"], [aria-live]:not([aria-live="off"])')).toBeNull();
    await expect.element(timer).toMatchTextContent(/0:(40|3\d)$/);
    await expect.element(status.filter({ hasText: 'Parley asks' })).toHaveTextContent(announced);
  });

  test('can be given up', async () => {
    const turn = await waitingTurn();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => turn.isStopped).toBe(true);
    await expect.element(timer).not.toBeInTheDocument();
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
  });

  test('does not count below nothing, and goes on as any other', async () => {
    const turn = await waitingTurn(1);
    await expect.element(timer).toHaveTextContent('Asking again now');
    turn.tell({ wait: null });
    await expect.element(timer).not.toBeInTheDocument();
    turn.write('Here it is');
    turn.finish();
    await expect.element(log.getByText('Here it is')).toBeVisible();
  });

  test('does not wait for ever in history, where Parley was closed meanwhile', async () => {
    const wait = { until: Date.now() + 60_000, reason: 'rate-limit', deploymentId: 'everyday' } as const;
    const conversation = {
      conversation: sampleConversation('Stored', 1),
      messages: [question('Hi'), answer('', { status: 'interrupted', wait })],
    };
    await openChat(new FakeMain({ conversations: [conversation] }), conversation);
    await expect.element(log.getByText(/^Interrupted/)).toBeVisible();
    await expect.element(timer).not.toBeInTheDocument();
  });
});

test('a model whose name is one long word does not make the window wider', async () => {
  const name = 'everyday'.repeat(60);
  const main = new FakeMain();
  await openChat(main);
  const turn = await ask(main, 'Hi');
  const width = () => [log.element().scrollWidth, log.element().clientWidth];
  turn.tell({ wait: { until: Date.now() + 60_000, reason: 'rate-limit', deploymentId: name } });
  await expect.element(timer).toBeVisible();
  expect(width()[0]).toBe(width()[1]);
  turn.finish({ deploymentId: name });
  await expect.element(page.getByRole('button', { name: 'Regenerate' })).toBeVisible();
  expect(width()[0]).toBe(width()[1]);
});

describe('an answer of another deployment', () => {
  test.each([
    ['rate-limit', 'was busy'],
    ['quota', 'had no quota left'],
    ['missing', 'was not found'],
  ] as const)('does not hide that, or why: %s', async (because, reason) => {
    const main = new FakeMain();
    await openChat(main);
    const turn = await ask(main, 'Hi');
    turn.write('Hello');
    turn.finish({ deploymentId: 'careful', insteadOf: { deploymentId: 'everyday', because } });
    await expect.element(log).toMatchTextContent(new RegExp(`Careful instead of Everyday, which ${reason}`));
  });
});

describe('an answer that broke off', () => {
  async function brokenAnswer(metadata: Partial<MessageMetadata>) {
    const conversation = {
      conversation: sampleConversation('Stored', 1),
      messages: [question('Hi'), answer('Half an ans', metadata)],
    };
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    await expect.element(log.getByText('Half an ans')).toBeVisible();
    return { main, answerId: conversation.messages[1]?.id, conversationId: conversation.conversation.id };
  }

  test.each([
    ['by the person', { status: 'stopped' }],
    ['as Parley was closed', { status: 'interrupted' }],
    ['at its length limit', { status: 'complete', truncated: true }],
    ['with its connection', { status: 'failed', error: new AppError('stream-cut').toData() }],
    ['in silence', { status: 'failed', error: new AppError('stream-stalled').toData() }],
  ] as const)('%s has to be asked for from the start', async (_how, metadata) => {
    const { main, answerId, conversationId } = await brokenAnswer(metadata);
    await goOn.click();
    await expect.poll(() => main.turns[0]?.followers).toBe(1);
    expect(main.calls.find(({ name }) => name === 'chat.continue')?.input).toEqual({
      conversationId,
      answerId,
      deploymentId: 'everyday',
    });
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
    main.turns[0]?.write('wer');
    main.turns[0]?.finish();
    await expect.element(log.getByText('Half an answer', { exact: true })).toBeVisible();
    await expect.element(card).not.toBeInTheDocument();
    await expect.element(goOn).not.toBeInTheDocument();
    expect(log.getByRole('article').elements()).toHaveLength(2);
  });

  test.each([
    ['is whole', { status: 'complete' }],
    ['was stopped by the filter', { status: 'failed', error: new AppError('content-filtered').toData() }],
  ] as const)('and %s offers to go on into nothing', async (_how, metadata) => {
    await brokenAnswer(metadata);
    await expect.element(page.getByRole('button', { name: 'Regenerate' })).toBeVisible();
    await expect.element(goOn).not.toBeInTheDocument();
  });

  test('is gone when main refuses to go on with it', async () => {
    const { main } = await brokenAnswer({ status: 'stopped' });
    main.refuse('chat.continue', 'turn-running');
    await goOn.click();
    await expect.element(card).toBeVisible();
    await expect.element(log.getByText('Half an ans')).toBeVisible();
  });

  test('offers to go on though another question has followed', async () => {
    const conversation = stored('One', 'First', 'Two', 'Second');
    const messages = conversation.messages.map((message, index) =>
      index === 1 ? { ...message, metadata: { ...message.metadata, status: 'stopped' as const } } : message,
    );
    const broken = { ...conversation, messages };
    await openChat(new FakeMain({ conversations: [broken] }), broken);
    await expect.element(log.getByText('Second')).toBeVisible();
    await expect.element(goOn).not.toBeInTheDocument();
  });
});
