import { expect, type Locator, type Page } from '@playwright/test';
import type { Emulators } from '../../dev/emulators/index.ts';
import type { PersonId } from '../../dev/emulators/demo-tenant.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import type { ParleyApp } from './parley-app.ts';

const people: Readonly<Record<PersonId, RegExp>> = {
  ada: /Ada Lovelace/,
  grace: /Grace Hopper/,
  alan: /Alan Turing/,
};

/** Parley's window in the words of the design: every name is one that tests and admins rely on. */
export function parts(page: Page) {
  const history = page.getByRole('navigation', { name: 'Conversations' });
  return {
    signIn: page.getByRole('button', { name: 'Sign in', exact: true }),
    account: page.getByRole('button', { name: 'Account' }),
    message: page.getByRole('textbox', { name: 'Message' }),
    send: page.getByRole('button', { name: 'Send' }),
    stop: page.getByRole('button', { name: 'Stop' }),
    newChat: page.getByRole('button', { name: 'New chat' }),
    log: page.getByRole('log', { name: 'Conversation' }),
    questions: page.getByRole('article', { name: 'You' }),
    answers: page.getByRole('article', { name: 'Answer' }),
    history,
    row: (title: string) => history.getByRole('button', { name: title, exact: true }),
    more: (title: string) => history.getByRole('button', { name: `More for ${title}` }),
  };
}

/** Signs in as a person would, up to the composer. */
export async function signIn(app: ParleyApp, page: Page, person: PersonId = 'ada'): Promise<void> {
  const browserPage = await app.opened(() => parts(page).signIn.click());
  await browserPage.getByRole('button', { name: people[person] }).click();
  await expect(parts(page).message).toBeVisible();
  await browserPage.close();
}

/** Starts the application for the first time and signs in. */
export async function startSignedIn(app: ParleyApp, policy: Readonly<Record<string, unknown>> = {}): Promise<Page> {
  const page = await app.start({ policy });
  await signIn(app, page);
  return page;
}

/** Writes a question and sends it. */
export async function ask(page: Page, question: string): Promise<void> {
  await parts(page).message.fill(question);
  await parts(page).send.click();
}

/** Asks a question whose answer is driven by hand, and waits for its beginning. */
export async function askHeld(
  page: Page,
  { openai }: Emulators,
  { question, beginning }: { readonly question: string; readonly beginning: string },
): Promise<ReturnType<Emulators['openai']['hold']>> {
  const held = openai.hold();
  await ask(page, question);
  held.send(beginning);
  await expect(parts(page).answers).toContainText(beginning.trim());
  return held;
}

/** Asks and waits for the whole answer. */
export async function askAndWait(page: Page, question: string): Promise<void> {
  const { answers, stop } = parts(page);
  const before = await answers.count();
  await ask(page, question);
  await expect(answers).toHaveCount(before + 1);
  await expect(stop).toBeHidden();
}

/** Puts a conversation into the bin and asks for the bin to be emptied, which is shown from then on. */
export async function deleteForGood(page: Page, title: string): Promise<void> {
  const { history, row, more } = parts(page);
  await row(title).hover();
  await more(title).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await history.getByRole('button', { name: 'List options' }).click();
  await page.getByRole('menuitem', { name: 'Bin' }).click();
  await expect(row(title)).toBeVisible();
  await history.getByRole('button', { name: 'Empty bin…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Empty bin' }).click();
}

/** Expects one error card with all that a card has to have. */
export async function expectCard(page: Page, code: ErrorCode): Promise<Locator> {
  const card = page.getByRole('alert');
  await expect(card).toContainText(code);
  await expect(card).toContainText(/Correlation id\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/);
  await expect(card).toHaveAccessibleName(/\w.*\./);
  await expect(card.getByRole('button', { name: 'Copy details' })).toBeVisible();
  await expect(card).toHaveCount(1);
  return card;
}
