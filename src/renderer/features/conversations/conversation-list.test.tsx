import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { FakeMain, type FakeOptions } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { sampleConversation } from '../../test-support/samples.ts';
import { noSearch } from './search-filter.logic.ts';
import { ConversationList } from './conversation-list.tsx';
import { useConversationIndex } from './use-conversation-index.ts';

const list = page.getByRole('navigation', { name: 'Conversations' });
const row = (title: string) => list.getByRole('button', { name: title, exact: true });
const box = (title: string) => list.getByRole('checkbox', { name: title, exact: true });
const group = (name: string) => list.getByRole('region', { name, exact: true });
const item = (name: string) => page.getByRole('menuitem', { name });
const work = { id: '6f1c2a3b-0000-4000-8000-00000000a001', name: 'Work', isCollapsed: false };

beforeEach(async () => {
  await page.viewport(500, 700);
});

function List({ currentId }: { readonly currentId: string }) {
  const conversations = useConversationIndex();
  const nothing = () => undefined;
  return (
    <ConversationList
      conversations={conversations}
      currentId={currentId}
      headButton={null}
      deployments={[]}
      memory={{ search: noSearch }}
      searchWanted={0}
      onOpen={nothing}
      onCreate={nothing}
    />
  );
}

async function start(conversations: readonly Conversation[], options: FakeOptions = {}) {
  const kept = conversations.map((conversation) => ({ conversation, messages: [] }));
  const main = new FakeMain({ ...options, conversations: kept });
  const screen = await renderPart(<List currentId="" />, main.bridge);
  return { main, screen };
}

const fruits = () =>
  ['Apple', 'Banana', 'Cherry', 'Date'].map((title, hours) => sampleConversation(title, hours * 0.001));

async function choose(title: string, ...names: readonly string[]) {
  await list.getByRole('button', { name: `More for ${title}` }).click();
  for (const name of names) await item(name).click();
}

/** The titles of what is listed, top down. */
function titles(): readonly string[] {
  return [...list.element().querySelectorAll<HTMLElement>('li [data-row]')]
    .map((element) => ({ title: element.textContent, top: element.getBoundingClientRect().top }))
    .sort((left, right) => left.top - right.top)
    .map(({ title }) => title);
}

describe('the order of the list', () => {
  test('what is pinned is on top, and back in its day when it is not', async () => {
    await start(fruits());
    await choose('Cherry', 'Pin');
    await expect.element(group('Pinned').getByRole('button', { name: 'Cherry', exact: true })).toBeVisible();
    expect(titles()).toEqual(['Cherry', 'Apple', 'Banana', 'Date']);
    await choose('Cherry', 'Unpin');
    await expect.element(group('Pinned')).not.toBeInTheDocument();
    expect(titles()).toEqual(['Apple', 'Banana', 'Cherry', 'Date']);
  });

  test('a new folder takes what it was made for, is renamed, and gives it back when it is deleted', async () => {
    const { main } = await start(fruits());
    await choose('Banana', 'Move to…', 'New folder…');
    await page.getByRole('textbox', { name: 'Name' }).fill('  Sweet ');
    await userEvent.keyboard('{Enter}');
    await expect.element(group('Sweet').getByRole('button', { name: 'Banana', exact: true })).toBeVisible();
    await row('Sweet').click();
    await expect.element(row('Banana')).not.toBeInTheDocument();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(row('Banana')).toBeVisible();
    await userEvent.keyboard('{F2}');
    await page.getByRole('textbox', { name: 'Name' }).fill('Sour');
    await page.getByRole('button', { name: 'Rename' }).click();
    await expect.element(row('Sour')).toHaveAttribute('aria-expanded', 'true');
    await expect.element(row('Sour')).toHaveFocus();
    await list.getByRole('button', { name: 'More for folder Sour' }).click();
    await item('Delete folder…').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete folder' }).click();
    await expect.element(row('Sour')).not.toBeInTheDocument();
    await expect.poll(titles).toEqual(['Apple', 'Banana', 'Cherry', 'Date']);
    expect(main.list()).toHaveLength(4);
  });

  test('a row is dragged into a folder, and out of it', async () => {
    await start(fruits(), { folders: [work] });
    await row('Date').dropTo(row('Work'));
    await expect.element(group('Work').getByRole('button', { name: 'Date', exact: true })).toBeVisible();
    await row('Date').dropTo(row('Apple'));
    await expect.element(group('Work').getByText('Nothing in it')).toBeVisible();
    expect(titles()).toEqual(['Apple', 'Banana', 'Cherry', 'Date']);
  });

  test('what another window does is seen, and does not take the focus from a row that it moves', async () => {
    const conversations = fruits();
    const { main } = await start(conversations);
    await expect.element(row('Apple')).toBeVisible();
    row('Apple').element().focus();
    const [apple, banana] = conversations.map(({ id }) => id);
    await main.bridge.history.arrange({ placements: [{ conversationId: apple ?? '', isPinned: true }] });
    await main.bridge.history.rename({ conversationId: banana ?? '', title: 'Bread' });
    await expect.element(row('Bread')).toBeVisible();
    await expect.element(group('Pinned').getByRole('button', { name: 'Apple', exact: true })).toHaveFocus();
  });

  test('a change that is refused is told, and nothing is offered to be undone', async () => {
    const { main } = await start(fruits());
    await expect.element(row('Apple')).toBeVisible();
    main.refuse('history.arrange', 'disk-full');
    await choose('Apple', 'Archive');
    await expect.element(list.getByRole('alert')).toMatchTextContent('disk-full');
    await expect.element(row('Apple')).toBeVisible();
    await expect.element(list.getByRole('button', { name: 'Undo' })).not.toBeInTheDocument();
  });

  test('a list that cannot be read says so, and is read again', async () => {
    const main = new FakeMain({ conversations: fruits().map((conversation) => ({ conversation, messages: [] })) });
    main.refuse('history.folders', 'history-unavailable');
    await renderPart(<List currentId="" />, main.bridge);
    await expect.element(list.getByRole('alert')).toMatchTextContent('history-unavailable');
    await list.getByRole('button', { name: 'Try again' }).click();
    await expect.element(row('Apple')).toBeVisible();
    await expect.element(list.getByRole('alert')).not.toBeInTheDocument();
  });
});

