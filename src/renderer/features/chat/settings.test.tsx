import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ConversationSettings } from '../../../shared/model/conversation.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { ask, openChat, stored } from '../../test-support/open-chat.tsx';
import { answer, sampleSession } from '../../test-support/samples.ts';
import { changedSettings, readLength, settingNames } from './settings.logic.ts';

const button = page.getByRole('button', { name: /^Settings/ });
const dialog = page.getByRole('dialog', { name: 'Conversation settings' });
const instructions = page.getByRole('textbox', { name: 'Instructions' });
const effort = page.getByRole('combobox', { name: 'Reasoning effort' });
const temperature = page.getByRole('slider', { name: 'Temperature' });
const longest = page.getByRole('textbox', { name: 'Longest answer' });
const model = page.getByRole('combobox', { name: 'Model' });
const message = page.getByRole('textbox', { name: 'Message' });
const log = page.getByRole('log', { name: 'Conversation' });

const [everyday, careful] = sampleSession.deployments;

beforeEach(async () => {
  await page.viewport(1000, 700);
});

function configured(main: FakeMain): unknown[] {
  return main.calls.filter(({ name }) => name === 'chat.configure').map(({ input }) => input);
}

describe('the settings of a conversation', () => {
  test('a new conversation does not lose its settings before its first message, and sends them with it', async () => {
    const main = new FakeMain();
    const { screen, view, shown } = await openChat(main);
    await button.click();
    await instructions.fill('Answer in Latin.');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    expect(configured(main)).toEqual([]);
    await screen.rerender(view({ id: crypto.randomUUID(), isNew: true }));
    await expect.element(page.getByRole('button', { name: 'Settings', exact: true })).toBeVisible();
    await screen.rerender(view(shown));
    await expect.element(page.getByRole('button', { name: 'Settings, changed' })).toBeVisible();
    await ask(main, 'What is TLS?');
    expect(main.calls.find(({ name }) => name === 'chat.send')?.input).toMatchObject({
      settings: { instructions: 'Answer in Latin.' },
    });
  });

  test('a change is kept in main once the person is done, not with every letter', async () => {
    const conversation = { ...stored('Hello', 'Hi'), settings: { temperature: 0.5 } };
    const main = new FakeMain({ conversations: [conversation] });
    const { shown } = await openChat(main, conversation);
    await button.click();
    await instructions.fill('Be brief.');
    await effort.selectOptions('High');
    await userEvent.keyboard('{Escape}');
    const settings = { temperature: 0.5, instructions: 'Be brief.', reasoningEffort: 'high' };
    await expect.poll(() => configured(main).at(-1)).toEqual({ conversationId: shown.id, settings });
    expect(configured(main).length).toBeLessThanOrEqual(2);
  });

  test('only what the model has is shown, and a setting of another one is not lost with it', async () => {
    const conversation = { ...stored('Hello', 'Hi'), settings: { reasoningEffort: 'high' as const } };
    const main = new FakeMain({ conversations: [conversation] });
    const { shown } = await openChat(main, conversation);
    await model.click();
    await page.getByRole('option', { name: /^Everyday/ }).click();
    await expect.element(page.getByRole('button', { name: 'Settings', exact: true })).toBeVisible();
    await button.click();
    await expect.element(temperature).toBeVisible();
    await expect.element(effort).not.toBeInTheDocument();
    (temperature.element() as HTMLElement).focus();
    await userEvent.keyboard('{Home}{Escape}');
    await expect
      .poll(() => configured(main).at(-1))
      .toEqual({ conversationId: shown.id, settings: { reasoningEffort: 'high', temperature: 0 } });
  });

  test('each setting goes back to its default by itself', async () => {
    const settings: ConversationSettings = { instructions: 'Be brief.', reasoningEffort: 'low', maxOutputTokens: 500 };
    const conversation = { ...stored('Hello', 'Hi'), settings };
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    await button.click();
    await expect.element(longest).toHaveValue('500');
    await page.getByRole('button', { name: 'Reset longest answer' }).click();
    await expect.element(longest).toHaveValue('');
    await expect.element(longest).toHaveFocus();
    await page.getByRole('button', { name: 'Reset reasoning effort' }).click();
    await expect.element(effort).toHaveDisplayValue('Default (Medium)');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => configured(main).at(-1)).toMatchObject({ settings: { instructions: 'Be brief.' } });
    expect(configured(main).at(-1)).not.toHaveProperty('settings.maxOutputTokens');
    await button.click();
    await page.getByRole('button', { name: 'Reset instructions' }).click();
    await expect.element(instructions).toHaveValue('');
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('button', { name: 'Settings', exact: true })).toBeVisible();
  });

  test('a length that is none is named and not kept', async () => {
    const main = new FakeMain();
    await openChat(main);
    await button.click();
    await longest.fill('5');
    await expect.element(dialog.getByText(/^A whole number from 16/)).toBeVisible();
    await longest.fill('2,000');
    await expect.element(dialog.getByText(/^A whole number/)).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await ask(main, 'Hello');
    expect(main.calls.find(({ name }) => name === 'chat.send')?.input).toMatchObject({
      settings: { maxOutputTokens: 2000 },
    });
  });

  test('Escape in the settings does not stop the answer', async () => {
    const main = new FakeMain();
    await openChat(main);
    const turn = await ask(main, 'Hello');
    await button.click();
    await instructions.fill('Be brief.');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    expect(turn.isStopped).toBe(false);
  });

  test('what main could not keep is told, and tried again', async () => {
    const conversation = stored('Hello', 'Hi');
    const main = new FakeMain({ conversations: [conversation] });
    await openChat(main, conversation);
    main.refuse('chat.configure', 'disk-full');
    await button.click();
    await instructions.fill('Be brief.');
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('alert').getByText('disk-full')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
    await expect.element(message).toBeVisible();
    expect(configured(main).at(-1)).toMatchObject({ settings: { instructions: 'Be brief.' } });
  });
});

