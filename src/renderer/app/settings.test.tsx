import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { FakeMain, type FakeOptions } from '../test-support/fake-bridge.ts';
import { answer, question, sampleConversation, sampleInfo } from '../test-support/samples.ts';
import { App } from './app.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const dialog = page.getByRole('dialog', { name: 'Settings' });
const palette = page.getByRole('dialog', { name: 'Command palette' });
const list = page.getByRole('navigation', { name: 'Conversations' });
const conversations = ['Newest', 'Middle', 'Oldest'].map((title, index) => ({
  conversation: sampleConversation(title, index + 1),
  messages: [question('Go on'), answer(`Answer of ${title}`)],
}));

async function start(options: FakeOptions = {}, width = 1000) {
  await page.viewport(width, 700);
  // What an earlier test has opened would be opened again.
  window.location.hash = '';
  // What the test before has shown is none of this one's.
  window.history.replaceState(null, '', '#');
  const main = new FakeMain({ info: { ...sampleInfo, platform: 'linux' }, conversations, ...options });
  const screen = await render(<App bridge={main.bridge} nonce="test" />);
  screen.container.style.height = '700px';
  await expect.element(message).toHaveFocus();
  return main;
}

async function changesOf(main: FakeMain) {
  return main.calls.filter(({ name }) => name.startsWith('preferences.')).map(({ name, input }) => [name, input]);
}

