import { html } from 'hono/html';
import type { Person } from '../demo-tenant.ts';
import type { OAuthErrorReply } from './oauth-error.ts';
import { framePage } from './page-frame.ts';
import type { Markup } from './page-frame.ts';

/** What the sign-in page shows. */
export interface SignInPage {
  /** The organisation's name. */
  readonly organisation: string;
  readonly people: readonly Person[];
  /** Where the choice is posted to. */
  readonly action: string;
  /** The one-time key of the sign-in under way. */
  readonly flow: string;
  readonly hinted: Person | undefined;
  readonly loginHint: string | undefined;
  readonly signedIn: readonly Person[];
  /** Why the person is asked although they are signed in. */
  readonly notice: string | undefined;
}

/** The page where someone chooses who they are. */
export function signInPage(page: SignInPage): Promise<Response> {
  const preselected = page.hinted ?? page.signedIn[0] ?? page.people[0];
  const unknownHint = page.loginHint !== undefined && page.hinted === undefined;
  return framePage({
    title: `Sign in to ${page.organisation} (demo)`,
    formAction: "'self'",
    body: html`
      <h1>Choose who you are</h1>
      <p>to continue to <strong>Parley</strong></p>
      ${unknownHint ? html`<p class="notice">Nobody here is called <strong>${page.loginHint}</strong>.</p>` : ''}
      ${page.notice === undefined ? '' : html`<p class="notice">${page.notice}</p>`}
      <form method="post" action="${page.action}">
        <input type="hidden" name="flow" value="${page.flow}" />
        <ul>
          ${page.people.map(
            (person) => html`<li>${personButton(person, person === preselected, page.signedIn.includes(person))}</li>`,
          )}
        </ul>
        <p class="actions"><button type="submit" class="quiet" name="cancel" value="true">Cancel</button></p>
      </form>
      <details>
        <summary>Use another account</summary>
        <form method="post" action="${page.action}">
          <input type="hidden" name="flow" value="${page.flow}" />
          <label>Account <input type="text" name="account" autocomplete="off" /></label>
          <button type="submit">Next</button>
        </form>
      </details>
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
  return framePage({
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
  return framePage({
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

/** A page that only says something. */
export function messagePage(title: string, text: string): Promise<Response> {
  return framePage({
    title,
    formAction: "'none'",
    body: html`<h1>${title}</h1>
      <p>${text}</p>`,
  });
}
