import { randomBytes } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { DemoTenant, Person } from '../demo-tenant.ts';
import type { OAuthErrorReply } from './oauth-error.ts';
import { pageStyle } from './page-style.ts';

type Markup = ReturnType<typeof html>;

/** What the sign-in page shows. */
export interface SignInPage {
  readonly tenant: DemoTenant;
  /** Where the choice is posted to. */
  readonly action: string;
  /** The one-time key of the sign-in under way. */
  readonly flow: string;
  readonly hinted: Person | undefined;
  readonly loginHint: string | undefined;
  readonly signedIn: Person | undefined;
}

/** The page where someone chooses who they are. */
export function signInPage(page: SignInPage): Promise<Response> {
  const preselected = page.hinted ?? page.signedIn ?? page.tenant.people[0];
  const unknownHint = page.loginHint !== undefined && page.hinted === undefined;
  return reply({
    title: 'Sign in to Contoso (demo)',
    formAction: "'self'",
    body: html`
      <h1>Choose who you are</h1>
      <p>to continue to <strong>Parley</strong></p>
      ${unknownHint ? html`<p class="notice">Nobody here is called <strong>${page.loginHint}</strong>.</p>` : ''}
      <form method="post" action="${page.action}">
        <input type="hidden" name="flow" value="${page.flow}" />
        <ul>
          ${page.tenant.people.map(
            (person) => html`<li>${personButton(person, person === preselected, person === page.signedIn)}</li>`,
          )}
        </ul>
        <p class="actions"><button type="submit" class="quiet" name="cancel" value="true">Cancel</button></p>
      </form>
    `,
  });
}

function personButton(person: Person, preselected: boolean, signedIn: boolean): Markup {
  const initials = `${person.givenName.charAt(0)}${person.surname.charAt(0)}`;
  return html`<button type="submit" class="person" name="person" value="${person.id}" ${preselected ? 'autofocus' : ''}>
    <span class="avatar" aria-hidden="true">${initials}</span>
    <span>
      <span class="name">${person.displayName}</span>
      <span class="detail">${person.userPrincipalName}${signedIn ? ', signed in' : ''}</span>
    </span>
  </button>`;
}

/** Sends `fields` to the waiting application by a form that posts itself, or by its button where scripts are off. */
export function formPostPage(
  redirectUri: string,
  fields: Readonly<Record<string, string | undefined>>,
): Promise<Response> {
  return reply({
    title: 'Working…',
    formAction: new URL(redirectUri).origin,
    script: 'document.forms[0].submit();',
    body: html`
      <h1>Back to Parley…</h1>
      <form method="post" action="${redirectUri}">
        ${Object.entries(fields).map(([name, value]) =>
          value === undefined ? '' : html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        <noscript><button type="submit">Continue</button></noscript>
      </form>
    `,
  });
}

/** A refusal that must not leave this page, because the request named no redirect URI that can be trusted. */
export function refusalPage(error: OAuthErrorReply): Promise<Response> {
  return reply({
    title: 'Sign-in refused',
    formAction: "'none'",
    status: 400,
    body: html`
      <h1>Sorry, but we're having trouble signing you in.</h1>
      <p role="alert">${error.error_description}</p>
      <p class="detail">${error.error}</p>
    `,
  });
}

/** What the browser shows after signing out. */
export function signedOutPage(): Promise<Response> {
  return reply({
    title: 'Signed out',
    formAction: "'none'",
    body: html`<h1>You signed out</h1>
      <p>You can close this window.</p>`,
  });
}

async function reply(page: {
  readonly title: string;
  readonly body: Markup;
  readonly formAction: string;
  readonly script?: string;
  readonly status?: number;
}): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title}</title>
        <style nonce="${nonce}">
          ${raw(pageStyle)}
        </style>
      </head>
      <body>
        <main>
          <p class="banner">Demo emulator: this is not Microsoft, and no password is asked for.</p>
          ${page.body}
        </main>
        ${
          page.script === undefined
            ? ''
            : html`<script nonce="${nonce}">
                ${raw(page.script)};
              </script>`
        }
      </body>
    </html>`;
  return new Response(String(document), {
    status: page.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      // SECURITY: error texts and hints come from the request; nothing on these pages may load or run because of them.
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action ${page.formAction}; base-uri 'none'; frame-ancestors 'none'`,
    },
  });
}
