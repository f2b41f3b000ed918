import { expect, test } from '../fixtures.ts';
import { faultsOf } from '../support/axe.ts';
import { Keyboard } from '../support/keyboard.ts';
import { listen } from '../support/live-regions.ts';
import { takeTour } from '../support/tour.ts';
import { parts } from '../support/window.ts';

/** Where most colours stand on most backgrounds; what opens elsewhere is made of the same. */
const colourful = /^(sign-in|empty|answer|models|find|search|palette|settings appearance|account|usage|error card)$/;

test.describe('@surface access', () => {
  test('axe finds nothing on any page, in any dialog or menu; contrast holds in dark and in high contrast', async ({
    app,
    emulators,
  }) => {
    const found: string[] = [];
    await takeTour({
      app,
      emulators,
      visit: async (place, page) => {
        const further = colourful.test(place) ? (['dark', 'high-contrast'] as const) : [];
        found.push(...(await faultsOf(page, further)).map((fault) => `${place}, ${fault}`));
      },
    });
    expect(found).toEqual([]);
  });

  test('a day without a mouse: the focus is always seen, and a screen reader is told each thing once', async ({
    app,
    emulators,
  }) => {
    const page = await app.start();
    page.setDefaultTimeout(6_000);
    const keys = new Keyboard(page);
    const { signIn, message, stop, answers, questions, history, log, account, row } = parts(page);
    await keys.goTo(signIn);
    const browser = await app.opened(() => keys.press('Enter'));
    await browser.getByRole('button', { name: /Ada Lovelace/ }).click();
    await expect(message).toBeFocused();
    await browser.close();
    const told = await listen(page);

    // Asks, stops, asks anew, looks at the version before, asks differently.
    const held = emulators.openai.hold();
    await keys.type('Tell me about the rollout');
    await keys.press('Enter');
    for (const word of ['We ', 'begin ', 'on ', 'Monday. ', 'And ', 'then?']) {
      held.send(word);
      await expect(answers).toContainText(word.trim());
    }
    await expect(page.getByRole('status').getByText('We begin on Monday.', { exact: true })).toBeAttached();
    await keys.press('Escape');
    await expect(stop).toBeHidden();
    await expect(page.getByRole('status').getByText('Answer stopped')).toBeAttached();
    expect(await told()).toEqual(['Answer is being written', 'We begin on Monday.', 'And then?Answer stopped']);
    emulators.openai.next({ kind: 'text', text: 'We begin on **Monday**, with the pilot.' });
    await keys.goTo(page.getByRole('button', { name: 'Regenerate' }), 'Shift+Tab');
    await keys.press('Enter');
    await expect(answers).toContainText('with the pilot.');
    await expect(stop).toBeHidden();
    const done = page.getByRole('status').getByText('Answer complete');
    await expect(done).toBeAttached();
    expect(await told()).toEqual(['Answer is being written', 'We begin on Monday, with the pilot.Answer complete']);
    await keys.goTo(page.getByRole('button', { name: 'Previous version' }), 'Shift+Tab');
    await keys.press('Enter');
    await expect(answers).toContainText('And then?');
    expect(await told()).toEqual([expect.stringMatching(/1 of 2/)]);
    await keys.goTo(message);
    await keys.press('ArrowUp');
    await keys.type(' in June');
    await keys.press('Enter');
    await expect(questions).toContainText('in June');
    await expect(stop).toBeHidden();
    await expect(page.getByRole('button', { name: 'Regenerate' })).toBeVisible();
    await expect(done).toBeAttached();
    expect(await told()).toEqual(['Answer is being written', expect.stringMatching(/Answer complete$/)]);

    // A new chat that fails, and the way back by a search.
    await keys.press('Control+n');
    emulators.openai.next({ kind: 'no-role', status: 403 });
    await keys.type('What is for lunch?');
    await keys.press('Enter');
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await told()).toEqual(['Answer is being written', expect.stringContaining('model-forbidden')]);
    await keys.press('Control+Shift+f');
    await keys.type('june');
    const hit = history.getByRole('button', { name: /in June/ }).last();
    await expect(hit).toBeVisible();
    await keys.goTo(hit);
    await keys.press('Enter');
    await expect(log.locator('[data-message]:focus')).toContainText('in June');
    await told();

    // The list: a new name, a pin, a folder, away and back.
    await keys.press('Control+Shift+f', 'Escape');
    // The list is one stop; the arrows go on from there.
    const stopOfList = history.locator('[data-row][tabindex="0"]');
    await keys.goTo(stopOfList);
    await keys.goTo(row('What is for lunch?'), 'ArrowUp');
    await keys.press('F2');
    await keys.type('Lunch');
    await keys.press('Enter');
    await expect(row('Lunch')).toBeFocused();
    await keys.goTo(page.getByRole('button', { name: 'More for Lunch' }));
    await keys.press('Enter', 'p', 'Enter');
    await expect(history.getByRole('heading', { name: 'Pinned' })).toBeVisible();
    await keys.goTo(page.getByRole('button', { name: 'More for Lunch' }));
    await keys.press('Enter');
    await keys.goTo(page.getByRole('menuitem', { name: 'Move to…' }), 'ArrowDown');
    await keys.press('ArrowRight');
    await keys.goTo(page.getByRole('menuitem', { name: 'New folder…' }), 'ArrowDown');
    await keys.press('Enter');
    await keys.type('Food');
    await keys.press('Enter');
    await expect(history.getByRole('button', { name: 'Food', exact: true })).toBeVisible();
    await expect(history.getByText('Conversation moved')).toBeVisible();
    await told();
    await keys.press('Control+Shift+f');
    await keys.goTo(stopOfList);
    await keys.goTo(row('Lunch'), 'ArrowUp');
    await keys.press('Delete');
    await expect(row('Lunch')).toBeHidden();
    expect(await told()).toEqual(['Conversation deletedUndo']);
    await keys.press('Control+z');
    await expect(row('Lunch')).toBeFocused();

    await keys.press('Control+k');
    await keys.type('settings');
    await keys.press('Enter');
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await keys.goTo(settings.getByRole('tab', { selected: true }), 'Shift+Tab');
    await keys.press('ArrowDown', 'ArrowDown');
    await keys.press('Tab');
    await keys.press('Escape');
    await expect(settings).toBeHidden();
    await keys.expectSeen();
    await keys.goTo(account);
    await keys.press('Enter');
    await keys.goTo(page.getByRole('button', { name: 'Sign out' }));
    await keys.press('Enter');
    const signOut = page.getByRole('dialog').getByRole('button', { name: /^Sign out/ });
    await keys.goTo(signOut.first());
    await keys.press('Enter');
    await expect(signIn).toBeVisible();
  });
});
