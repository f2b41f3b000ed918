import { expect, type Locator, type Page } from '@playwright/test';
import type { AnyPersonId } from '../../dev/emulators/demo-tenant.ts';
import type { Emulators } from '../../dev/emulators/index.ts';
import { fabrikam } from '../../dev/emulators/other-tenants.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import type { ParleyApp } from './parley-app.ts';
import { ask, parts } from './window.ts';

const names: Readonly<Record<AnyPersonId, string>> = {
  ada: 'Ada Lovelace',
  grace: 'Grace Hopper',
  alan: 'Alan Turing',
  barbara: 'Barbara Liskov',
  edsger: 'Edsger Dijkstra',
  katherine: 'Katherine Johnson',
};

/** Says on Microsoft's page who signs in. */
export async function choose(browserPage: Page, person: AnyPersonId): Promise<void> {
  await browserPage.getByRole('button', { name: names[person] }).click();
}

/** Policy keys that put Fabrikam beside Contoso. */
export function withFabrikam(emulators: Emulators): Record<string, unknown> {
  return { AdditionalTenants: [furtherTenant(emulators, { DisplayName: 'Fabrikam', TenantId: fabrikam.id })] };
}

/** An entry of `AdditionalTenants`, with the models of its cloud's emulators. */
export function furtherTenant(
  cloud: Emulators,
  tenant: { readonly DisplayName: string; readonly TenantId: string },
): Record<string, unknown> {
  const { Cloud, ClientId, Deployments } = cloud.policy();
  const deployments = structuredClone(Deployments) as { Id: string }[];
  for (const deployment of deployments) deployment.Id = `${tenant.DisplayName} ${deployment.Id}`;
  return { ...tenant, ClientId, Cloud, Deployments: deployments };
}

/** Expects that an answer waits for the person; resolves to its card. */
export async function expectPaused(page: Page, code: ErrorCode): Promise<Locator> {
  const card = parts(page).answers.last().getByRole('alert');
  await expect(card).toContainText(code);
  await expect(parts(page).stop).toBeVisible();
  return card;
}

/** Asks a question whose answer waits until the person has signed in once more with a second factor. */
export async function askChallenged(page: Page, { entra }: Emulators): Promise<void> {
  entra.requireClaims({ resource: 'models', interaction: 'mfa' });
  await ask(page, 'Are you there?');
  await expectPaused(page, 'claims-challenge');
}

/** Signs in again from the card of an answer that waits. */
export async function signInAgain(page: Page): Promise<void> {
  const card = parts(page).answers.last().getByRole('alert');
  await card.getByRole('button', { name: /^(Sign in|Continue)$/ }).click();
}

/** The ways to sign in that a person may choose besides the usual one, as their buttons are called. */
export const otherWays = { browser: 'Use the browser instead', code: 'Use a code instead' } as const;

/** Signs in by another way than the usual one. */
export async function signInBy(page: Page, way: keyof typeof otherWays): Promise<void> {
  await page.getByRole('button', { name: otherWays[way] }).click();
}

/** The code that the window shows, and the page where it is to be typed. */
export async function deviceCode(page: Page): Promise<{ readonly userCode: string; readonly page: string }> {
  const code = page.getByRole('group', { name: 'Code' });
  await expect(code).toHaveText(/^[A-Z0-9]{9}$/);
  const address = await page.getByRole('link').getAttribute('href');
  return { userCode: await code.innerText(), page: address ?? '' };
}

/** Opens the account's menu, once it has all its facts. */
export async function openAccount(page: Page): Promise<Locator> {
  await parts(page).account.click();
  const menu = page.getByRole('dialog', { name: 'Account' });
  await expect(menu.getByText('This computer’s sign-in')).toBeVisible();
  return menu;
}

/** What the account's menu tells; it is closed again. */
export async function accountFacts(page: Page): Promise<string> {
  const menu = await openAccount(page);
  const text = await menu.innerText();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  return text;
}

/** Signs the account of now out. */
export async function signOut(page: Page, wish: { browser?: boolean; forget?: boolean } = {}): Promise<void> {
  await (await openAccount(page)).getByRole('button', { name: 'Sign out' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign out?' });
  if (wish.browser === true) await dialog.getByRole('checkbox', { name: 'Sign out in the browser too' }).check();
  if (wish.forget === true)
    await dialog.getByRole('checkbox', { name: /^Delete this account’s conversations/ }).check();
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  if (wish.forget === true) await page.getByRole('button', { name: 'Delete and sign out' }).click();
}

/** Adds an account, of a tenant where there are several. */
export async function addAccount(app: ParleyApp, page: Page, person: AnyPersonId, tenant?: string): Promise<void> {
  const menu = await openAccount(page);
  const browserPage = await app.opened(async () => {
    await menu.getByRole('button', { name: 'Add another account' }).click();
    if (tenant !== undefined) await page.getByRole('menuitem', { name: tenant }).click();
  });
  await choose(browserPage, person);
  await expect(page.getByText(new RegExp(`Good .*, ${names[person].split(' ')[0] ?? ''}`))).toBeVisible();
  await browserPage.close();
}

/** Goes on with another account that is signed in. */
export async function switchTo(page: Page, person: AnyPersonId): Promise<void> {
  const menu = await openAccount(page);
  await menu.getByRole('list', { name: 'Other accounts' }).getByRole('button', { name: names[person] }).click();
  await expect(menu).toBeHidden();
}

/** Enters an API key where it is asked for. */
export async function enterKey(page: Page, key: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^API key for/ });
  await dialog.getByLabel('API key', { exact: true }).fill(key);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
}
