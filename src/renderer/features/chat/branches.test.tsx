import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { ask, openChat, stored } from '../../test-support/open-chat.tsx';
import { answer, question } from '../../test-support/samples.ts';

const log = page.getByRole('log', { name: 'Conversation' });
const message = page.getByRole('textbox', { name: 'Message' });
const editor = page.getByRole('textbox', { name: 'Edit question' });
const card = page.getByRole('alert');

function callsOf(main: FakeMain, name: string): readonly unknown[] {
  return main.calls.flatMap((call) => (call.name === name ? [call.input] : []));
}

/** Two answers to one question, the second one shown. */
function twoVersions() {
  const asked = question('Which?');
  const first = answer('The first.');
  const second = answer('The second.');
  const conversation = {
    ...stored(),
    messages: [asked, second],
    versions: [[first.id, second.id]],
    branches: { [first.id]: [asked, first], [second.id]: [asked, second] },
  };
  return { conversation, first, second };
}

describe('versions of a message', () => {
  test('the arrows do not lose the focus, nor leave a screen reader without a word', async () => {
    const { conversation } = twoVersions();
    await openChat(new FakeMain({ conversations: [conversation] }), conversation);
    await page.getByRole('group', { name: 'Version 2 of 2' }).getByRole('button', { name: 'Previous version' }).click();
    await expect.element(log.getByText('The first.')).toBeVisible();
    const previous = page
      .getByRole('group', { name: 'Version 1 of 2' })
      .getByRole('button', { name: 'Previous version' });
    await expect.element(previous).toHaveFocus();
    await expect.element(page.getByText('Version 1 of 2', { exact: true })).toBeInTheDocument();
  });

  test('one that main does not show leaves the shown one, and says why', async () => {
    const { conversation } = twoVersions();
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    main.refuse('history.show', 'turn-running');
    await page.getByRole('button', { name: 'Previous version' }).click();
    await expect.element(card).toBeVisible();
    await expect.element(log.getByText('The second.')).toBeVisible();
  });

  test('is not deleted by a slip of the hand', async () => {
    const { conversation, second } = twoVersions();
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    for (const button of ['Cancel', 'Delete']) {
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Delete this version' }).click();
      expect(callsOf(main, 'history.deleteVersion')).toHaveLength(0);
      await page.getByRole('alertdialog').getByRole('button', { name: button, exact: true }).click();
      if (button === 'Cancel') await expect.element(page.getByRole('button', { name: 'More actions' })).toHaveFocus();
    }
    await expect.element(log.getByText('The first.')).toBeVisible();
    expect(callsOf(main, 'history.deleteVersion')).toMatchObject([{ messageId: second.id }]);
  });

  test('the only one cannot be deleted', async () => {
    const conversation = stored('Which?', 'This one.');
    await openChat(new FakeMain({ conversations: [conversation] }), conversation);
    await page.getByRole('button', { name: 'More actions' }).click();
    await expect.element(page.getByRole('menuitem', { name: 'New conversation from here' })).toBeVisible();
    await expect.element(page.getByRole('menuitem', { name: 'Delete this version' })).not.toBeInTheDocument();
  });
});