describe('settings', () => {
  test('are reached, searched and left with the keyboard alone, and the focus is back where it was', async () => {
    const main = await start();
    await userEvent.keyboard('{Control>},{/Control}');
    await expect.element(dialog.getByRole('tab', { name: 'General' })).toHaveAttribute('aria-selected', 'true');
    await dialog.getByRole('searchbox', { name: 'Search settings' }).fill('night');
    await expect.element(dialog.getByRole('status').last()).toMatchTextContent('1 setting');
    await dialog.getByRole('combobox', { name: 'Theme' }).click();
    await page.getByRole('option', { name: 'Dark' }).click();
    expect(await changesOf(main)).toContainEqual(['preferences.change', { theme: 'dark' }]);
    await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark');
    await dialog.getByRole('searchbox').fill('<b>nothing');
    await expect.element(dialog.getByText('No setting was found.').first()).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(message).toHaveFocus();
  });

  test('that policy has fixed say by whom, and cannot be changed', async () => {
    await start({ managed: ['theme', 'closeToTray'], preferences: { closeToTray: true } });
    await userEvent.keyboard('{Control>},{/Control}');
    const tray = dialog.getByRole('switch', { name: 'Keep running in the tray' });
    await expect.element(tray).toBeDisabled();
    await expect.element(tray).toBeChecked();
    await expect.element(tray).toHaveAccessibleDescription(new RegExp(`Managed by ${sampleInfo.organisationName}$`));
  });

  test('that main refuses say so, and show what counts', async () => {
    const main = await start();
    await userEvent.keyboard('{Control>},{/Control}');
    main.refuse('preferences.change', 'preferences-unwritable');
    await dialog.getByRole('switch', { name: 'Keep running in the tray' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('preferences-unwritable');
    await expect.element(dialog.getByRole('switch', { name: 'Keep running in the tray' })).not.toBeChecked();
  });

  test('of the text and of Enter count at once', async () => {
    const main = await start({ preferences: { fontSize: 22, sendKey: 'ctrl-enter' } });
    await list.getByRole('button', { name: 'Newest', exact: true }).click();
    const text = page.getByRole('log').getByText('Answer of Newest');
    await expect.poll(() => getComputedStyle(text.element()).fontSize).toBe('22px');
    await message.fill('One');
    await userEvent.keyboard('{Enter}Two');
    await expect.element(message).toHaveValue('One\nTwo');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(message).toHaveValue('');
    expect(main.calls.filter(({ name }) => name === 'chat.send')).toHaveLength(1);
  });

  test('name what is no language, and keep what is', async () => {
    const main = await start();
    await userEvent.keyboard('{Control>},{/Control}');
    await dialog.getByRole('tab', { name: 'Chat' }).click();
    const field = dialog.getByRole('textbox', { name: 'Spell check languages' });
    await field.fill('en-GB; ../etc');
    await expect.element(field).toHaveAttribute('aria-invalid', 'true');
    await userEvent.keyboard('{Enter}');
    await field.fill('en-GB de, de');
    await userEvent.keyboard('{Enter}');
    expect((await changesOf(main)).at(-1)).toEqual(['preferences.change', { spellCheckLanguages: ['en-GB', 'de'] }]);
    await expect.element(field).toHaveValue('en-GB, de');
  });
});

describe('what the system makes of a choice', () => {
  test('is told where it is made: keys that another program has, no place for an icon, no dictionary', async () => {
    const main = await start({
      preferences: { quickAskShortcut: 'Control+Alt+Space', closeToTray: true },
      system: { quickAskShortcut: 'taken', tray: 'unsupported', spellCheck: 'unsupported' },
    });
    await userEvent.keyboard('{Control>},{/Control}');
    await expect.element(dialog.getByText(/Another program has these keys/)).toBeVisible();
    await expect.element(dialog.getByText(/no place for an icon/)).toBeVisible();
    const change = dialog.getByRole('button', { name: 'Change the keys of Quick ask from every program' });
    await expect.element(change).toHaveAccessibleDescription(/Another program has these keys/);
    await change.click();
    await userEvent.keyboard('{F5}');
    await expect.element(dialog.getByText('Other programs need F5. Hold Ctrl or Alt with it.')).toBeVisible();
    await userEvent.keyboard('{Control>}n{/Control}');
    await expect.element(dialog.getByText('Ctrl+N is used by “New chat”. Press other keys.')).toBeVisible();
    await userEvent.keyboard('{Control>}{Alt>}{ArrowUp}{/Alt}{/Control}');
    const quickAskShortcut = 'CommandOrControl+Alt+Up';
    expect((await changesOf(main)).at(-1)).toEqual(['preferences.change', { quickAskShortcut }]);
    await dialog.getByRole('button', { name: 'Change the keys of Quick ask from every program' }).click();
    await userEvent.keyboard('{Delete}');
    expect((await changesOf(main)).at(-1)).toEqual(['preferences.change', { quickAskShortcut: '' }]);
    await dialog.getByRole('tab', { name: 'Chat' }).click();
    await expect
      .element(dialog.getByRole('switch', { name: 'Check spelling' }))
      .toHaveAccessibleDescription(/no dictionary/);
  });
});

describe('shortcuts', () => {
  test('are bound by pressing them: what types text is refused, a conflict is asked about, and all of it undone', async () => {
    const main = await start();
    await userEvent.keyboard('{Control>}/{/Control}');
    await dialog.getByRole('button', { name: 'Change the keys of New chat' }).click();
    await userEvent.keyboard('k');
    await expect.element(dialog.getByText('K types text. Hold Ctrl or Alt with it.')).toBeVisible();
    await userEvent.keyboard('{Control>}c{/Control}');
    await expect.element(dialog.getByText(/Ctrl\+C belongs to the system/)).toBeVisible();
    await userEvent.keyboard('{Control>}b{/Control}');
    await expect.element(dialog.getByText('Ctrl+B is used by “Show or hide conversations”.')).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Replace' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    const shortcuts = { 'new-chat': 'Mod+B', 'toggle-list': null };
    expect((await changesOf(main)).at(-1)).toEqual(['preferences.change', { shortcuts }]);
    await dialog.getByRole('button', { name: 'Reset the keys of New chat' }).click();
    await dialog.getByRole('button', { name: 'Reset all shortcuts' }).click();
    expect((await changesOf(main)).at(-1)).toEqual(['preferences.reset', { keys: ['shortcuts'] }]);
    await dialog.getByRole('button', { name: 'Change the keys of New chat' }).click();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).toBeVisible();
  });

  test('do what they say, those that a person has bound as well, and nothing under a dialog', async () => {
    const main = await start({ preferences: { shortcuts: { 'next-conversation': 'Mod+J' } } });
    const title = page.getByRole('heading', { level: 1 });
    await expect.element(list.getByRole('button', { name: 'Oldest', exact: true })).toBeVisible();
    await userEvent.keyboard('{Control>}j{/Control}');
    await expect.element(title).toMatchTextContent('Newest');
    await userEvent.keyboard('{Control>}j{/Control}');
    await expect.element(title).toMatchTextContent('Middle');
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    await expect.element(title).toMatchTextContent('Newest');
    await userEvent.keyboard('{F2}');
    await expect.element(title.getByRole('textbox')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await userEvent.keyboard('{Control>}{Shift>}d{/Shift}{/Control}');
    await userEvent.keyboard('{Control>}n{/Control}');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await expect.element(title).toMatchTextContent('Newest');
    expect(main.list()).toHaveLength(3);
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}n{/Control}');
    await expect.element(title).toMatchTextContent('New chat');
    await userEvent.keyboard('{Control>}={/Control}');
    expect((await changesOf(main)).at(-1)).toEqual(['preferences.change', { zoomPercent: 110 }]);
  });
});

describe('the command palette', () => {
  test('finds commands, conversations and models, and gives the focus back', async () => {
    const main = await start();
    await userEvent.keyboard('{Control>}k{/Control}');
    const field = palette.getByRole('combobox');
    await expect.element(field).toHaveFocus();
    const recent = palette.getByRole('group', { name: 'Recent conversations' }).getByRole('option');
    await expect
      .poll(() => recent.elements().map(({ textContent }) => textContent))
      .toEqual(['Newest', 'Middle', 'Oldest']);
    await userEvent.keyboard('oldest');
    await expect.element(recent.first()).not.toBeInTheDocument();
    await expect.element(palette.getByRole('option', { name: 'Oldest' })).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { level: 1 })).toMatchTextContent('Oldest');
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.keyboard('hide{Enter}');
    await expect.element(list).not.toBeInTheDocument();
    expect(await changesOf(main)).toContainEqual(['preferences.change', { recentCommands: ['toggle-list'] }]);
    await message.click();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(palette.getByRole('option').first()).toMatchTextContent('Show or hide conversations');
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(palette.getByRole('option').last()).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{Escape}');
    await expect.element(message).toHaveFocus();
  });
});

