import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { reactProperties } from '../../test-support/react-properties.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { LinkCheckContext } from '../../ui/markdown/link-check.ts';
import { ask, chatPage, openChat, stored } from '../../test-support/open-chat.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const log = page.getByRole('log', { name: 'Conversation' });
const send = page.getByRole('button', { name: 'Send' });
const stop = page.getByRole('button', { name: 'Stop' });
const card = page.getByRole('alert');

beforeEach(async () => {
  await page.viewport(1000, 700);
});

describe('a running turn', () => {
  test('Stop and Escape end the turn in main, and what has arrived stays', async () => {
    const main = new FakeMain();
    await openChat(main);
    const first = await ask(main, 'one');
    first.write('Half an ans');
    await stop.click();
    await expect.element(log.getByText('Half an ans')).toBeVisible();
    await expect.element(log.getByText(/^Stopped/)).toBeVisible();
    const second = await ask(main, 'two');
    await userEvent.keyboard('{Escape}');
    await expect.element(send).toBeVisible();
    expect([first.isStopped, second.isStopped]).toEqual([true, true]);
  });

  test('Stop before main has accepted is not lost', async () => {
    const main = new FakeMain();
    await openChat(main);
    const release = main.hold('chat.send');
    await message.fill('one');
    await userEvent.keyboard('{Enter}');
    await stop.click();
    release();
    await expect.poll(() => main.turns[0]?.isStopped).toBe(true);
    await expect.element(send).toBeVisible();
  });

  test('leaving does not stop it, and coming back reattaches with nothing twice', async () => {
    const main = new FakeMain();
    const { screen, view, shown } = await openChat(main);
    const turn = await ask(main, 'Count');
    turn.write('one two');
    await expect.element(log.getByText('one two')).toBeVisible();
    await screen.rerender(view({ id: crypto.randomUUID(), isNew: true }));
    await expect.poll(() => turn.followers).toBe(0);
    expect(turn.isOver).toBe(false);
    turn.write(' three');
    await screen.rerender(view({ ...shown, isNew: false }));
    await expect.element(log.getByText('one two three', { exact: true })).toBeVisible();
    await expect.element(stop).toBeVisible();
    turn.write(' four');
    turn.finish();
    await expect.element(log.getByText('one two three four', { exact: true })).toBeVisible();
    await expect.element(send).toBeVisible();
    expect(log.getByRole('article').elements()).toHaveLength(2);
  });

  test('one that ended while nobody looked is read from history', async () => {
    const conversation = stored('Hi', 'Hello');
    const main = new FakeMain({ conversations: [conversation] });
    const turn = main.beginTurn(conversation.conversation.id, 'everyday');
    turn.write('Ended unseen');
    main.endBeforeFollow(turn);
    await renderPart(chatPage()({ id: conversation.conversation.id, isNew: false }), main.bridge);
    await expect.element(log.getByText('Ended unseen')).toBeVisible();
    await expect.element(send).toBeVisible();
    await expect.element(card).not.toBeInTheDocument();
  });

  test('losing sight of it is told, and opening again finds it', async () => {
    const main = new FakeMain();
    await openChat(main);
    const turn = await ask(main, 'Hi');
    turn.write('Half');
    await expect.element(log.getByText('Half')).toBeVisible();
    turn.lose({ code: 'internal', retryable: true, correlationId: 'c', time: 0, fields: {} });
    await expect.element(card).toBeVisible();
    await expect.element(log.getByText('Half')).toBeVisible();
    await card.getByRole('button', { name: 'Try again' }).click();
    turn.write(' and half');
    await expect.element(log.getByText('Half and half', { exact: true })).toBeVisible();
  });

  test('settled messages are not rendered again for a chunk', async () => {
    const conversation = stored('Old question', 'Old answer');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    const turn = await ask(main, 'New question');
    turn.write('Start');
    await expect.element(log.getByText('Start')).toBeVisible();
    const settled = [log.getByText('Old answer').element(), log.getByText('New question').element(), message.element()];
    const before = settled.map(reactProperties);
    for (let count = 0; count < 20; count += 1) turn.write(` word${count}`);
    await expect.element(log.getByText(/word19/)).toBeVisible();
    expect(settled.map(reactProperties).map((properties, index) => properties === before[index])).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('an answer', () => {
  test('that failed keeps what arrived and says why, with the buttons that help', async () => {
    const main = new FakeMain();
    await openChat(main);
    const turn = await ask(main, 'Hi');
    turn.write('Partial');
    const error = { code: 'claims-challenge', retryable: false, correlationId: 'c-1', time: 0, fields: {} } as const;
    turn.finish({ status: 'failed', error });
    await expect.element(card).toMatchTextContent(/c-1/);
    await expect.element(card).toMatchTextContent(/1970-01-01 00:00:00 UTC/);
    await expect.element(log.getByText('Partial')).toBeVisible();
    await card.getByRole('button', { name: 'Sign in' }).click();
    expect(main.calls.at(-1)?.name).toBe('session.signIn');
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => main.turns).toHaveLength(2);
    expect(main.calls.find(({ name }) => name === 'chat.regenerate')?.input).toMatchObject({ answerId: turn.id });
    await expect.element(card).not.toBeInTheDocument();
  });

  test('is not gone when main refuses to write another one', async () => {
    const conversation = stored('Hi', 'Hello');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    main.refuse('chat.regenerate', 'turn-running');
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await expect.element(card).toBeVisible();
    await expect.element(log.getByText('Hello')).toBeVisible();
  });

  test('is not hidden by another one that failed without a word, whose reason is told all the same', async () => {
    const conversation = stored('Hi', 'Hello');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await expect.poll(() => main.turns[0]?.followers).toBe(1);
    const error = { code: 'stream-cut', retryable: true, correlationId: 'c-2', time: 0, fields: {} } as const;
    main.turns[0]?.finish({ status: 'failed', error });
    await expect.element(log.getByText('Hello')).toBeVisible();
    await expect.element(card).toMatchTextContent(/c-2/);
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => main.turns[1]?.followers).toBe(1);
    await expect.element(card).not.toBeInTheDocument();
    main.turns[1]?.write('Better');
    main.turns[1]?.finish();
    await expect.element(log.getByText('Better')).toBeVisible();
    await expect.element(log.getByText('Hello')).not.toBeInTheDocument();
  });

  test('is not hidden by another one that was stopped before it began; half of one stays', async () => {
    const conversation = stored('Hi', 'Hello');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await expect.poll(() => main.turns[0]?.followers).toBe(1);
    await stop.click();
    await expect.element(log.getByText('Hello')).toBeVisible();
    await expect.element(card).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await expect.poll(() => main.turns[1]?.followers).toBe(1);
    main.turns[1]?.write('Half');
    await stop.click();
    await expect.element(log.getByText('Half')).toBeVisible();
    await expect.element(log.getByText('Hello')).not.toBeInTheDocument();
  });

  test('that ends without a word while another window has asked on does not take that away', async () => {
    const main = new FakeMain();
    await openChat(main);
    const turn = await ask(main, 'one');
    const release = main.hold('history.open');
    turn.finish({ status: 'stopped' });
    await expect.element(send).toBeVisible();
    await ask(main, 'two');
    release();
    main.turns[1]?.write('Second');
    await expect.element(log.getByText('Second')).toBeVisible();
    await expect.element(log.getByText('two')).toBeVisible();
  });

  test('that cannot be rendered is shown as it was written, can be copied, and takes nothing else along', async () => {
    const conversation = stored('One', 'A [link](https://example.com/)', 'Two', 'Fine');
    const main = new FakeMain({ conversations: [conversation] });
    const broken = () => {
      throw new Error('broken');
    };
    await renderPart(
      <LinkCheckContext value={broken}>
        {chatPage()({ id: conversation.conversation.id, isNew: false })}
      </LinkCheckContext>,
      main.bridge,
    );
    await expect.element(log.getByText('A [link](https://example.com/)', { exact: true })).toBeVisible();
    await expect.element(log.getByText('Fine')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Copy answer' }).first()).toBeInTheDocument();
    await ask(main, 'Three');
    await expect.element(log.getByText('Three')).toBeVisible();
  });

  test('of a conversation that cannot be opened is not shown as an empty one', async () => {
    const conversation = stored('Hi', 'Hello');
    const main = new FakeMain({ conversations: [conversation] });
    main.refuse('history.open', 'history-locked');
    await renderPart(chatPage()({ id: conversation.conversation.id, isNew: false }), main.bridge);
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect.element(log.getByText('Hello')).toBeVisible();
  });
});

describe('the transcript', () => {
  const longText = Array.from({ length: 80 }, (_, index) => `Paragraph ${index}`).join('\n\n');

  test('follows the answer at the end, but is not torn away from who reads further up', async () => {
    const main = new FakeMain();
    await openChat(main);
    const turn = await ask(main, 'Hi');
    turn.write(longText);
    const scroller = log.element();
    const distance = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    await expect.poll(() => scroller.scrollHeight > 2 * scroller.clientHeight).toBe(true);
    await expect.poll(distance).toBeLessThan(2);

    scroller.scrollTop = 100;
    const jump = page.getByRole('button', { name: 'Jump to latest' });
    await expect.element(jump).toBeVisible();
    turn.write(`\n\n${longText}\n\nThe end`);
    await expect.element(log.getByText('The end')).toBeInTheDocument();
    expect(scroller.scrollTop).toBe(100);

    await jump.click();
    await expect.poll(distance).toBeLessThan(2);
    await expect.element(jump).not.toBeInTheDocument();
    turn.write(`\n\n${longText}`);
    await expect.poll(distance).toBeLessThan(2);
  });
});
