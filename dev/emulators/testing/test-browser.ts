import type { PersonId } from '../demo-tenant.ts';
import { createTrustingRequest } from './trusting-request.ts';
import type { PlainRequest, PlainResponse } from './trusting-request.ts';

/** A browser without a window: it keeps cookies and submits forms, and runs nothing. */
export interface TestBrowser {
  open(url: string): Promise<PlainResponse>;
  /** Submits the only form of a page, by the button with these fields. */
  submit(page: PlainResponse, button?: Readonly<Record<string, string>>): Promise<PlainResponse>;
  /**
   * Does what a person does with an authorize URL: chooses someone, or cancels, and lets the page post its form to the
   * application. Where the page was skipped (a session, an automatic sign-in), the choice isn't used.
   * Returns what the application answered.
   */
  signIn(url: string, choice: PersonId | 'cancel'): Promise<PlainResponse>;
}

/** The fields and the address of the only form of an emulator page. */
export function formOf(page: PlainResponse): { readonly action: string; readonly fields: Record<string, string> } {
  const action = /<form method="post" action="([^"]*)"/.exec(page.body)?.[1];
  if (action === undefined) throw new Error(`No form on this page (${page.status}): ${page.body.slice(0, 2000)}`);
  const inputs = page.body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  const fields = Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, decodeEntities(value)]));
  return { action: new URL(decodeEntities(action), page.url).href, fields };
}

/** Opens a browser with no cookies that trusts the emulators' authority. */
export function createTestBrowser(certificateAuthority: string): TestBrowser {
  const send = createTrustingRequest(certificateAuthority);
  const jar = new Map<string, Map<string, string>>();

  const visit = async (url: string, init: PlainRequest = {}): Promise<PlainResponse> => {
    const { origin } = new URL(url);
    const cookies = jar.get(origin) ?? new Map<string, string>();
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await send(url, { ...init, headers: { ...init.headers, ...(cookie === '' ? {} : { cookie }) } });
    for (const line of response.cookies) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    jar.set(origin, cookies);
    return response;
  };

  const browser: TestBrowser = {
    open: (url) => visit(url),
    submit: (page, button = {}) => {
      const { action, fields } = formOf(page);
      return visit(action, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...fields, ...button }).toString(),
      });
    },
    signIn: async (url, choice) => {
      const first = await browser.open(url);
      const asksWho = 'flow' in formOf(first).fields;
      const button: Record<string, string> = choice === 'cancel' ? { cancel: 'true' } : { person: choice };
      return browser.submit(asksWho ? await browser.submit(first, button) : first);
    },
  };
  return browser;
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
