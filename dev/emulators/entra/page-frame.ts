import { randomBytes } from 'node:crypto';
import { html, raw } from 'hono/html';
import { pageStyle } from './page-style.ts';

/** A piece of HTML in which every inserted text is escaped. */
export type Markup = ReturnType<typeof html>;

/** One of the emulator's pages; `formAction` is where its forms may go. */
export async function framePage(page: {
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
