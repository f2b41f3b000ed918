import { html } from 'hono/html';
import { framePage } from './page-frame.ts';
import type { Markup } from './page-frame.ts';

/** A page that asks for a decision about permissions. */
export interface ConsentPage {
  /** Where the answer is posted to. */
  readonly action: string;
  /** The one-time key of what is under way. */
  readonly flow: string;
  readonly permissions: readonly string[];
  /** Where accepting leads to in the end, for the content security policy; this server where undefined. */
  readonly leadsTo?: string;
}

/** The page on which someone grants permissions; an administrator may do so for everybody. */
export function consentPage(page: ConsentPage & { readonly administrator: boolean }): Promise<Response> {
  return decision(page, {
    title: 'Permissions requested',
    introduction: html`<strong>Parley</strong> would like to:`,
    buttons: html`
      ${
        page.administrator
          ? html`<p>
              <label
                ><input type="checkbox" name="organisation" value="true" /> Consent on behalf of your
                organization</label
              >
            </p>`
          : ''
      }
      ${answerButton('accept', 'Accept')} ${answerButton('decline', 'Cancel')}
    `,
  });
}

/** The page that somebody meets who cannot grant what is asked for. */
export function adminApprovalPage(page: ConsentPage): Promise<Response> {
  return decision(page, {
    title: 'Need admin approval',
    introduction: html`<strong>Parley</strong> needs permission to access resources in your organization that only an
      admin can grant. Please ask an admin to grant permission to this app before you can use it.`,
    buttons: answerButton('back', 'Return to the application without granting consent'),
  });
}

/** The page on which an administrator grants permissions for the whole tenant. */
export function tenantConsentPage(page: ConsentPage & { readonly organisation: string }): Promise<Response> {
  return decision(page, {
    title: 'Permissions requested: review for your organization',
    introduction: html`<strong>Parley</strong> asks for these permissions for everybody in ${page.organisation}:`,
    buttons: html`${answerButton('accept', 'Accept')} ${answerButton('decline', 'Cancel')}`,
  });
}

function decision(
  page: ConsentPage,
  content: { readonly title: string; readonly introduction: Markup; readonly buttons: Markup },
): Promise<Response> {
  return framePage({
    title: content.title,
    formAction: page.leadsTo === undefined ? "'self'" : `'self' ${page.leadsTo}`,
    body: html`
      <h1>${content.title}</h1>
      <p>${content.introduction}</p>
      <ul>
        ${page.permissions.map((permission) => html`<li>${permission}</li>`)}
      </ul>
      <form method="post" action="${page.action}">
        <input type="hidden" name="flow" value="${page.flow}" />
        ${content.buttons}
      </form>
    `,
  });
}

function answerButton(answer: 'accept' | 'decline' | 'back', text: string): Markup {
  return html`<button type="submit" name="answer" value="${answer}">${text}</button>`;
}