describe('a question', () => {
  test('edited with the keyboard alone stands beside the old one', async () => {
    const conversation = stored('Old question', 'Old answer');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(editor).toHaveFocus();
    await editor.fill('New question');
    await userEvent.keyboard('{Enter}');
    await expect.element(log.getByText('New question')).toBeVisible();
    await expect.element(log.getByText('Old answer')).not.toBeInTheDocument();
    expect(callsOf(main, 'chat.send')).toMatchObject([
      { text: 'New question', besideId: conversation.messages[0]?.id, attachmentIds: [] },
    ]);
    main.turns[0]?.finish();
    await expect.element(page.getByRole('group', { name: 'Version 2 of 2' })).toBeVisible();
  });

  test('whose edit is given up, or not accepted, is as it was, with everything after it', async () => {
    const conversation = stored('Old question', 'Old answer');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await editor.fill('Never mind');
    await userEvent.keyboard('{Escape}');
    await expect.element(log.getByText('Old question')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Edit', exact: true })).toHaveFocus();
    expect(callsOf(main, 'chat.send')).toHaveLength(0);

    main.refuse('chat.send', 'history-unavailable');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await editor.fill('Another question');
    await page.getByRole('button', { name: 'Save and send' }).click();
    await expect.element(card).toBeVisible();
    await expect.element(editor).toHaveValue('Another question');
    await expect.element(log.getByText('Old answer')).toBeVisible();
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect.element(log.getByText('Another question')).toBeVisible();
  });

  test('is not sent empty, nor while it says nothing', async () => {
    const conversation = stored('Old question', 'Old answer');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await editor.fill('\u200B \n');
    await userEvent.keyboard('{Enter}');
    await expect.element(editor).toBeVisible();
    expect(callsOf(main, 'chat.send')).toHaveLength(0);
  });
});

describe('a temporary chat', () => {
  test('does not offer a conversation that would be written, which main refuses', async () => {
    const main = new FakeMain();
    await openChat(main);
    await page.getByRole('switch', { name: 'Temporary chat' }).click();
    await expect.element(page.getByRole('switch', { name: 'Temporary chat' })).toBeChecked();
    const turn = await ask(main, 'Between us');
    turn.write('Of course.');
    turn.finish();
    await page.getByRole('button', { name: 'More actions' }).click();
    await expect.element(page.getByRole('menuitem', { name: 'Regenerate with…' })).toBeVisible();
    await expect.element(page.getByRole('menuitem', { name: 'New conversation from here' })).not.toBeInTheDocument();
  });
});

describe('models that are compared', () => {
  async function compare(main: FakeMain) {
    await page.getByRole('button', { name: 'Compare with…' }).click();
    await page.getByRole('menuitemcheckbox').first().click();
    await userEvent.keyboard('{Escape}');
    await message.fill('Which way?');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => main.turns.map(({ followers }) => followers)).toEqual([1, 1]);
    const [first, second] = main.turns;
    if (first === undefined || second === undefined) throw new Error('No turns have begun');
    return { first, second };
  }
  const group = page.getByRole('group', { name: 'Compared answers' });

  test('answer each by itself, and the next message waits for the choice', async () => {
    const main = new FakeMain();
    await openChat(main);
    const { first, second } = await compare(main);
    first.write('Left.');
    second.write('Right.');
    await expect.element(group.getByText('Left.')).toBeVisible();
    await expect.element(group.getByText('Right.')).toBeVisible();
    await group.getByRole('button', { name: /^Stop/ }).first().click();
    expect([first.isStopped, second.isStopped]).toEqual([true, false]);
    second.finish();
    await expect.element(page.getByText('Answers complete. Choose the one to go on with.')).toBeInTheDocument();
    await message.fill('And then?');
    await userEvent.keyboard('{Enter}');
    expect(callsOf(main, 'chat.send')).toHaveLength(0);
    await group.getByRole('button', { name: 'Go on with this one' }).last().click();
    await expect.element(group).not.toBeInTheDocument();
    await expect.element(log.getByText('Right.')).toBeVisible();
    expect(callsOf(main, 'history.show')).toMatchObject([{ messageId: second.id }]);
    await expect.element(message).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => callsOf(main, 'chat.send')).toHaveLength(1);
  });

  test('are all stopped by Stop, and both are followed again by a window that was away', async () => {
    const main = new FakeMain();
    const { screen, view, shown } = await openChat(main);
    const { first, second } = await compare(main);
    first.write('Left.');
    await screen.rerender(view({ id: crypto.randomUUID(), isNew: true }));
    await expect.poll(() => [first.followers, second.followers]).toEqual([0, 0]);
    second.write('Right.');
    await screen.rerender(view({ ...shown, isNew: false }));
    await expect.element(group.getByText('Left.')).toBeVisible();
    await expect.element(group.getByText('Right.')).toBeVisible();
    await page.getByRole('button', { name: 'Stop', exact: true }).last().click();
    expect([first.isStopped, second.isStopped]).toEqual([true, true]);
  });

  test('that are refused leave the draft and the conversation as they were', async () => {
    const conversation = stored('Old question', 'Old answer');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    main.refuse('chat.compare', 'history-unavailable');
    await page.getByRole('button', { name: 'Compare with…' }).click();
    await page.getByRole('menuitemcheckbox').first().click();
    await userEvent.keyboard('{Escape}');
    await message.fill('Which way?');
    await userEvent.keyboard('{Enter}');
    await expect.element(card).toBeVisible();
    await expect.element(message).toHaveValue('Which way?');
    await expect.element(log.getByText('Which way?')).not.toBeInTheDocument();
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => main.turns).toHaveLength(2);
  });
});
