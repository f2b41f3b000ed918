import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Assistant } from '../../../../shared/model/assistant.ts';
import type { Prompt } from '../../../../shared/model/prompt.ts';
import { FakeMain } from '../../../test-support/fake-bridge.ts';
import { chatPage } from '../../../test-support/open-chat.tsx';
import { renderPart } from '../../../test-support/render-part.tsx';
import { type ChatLibrary, emptyLibrary } from '../chat-library.ts';

const message = page.getByRole('textbox', { name: 'Message' });
const listbox = page.getByRole('listbox', { name: 'Prompts' });

const prompts: Prompt[] = [
  { id: 'a', source: 'organisation', name: 'Letter', text: 'Write a {{tone|friendly}} letter to {{name}}' },
  { id: 'b', source: 'person', name: 'Lunch', text: 'What is for lunch?' },
];

const assistant: Assistant = {
  id: 'checker',
  source: 'organisation',
  name: 'Checker',
  description: 'Checks',
  instructions: 'Be strict.',
  deploymentId: 'gone',
  settings: {},
  starters: [{ label: 'Check this', text: 'Check: ' }],
  files: [],
};

async function open(library: Partial<ChatLibrary>, assistantId?: string) {
  const main = new FakeMain({ prompts });
  const shown = { id: crypto.randomUUID(), isNew: true, assistantId };
  const view = chatPage(undefined, undefined, { library: { ...emptyLibrary, ...library } });
  await renderPart(view(shown), main.bridge);
  await expect.element(message).toHaveFocus();
  return main;
}

describe('the menu of prompts', () => {
  test('the keyboard chooses, and a screen reader is told what', async () => {
    await open({ prompts });
    await userEvent.keyboard('Now /l');
    await expect.element(page.getByRole('option')).toHaveLength(2);
    await userEvent.keyboard('{ArrowDown}');
    const chosen = page.getByRole('option', { name: /^Lunch/ });
    await expect.element(chosen).toHaveAttribute('aria-selected', 'true');
    await expect.element(message).toHaveAttribute('aria-activedescendant', chosen.element().id);
    await userEvent.keyboard('{Enter}');
    await expect.element(message).toHaveValue('Now What is for lunch?');
    await expect.element(listbox).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.element(message).toHaveValue('Now /l');
  });

  test('Enter sends where nothing is found, and after Escape', async () => {
    const main = await open({ prompts });
    await userEvent.keyboard('/etc{Enter}');
    await expect.poll(() => main.turns.length).toBe(1);
    main.turns[0]?.finish();
    await userEvent.keyboard('/l');
    await expect.element(listbox).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(listbox).not.toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => main.turns.length).toBe(2);
  });

  test('Escape goes back from the variables to what was typed, and to the keyboard', async () => {
    await open({ prompts });
    await userEvent.keyboard('/let{Tab}');
    await expect.element(page.getByLabelText('tone')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(message).toHaveFocus();
    await expect.element(message).toHaveValue('/let');
    await expect.element(listbox).not.toBeInTheDocument();
  });

  test('what is written meanwhile is not overwritten by a prompt', async () => {
    await open({ prompts });
    await userEvent.keyboard('/let{Enter}');
    await expect.element(page.getByLabelText('tone')).toHaveFocus();
    await message.fill('Something else. ');
    await page.getByRole('button', { name: 'Insert' }).click();
    await expect.element(message).toHaveValue('Something else. Write a friendly letter to ');
  });
});

describe('an assistant', () => {
  test('goes along with the first message alone, and says where its model is missing', async () => {
    const main = await open({ assistants: [assistant] }, 'checker');
    await expect.element(page.getByText(/was made for a model that is not offered to you; Everyday/)).toBeVisible();
    await page.getByRole('button', { name: 'Check this' }).click();
    await expect.element(message).toHaveValue('Check: ');
    await userEvent.keyboard('this{Enter}');
    await expect.poll(() => main.turns.length).toBe(1);
    main.turns[0]?.finish();
    await expect.element(page.getByRole('button', { name: 'Assistant: Checker' })).toBeVisible();
    await userEvent.keyboard('and that{Enter}');
    await expect.poll(() => main.turns.length).toBe(2);
    const sent = main.calls.filter(({ name }) => name === 'chat.send').map(({ input }) => input);
    expect(sent).toMatchObject([{ assistantId: 'checker' }, {}]);
    expect(sent[1]).toMatchObject({ assistantId: undefined });
  });
});
