import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ToolApprovalBound } from '../../../shared/model/tool.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { ask, openChat } from '../../test-support/open-chat.tsx';

const log = page.getByRole('log', { name: 'Conversation' });
const card = log.getByRole('region', { name: 'Search invoices · Customers' });
const message = page.getByRole('textbox', { name: 'Message' });

beforeEach(async () => {
  await page.viewport(1000, 700);
});

/** A turn whose model has called a tool, which waits for the person. */
async function waitingTurn(approval: ToolApprovalBound = 'always-allowed', input: unknown = { customer: 'Heron' }) {
  const main = new FakeMain();
  await openChat(main);
  const turn = await ask(main, 'How much does Heron owe us?');
  turn.write('Let me look.');
  const toolMetadata = { server: 'Customers', title: 'Search invoices', approval };
  turn.tellChunk({
    type: 'tool-input-available',
    toolCallId: 'call_1',
    toolName: 'crm__search_invoices',
    input,
    dynamic: true,
    toolMetadata,
  });
  turn.tellChunk({ type: 'tool-approval-request', toolCallId: 'call_1', approvalId: 'call_1' });
  await expect.element(card.getByRole('alert')).toBeVisible();
  return { main, turn };
}

function returnOutput(turn: Awaited<ReturnType<typeof waitingTurn>>['turn'], text: string): void {
  turn.tellChunk({ type: 'tool-approval-response', approvalId: 'call_1', approved: true });
  const output = { text, images: [], isCut: false, isError: false };
  turn.tellChunk({ type: 'tool-output-available', toolCallId: 'call_1', output, dynamic: true });
}

test('a call shows its server, its tool and its arguments before anything is sent', async () => {
  await waitingTurn();
  await expect.element(card.getByText('customer')).toBeVisible();
  await expect.element(card.getByText('Heron')).toBeVisible();
  await expect.element(card.getByText('Waits for you')).toBeVisible();
  // A title may gloss over what the tool is.
  await expect.element(card.getByRole('alert')).toMatchTextContent('“Search invoices” (search_invoices)');
  await expect.element(log.getByText('Let me look.')).toBeVisible();
});

test.each([
  ['Allow once', 'once'],
  ['Allow in this conversation', 'conversation'],
  ['Always allow', 'always'],
  ['Don’t allow', 'deny'],
])('“%s” is told to main, by the keyboard too, and the focus is not lost', async (label, decision) => {
  const { main, turn } = await waitingTurn();
  (card.getByRole('button', { name: label }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  expect(main.calls.at(-1)).toEqual({
    name: 'chat.approveTool',
    input: { turnId: turn.id, callId: 'call_1', decision },
  });
  await expect.element(message).toHaveFocus();
});

test('a person is offered no more than policy lets them choose', async () => {
  await waitingTurn('ask');
  expect(
    card
      .getByRole('button')
      .elements()
      .map(({ textContent }) => textContent),
  ).toEqual(['Allow once', 'Don’t allow']);
});

test('a result is folded, and shown as the characters that it is', async () => {
  const { turn } = await waitingTurn();
  returnOutput(turn, '![x](https://evil.example/x.png) <img src=x onerror=alert(1)>');
  await expect.element(card.getByText('Done')).toBeVisible();
  await card.getByText('Result').click();
  await expect.element(card.getByText('<img src=x onerror=alert(1)>', { exact: false })).toBeVisible();
  expect(card.element().querySelector('img, a')).toBeNull();
  await expect.element(card.getByRole('button', { name: 'Allow once' })).not.toBeInTheDocument();
});

test('arguments of a hostile model are shown as the characters that they are', async () => {
  await waitingTurn('ask', { query: '<img src=x onerror=alert(1)>', nested: { deep: [1, '<b>2</b>'] } });
  await expect.element(card.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  expect(card.element().querySelector('img, b')).toBeNull();
});

test('a name as long as a hostile model likes does not push its value out of sight', async () => {
  await waitingTurn('ask', { ['x'.repeat(2000)]: 'everything' });
  const value = card.getByText('everything').element().getBoundingClientRect();
  expect(value.width).toBeGreaterThan(card.element().getBoundingClientRect().width / 2);
});

test('what would turn or hide a part of the arguments is shown as its number', async () => {
  await waitingTurn('ask', { file: 'report\u202Etxt.exe', 'to\u200B': 'a\u2028b', note: 'two\nlines, می\u200Cخواهم' });
  await expect.element(card.getByText('report\\u{202e}txt.exe')).toBeVisible();
  await expect.element(card.getByText('to\\u{200b}')).toBeVisible();
  await expect.element(card.getByText('a\\u{2028}b')).toBeVisible();
  const values = card.getByRole('definition').elements();
  expect(values.map(({ textContent }) => textContent)).toContain('two\nlines, می\u200Cخواهم');
});

test('what a call came back with is not worked on again for every word that follows', async () => {
  const { turn } = await waitingTurn();
  let reads = 0;
  turn.tellChunk({ type: 'tool-approval-response', approvalId: 'call_1', approved: true });
  const output = {
    get text() {
      reads += 1;
      return 'a long result';
    },
    images: [],
    isCut: false,
    isError: false,
  };
  turn.tellChunk({ type: 'tool-output-available', toolCallId: 'call_1', output, dynamic: true });
  await expect.element(card.getByText('Done')).toBeVisible();
  const write = async (word: string) => {
    turn.write(word);
    await expect.element(log).toMatchTextContent(new RegExp(word));
  };
  await write('Alpha');
  const before = reads;
  for (const word of ['Beta', 'Gamma', 'Delta', 'Epsilon']) await write(word);
  expect(before).toBeGreaterThan(0);
  expect(reads).toBe(before);
});

test('a call that was not allowed says so, and offers nothing any more', async () => {
  const { turn } = await waitingTurn();
  turn.tellChunk({ type: 'tool-approval-response', approvalId: 'call_1', approved: false });
  turn.tellChunk({ type: 'tool-output-denied', toolCallId: 'call_1' });
  await expect.element(card.getByText('Not allowed')).toBeVisible();
  await expect.element(card.getByRole('alert')).not.toBeInTheDocument();
});

test('a server that broke in the call is named, and the answer goes on below', async () => {
  const { turn } = await waitingTurn();
  turn.tellChunk({ type: 'tool-approval-response', approvalId: 'call_1', approved: true });
  turn.tellChunk({
    type: 'tool-output-error',
    toolCallId: 'call_1',
    errorText: 'tool-server-unavailable',
    dynamic: true,
  });
  await expect.element(card.getByText('The server of “Customers” cannot be reached', { exact: false })).toBeVisible();
});