describe('the archive and the bin', () => {
  test('what is archived is found under Archived, and comes back with a new message', async () => {
    const conversations = fruits();
    const { main } = await start(conversations);
    await choose('Apple', 'Archive');
    await expect.element(row('Banana')).toHaveFocus();
    await list.getByRole('button', { name: 'List options' }).click();
    await item('Archived').click();
    await expect.element(row('Apple')).toBeVisible();
    expect(titles()).toEqual(['Apple']);
    const conversationId = conversations[0]?.id ?? '';
    const question = { messageId: crypto.randomUUID(), text: 'More', deploymentId: 'everyday' };
    await main.bridge.chat.send({ conversationId, ...question });
    await expect.element(list.getByText('Nothing is archived.')).toBeVisible();
    await list.getByRole('button', { name: 'Back to conversations' }).click();
    await expect.element(row('Apple')).toBeVisible();
  });

  test('what is deleted can be had back, is gone for good only when it is asked for, and Ctrl+Z takes the last change back', async () => {
    const { main } = await start(fruits());
    await choose('Apple', 'Delete');
    await choose('Banana', 'Delete');
    await expect.element(list.getByText('Conversation deleted')).toBeVisible();
    await expect.element(row('Cherry')).toHaveFocus();
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.element(row('Banana')).toHaveFocus();
    await userEvent.keyboard('{Delete}');
    await list.getByRole('button', { name: 'List options' }).click();
    await item('Bin').click();
    await expect.element(row('Apple')).toBeVisible();
    row('Apple').element().focus();
    await userEvent.keyboard('{Delete}{Escape}');
    await expect.element(row('Apple')).toHaveFocus();
    await choose('Banana', 'Restore');
    await expect.element(row('Banana')).not.toBeInTheDocument();
    await list.getByRole('button', { name: 'Empty bin…' }).click();
    const asked = page.getByRole('alertdialog').element();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => asked.isConnected).toBe(false);
    expect(asked.textContent, 'a question that went blank before it was gone').toContain('Empty the bin?');
    await expect.element(list.getByRole('button', { name: 'Empty bin…' })).toHaveFocus();
    expect(main.list()).toHaveLength(4);
    await list.getByRole('button', { name: 'Empty bin…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Empty bin' }).click();
    await expect.element(list.getByText('The bin is empty.')).toBeVisible();
    expect(main.list().map(({ title }) => title)).toEqual(['Banana', 'Cherry', 'Date']);
  });
});