describe('the list of conversations', () => {
  test('is made wider by the keyboard and by dragging, within its limits, and stays so', async () => {
    const main = await start({ preferences: { listWidth: 300 } });
    const handle = page.getByRole('separator', { name: 'Width of the conversations' });
    await expect.element(handle).toHaveAttribute('aria-valuenow', '300');
    handle.element().focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(handle).toHaveAttribute('aria-valuenow', '316');
    await userEvent.keyboard('{End}{ArrowRight}');
    await expect.element(handle).toHaveAttribute('aria-valuenow', '480');
    await userEvent.keyboard('{Home}');
    expect((await changesOf(main)).at(-1)).toEqual(['preferences.change', { listWidth: 220 }]);
    await expect.poll(() => list.element().parentElement?.clientWidth).toBe(220);
    await userEvent.keyboard('{Control>}b{/Control}');
    await expect.element(list).not.toBeInTheDocument();
    expect((await changesOf(main)).at(-1)).toEqual(['preferences.change', { isListShown: false }]);
  });

  test('that was hidden is hidden again, and a drawer where there is no room, which hides nothing for good', async () => {
    const main = await start({ preferences: { isListShown: false } });
    await expect.element(list).not.toBeInTheDocument();
    await page.viewport(500, 700);
    await page.getByRole('button', { name: 'Show conversations' }).click();
    await expect.element(list).toBeVisible();
    await expect.element(page.getByRole('separator', { name: 'Width of the conversations' })).not.toBeInTheDocument();
    expect(await changesOf(main)).toEqual([['preferences.get', undefined]]);
  });
});