describe('what a setting comes to', () => {
  test('a mark is not set by what the model does not have or has as its default', () => {
    if (everyday === undefined || careful === undefined) throw new Error('no samples');
    expect(settingNames(everyday)).toEqual(['instructions', 'temperature', 'maxOutputTokens']);
    expect(settingNames(careful)).toEqual(['instructions', 'reasoningEffort', 'verbosity', 'maxOutputTokens']);
    expect(changedSettings(everyday, { reasoningEffort: 'high', verbosity: 'low', instructions: '' })).toEqual([]);
    expect(changedSettings(careful, { reasoningEffort: 'medium', temperature: 0 })).toEqual([]);
    expect(changedSettings(careful, { reasoningEffort: 'high' })).toEqual(['reasoningEffort']);
    const withInstructions = { ...everyday, defaults: { instructions: 'You work at Contoso.' } };
    expect(changedSettings(withInstructions, { instructions: '' })).toEqual(['instructions']);
  });

  test('a length beyond the model’s own is not taken', () => {
    expect(readLength(' 2.000 ', 4000)).toEqual({ kind: 'tokens', tokens: 2000 });
    expect(readLength('', 4000)).toEqual({ kind: 'default' });
    for (const wrong of ['15', '4001', '-20', '1e3', 'many']) expect(readLength(wrong, 4000).kind).toBe('wrong');
  });
});

describe('the thoughts of a model', () => {
  test('they are folded, rendered as an answer is, and do not hide it', async () => {
    const { parts, ...others } = answer('The answer.', { thoughtMilliseconds: 12_000 });
    const conversation = stored('Hello', 'x');
    const messages = [
      ...conversation.messages.slice(0, 1),
      { ...others, parts: [{ type: 'reasoning' as const, text: '**Weighing** <b>it</b>' }, ...parts] },
    ];
    const main = new FakeMain({ conversations: [{ ...conversation, messages }] });
    await openChat(main, { ...conversation, messages });
    const fold = log.getByRole('button', { name: 'Thought for 12 s' });
    await expect.element(fold).toHaveAttribute('aria-expanded', 'false');
    await expect.element(log.getByText('Weighing')).not.toBeInTheDocument();
    await fold.click();
    expect(log.getByText('Weighing').element().tagName).toBe('STRONG');
    expect(log.element().querySelector('b')).toBeNull();
    await expect.element(log.getByText('The answer.')).toBeVisible();
  });

  test('they are told while they come, and their time when they have ended', async () => {
    const main = new FakeMain();
    await openChat(main);
    const turn = await ask(main, 'Hello');
    turn.think('First this, ');
    await log.getByRole('button', { name: 'Thinking…' }).click();
    turn.think('then that.');
    await expect.element(log.getByText('First this, then that.')).toBeVisible();
    turn.endThinking(3000);
    await expect.element(log.getByRole('button', { name: 'Thought for 3 s' })).toBeVisible();
    turn.write('The answer.');
    await expect.element(log.getByText('The answer.')).toBeVisible();
    turn.finish();
  });
});
