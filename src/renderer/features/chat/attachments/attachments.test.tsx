import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { attachmentLimit } from '../../../../shared/model/attachment.ts';
import { FakeMain } from '../../../test-support/fake-bridge.ts';
import { chatPage, openChat } from '../../../test-support/open-chat.tsx';
import { renderPart } from '../../../test-support/render-part.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const send = page.getByRole('button', { name: 'Send' });
const drafted = page.getByRole('list', { name: 'Files to send' });
const log = page.getByRole('log', { name: 'Conversation' });

beforeEach(async () => {
  await page.viewport(1000, 700);
});

const file = (name: string, text = 'content') => new File([text], name);
const inputs = (main: FakeMain, command: string) =>
  main.calls.flatMap(({ name, input }) => (name === command ? [input as Record<string, unknown>] : []));

/** What choosing files in the dialog comes to. */
function choose(...files: readonly File[]): void {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (input === null) throw new Error('There is nothing to choose files with');
  input.files = transfer(files).files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

function transfer(files: readonly File[], text?: string): DataTransfer {
  const data = new DataTransfer();
  for (const each of files) data.items.add(each);
  if (text !== undefined) data.setData('text/plain', text);
  return data;
}

describe('attaching files', () => {
  test('a chosen file is read, shown with what it is, sent, and gone from the draft', async () => {
    const main = new FakeMain();
    await openChat(main);
    choose(file('plan.docx'));
    await expect.element(drafted.getByText('plan.docx')).toBeVisible();
    await expect.element(drafted.getByText('Document · 3 pages · about 1,200 tokens · 7 bytes')).toBeVisible();
    const [added] = inputs(main, 'attachments.add');
    expect(added).toMatchObject({ name: 'plan.docx', bytes: new TextEncoder().encode('content') });
    await message.fill('Summarise it');
    await userEvent.keyboard('{Enter}');
    await expect.element(log.getByText('plan.docx')).toBeVisible();
    await expect.element(drafted).not.toBeInTheDocument();
    expect(inputs(main, 'chat.send')).toEqual([
      expect.objectContaining({ text: 'Summarise it', attachmentIds: [added?.['attachmentId']] }),
    ]);
  });

  test('a chat does not become temporary under files that it could not be sent with', async () => {
    await openChat(new FakeMain());
    const temporary = page.getByRole('switch', { name: 'Temporary chat' });
    choose(file('plan.docx'));
    await expect.element(temporary).toBeDisabled();
    await expect.element(page.getByText('Takes no files: remove them first.')).toBeVisible();
    await drafted.getByRole('button').click();
    await temporary.click();
    await expect.element(page.getByRole('button', { name: 'Attach' })).not.toBeInTheDocument();
  });

  test('files can be sent without a word, and not before they are read', async () => {
    const main = new FakeMain();
    await openChat(main);
    const release = main.hold('attachments.add');
    choose(file('photo.png'));
    await expect.element(drafted.getByText('Reading …')).toBeVisible();
    await message.fill('And?');
    await expect.element(send).toHaveAttribute('aria-disabled', 'true');
    await message.fill('');
    release();
    await expect.element(send).not.toHaveAttribute('aria-disabled', 'true');
    await send.click();
    await expect.element(log.getByRole('img', { name: 'photo.png' })).toBeVisible();
    expect(inputs(main, 'chat.send')).toEqual([expect.objectContaining({ text: '' })]);
  });

  test('a file that cannot be read says why and what to do, and does not go along', async () => {
    const main = new FakeMain();
    await openChat(main);
    main.refuse('attachments.add', 'attachment-encrypted');
    choose(file('locked.pdf'));
    const card = page.getByRole('alert', { name: 'locked.pdf: This file is protected with a password.' });
    await expect.element(card.getByText('attachment-encrypted')).toBeVisible();
    await message.fill('Hello');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => inputs(main, 'chat.send')).toEqual([expect.objectContaining({ attachmentIds: [] })]);
    await card.getByRole('button', { name: 'Dismiss' }).click();
    await expect.element(card).not.toBeInTheDocument();
  });

  test('a file that is too large does not get to main', async () => {
    const main = new FakeMain();
    await openChat(main);
    choose(new File([new Uint8Array(attachmentLimit + 1)], 'video.mov'));
    const sentence = 'video.mov: This file is too large: 50 MB is the most that Parley takes.';
    await expect.element(page.getByRole('alert', { name: sentence })).toBeVisible();
    expect(inputs(main, 'attachments.add')).toEqual([]);
  });

  test('more files than a message takes are refused with one word', async () => {
    const main = new FakeMain();
    await openChat(main);
    choose(...Array.from({ length: 25 }, (_, index) => file(`${index}.txt`)));
    const card = page.getByRole('alert', { name: '20.txt: A message takes no more than 20 files.' });
    await expect.element(card).toBeVisible();
    await expect.poll(() => inputs(main, 'attachments.add')).toHaveLength(20);
    expect(page.getByRole('alert').elements()).toHaveLength(1);
  });

  test('a file that is removed is forgotten by main too, also while it is read', async () => {
    const main = new FakeMain();
    await openChat(main);
    const release = main.hold('attachments.add');
    choose(file('plan.docx'));
    await page.getByRole('button', { name: 'Remove plan.docx' }).click();
    release();
    await expect.element(drafted).not.toBeInTheDocument();
    const [added] = inputs(main, 'attachments.add');
    expect(inputs(main, 'attachments.remove')).toEqual([{ attachmentId: added?.['attachmentId'] }]);
  });

  test('a file that could not be read takes no place from one that can', async () => {
    const main = new FakeMain();
    await openChat(main);
    main.refuse('attachments.add', 'attachment-encrypted');
    choose(...Array.from({ length: 20 }, (_, index) => file(`${index}.txt`)));
    await expect.element(page.getByRole('alert')).toBeVisible();
    choose(file('last.txt'));
    await expect.element(drafted.getByText('last.txt')).toBeVisible();
    await expect.poll(() => inputs(main, 'attachments.add')).toHaveLength(21);
  });

  test.each([
    ['a file', 'Remove plan.docx', false],
    ['a card', 'Dismiss', true],
  ])('the focus is not lost with %s that is put away', async (_what, name, isRefused) => {
    const main = new FakeMain();
    await openChat(main);
    if (isRefused) main.refuse('attachments.add', 'attachment-encrypted');
    choose(file('plan.docx'));
    const button = page.getByRole('button', { name });
    await expect.element(button).toBeVisible();
    (button.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(drafted).not.toBeInTheDocument();
    await expect.element(message).toHaveFocus();
  });

  test('a sent image that cannot be had any more is still named, and has no text to copy', async () => {
    const main = new FakeMain();
    await openChat(main);
    choose(file('photo.png'));
    await expect.poll(() => inputs(main, 'attachments.image')).toHaveLength(1);
    main.refuse('attachments.image', 'not-found');
    await send.click();
    await expect.element(log.getByText('photo.png')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Copy message' })).not.toBeInTheDocument();
  });

  test('the name of a file is not wider than a narrow window', async () => {
    await page.viewport(240, 480);
    const main = new FakeMain();
    await openChat(main);
    choose(file(`${'long'.repeat(40)}.docx`));
    await expect.element(drafted.getByText(/3 pages/)).toBeVisible();
    const item = drafted.getByRole('listitem').element().getBoundingClientRect();
    expect(item.right).toBeLessThan(240);
  });

  test('a refused message does not lose its files', async () => {
    const main = new FakeMain();
    await openChat(main);
    choose(file('plan.docx'));
    await expect.element(drafted.getByText('plan.docx')).toBeVisible();
    main.refuse('chat.send', 'history-unavailable');
    await send.click();
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(drafted.getByText('plan.docx')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(log.getByText('plan.docx')).toBeVisible();
  });

  test('switching conversations does not mix up or lose their files', async () => {
    const main = new FakeMain();
    const view = chatPage();
    const one = { id: crypto.randomUUID(), isNew: true };
    const screen = await renderPart(view(one), main.bridge);
    choose(file('plan.docx'));
    await expect.element(drafted.getByText('plan.docx')).toBeVisible();
    await screen.rerender(view({ id: crypto.randomUUID(), isNew: true }));
    await expect.element(drafted).not.toBeInTheDocument();
    await screen.rerender(view(one));
    await expect.element(drafted.getByText('plan.docx')).toBeVisible();
  });
});

describe('dropping and pasting', () => {
  test('a file that is dropped anywhere on the window is attached, and nothing is opened', async () => {
    const main = new FakeMain();
    await openChat(main);
    const drag = (type: string) =>
      new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer([file('plan.docx')]) });
    document.body.dispatchEvent(drag('dragover'));
    await expect.element(page.getByText('Drop files to attach them')).toBeVisible();
    const drop = drag('drop');
    document.body.dispatchEvent(drop);
    expect(drop.defaultPrevented).toBe(true);
    await expect.element(drafted.getByText('plan.docx')).toBeVisible();
    await expect.element(page.getByText('Drop files to attach them')).not.toBeInTheDocument();
  });

  test('a dragged text is left to the field', async () => {
    const main = new FakeMain();
    await openChat(main);
    const drag = new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: transfer([], 'words') });
    document.body.dispatchEvent(drag);
    expect(drag.defaultPrevented).toBe(false);
  });

  test('a pasted picture is attached; a table of Excel with its picture is pasted as text', async () => {
    const main = new FakeMain();
    await openChat(main);
    const paste = (clipboardData: DataTransfer) =>
      message.element().dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
    paste(transfer([file('table.png')], 'a\tb'));
    paste(transfer([file('image.png')]));
    await expect.element(drafted.getByText('image.png')).toBeVisible();
    await expect.poll(() => inputs(main, 'attachments.add').map(({ name }) => name)).toEqual(['image.png']);
  });
});