describe('selecting', () => {
  test('Ctrl and Shift select, Delete deletes all of it, one Undo brings all of it back', async () => {
    const { main } = await start(fruits());
    await row('Apple').click({ modifiers: ['Control'] });
    await expect.element(box('Apple')).toBeChecked();
    await box('Cherry').click({ modifiers: ['Shift'] });
    await expect.element(list.getByText('3 selected')).toBeVisible();
    await userEvent.keyboard('{Delete}');
    await expect.element(row('Date')).toHaveFocus();
    expect(titles()).toEqual(['Date']);
    await list.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(titles).toEqual(['Apple', 'Banana', 'Cherry', 'Date']);
    expect(main.calls.filter(({ name }) => name === 'history.arrange')).toHaveLength(2);
  });

  test('Shift and the arrow keys select, and a stretch does not begin where an earlier selection was', async () => {
    await start(fruits());
    await row('Date').click({ modifiers: ['Control'] });
    await userEvent.keyboard('{Escape}');
    await row('Apple').click({ modifiers: ['Shift'] });
    await expect.element(list.getByText('1 selected')).toBeVisible();
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    await expect.element(list.getByText('3 selected')).toBeVisible();
    await expect.element(box('Cherry')).toHaveFocus();
    await expect.element(box('Date')).not.toBeChecked();
  });

  test('many are moved at once, and back to where each was', async () => {
    const [apple, ...others] = fruits();
    if (apple === undefined) throw new Error('no fruit');
    await start([{ ...apple, folderId: work.id }, ...others], {
      folders: [work, { ...work, id: crypto.randomUUID(), name: 'Home' }],
    });
    await expect.element(row('Apple')).toBeVisible();
    await row('Apple').click({ modifiers: ['Control'] });
    await userEvent.keyboard('{Control>}a{/Control}');
    await expect.element(list.getByText('4 selected')).toBeVisible();
    await list.getByRole('toolbar').getByRole('button', { name: 'Move to…' }).click();
    await item('Home').click();
    await expect.element(group('Home').getByRole('button', { name: 'Date', exact: true })).toBeVisible();
    await expect.element(group('Today')).not.toBeInTheDocument();
    await list.getByRole('button', { name: 'Undo' }).click();
    await expect.element(group('Work').getByRole('button', { name: 'Apple', exact: true })).toBeVisible();
    await expect.element(group('Today').getByRole('button', { name: 'Date', exact: true })).toBeVisible();
  });

  test('Escape leaves it, and a row opens again', async () => {
    await start(fruits());
    await list.getByRole('button', { name: 'List options' }).click();
    await item('Select conversations').click();
    await box('Apple').click();
    await userEvent.keyboard('{Escape}');
    await expect.element(row('Apple')).toBeVisible();
    await expect.element(list.getByRole('toolbar')).not.toBeInTheDocument();
  });
});

describe('a list of 100,000', () => {
  const many = () => {
    const time = Date.now();
    return Array.from({ length: 100_000 }, (_, index) => ({
      ...sampleConversation(`Number ${index}`, 0),
      updatedAt: time - index * 60_000,
    }));
  };

  test('renders what can be seen, says how long it is, and is walked through to its end', async () => {
    const { main } = await start(many());
    await expect.element(row('Number 0')).toBeVisible();
    expect(list.element().querySelectorAll('[data-row]').length).toBeLessThan(60);
    await expect.element(list.getByRole('listitem').first()).toHaveAttribute('aria-posinset', '1');
    row('Number 0').element().focus();
    await userEvent.keyboard('{End}');
    await expect.element(row('Number 499')).toHaveFocus();
    // What is behind it has been asked for meanwhile.
    await expect.poll(() => main.calls.filter(({ name }) => name === 'history.page').length).toBeGreaterThan(2);
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(row('Number 500')).toHaveFocus();
    await userEvent.keyboard('{Home}');
    await expect.element(row('Number 0')).toHaveFocus();
    expect(list.element().querySelectorAll('[data-row]').length).toBeLessThan(60);
  });

  test('a new message moves one row to the top and reads nothing again', async () => {
    const conversations = many();
    const { main } = await start(conversations);
    await expect.element(row('Number 0')).toBeVisible();
    const reads = () => main.calls.filter(({ name }) => name === 'history.page').length;
    const before = reads();
    const conversationId = conversations[90_000]?.id ?? '';
    const question = { messageId: crypto.randomUUID(), text: 'More', deploymentId: 'everyday' };
    await main.bridge.chat.send({ conversationId, ...question });
    await expect.poll(() => titles()[0]).toBe('Number 90000');
    expect(reads()).toBe(before);
  });
});

test('a title is made again from the menu, and one of the person’s own only when they say so', async () => {
  const { main } = await start(fruits());
  await choose('Apple', 'Make a title');
  await expect.element(row('Made by the model')).toBeVisible();
  const banana = main.list().find(({ title }) => title === 'Banana');
  main.ownTitles.add(banana?.id ?? '');
  await choose('Banana', 'Make a title');
  const dialog = page.getByRole('alertdialog', { name: 'Replace your own title?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect.element(row('Banana')).toBeVisible();
  await choose('Banana', 'Make a title');
  await dialog.getByRole('button', { name: 'Make a title' }).click();
  await expect.element(row('Banana')).not.toBeInTheDocument();
});
