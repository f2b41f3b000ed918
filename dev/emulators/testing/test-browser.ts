import type { AnyPersonId } from '../demo-tenant.ts';
import { createTrustingRequest } from './trusting-request.ts';
import type { PlainRequest, PlainResponse } from './trusting-request.ts';

/** What somebody does on the sign-in pages; a choice alone accepts every consent that is asked for. */
export type SignInChoice =
  | AnyPersonId
  | 'cancel'
  | { readonly person: AnyPersonId; readonly consent: 'accept' | 'decline' };

/** A browser without a window: it keeps cookies and submits forms, and runs nothing. */
export interface TestBrowser {
  open(url: string): Promise<PlainResponse>;
  /** Submits the first form of a page, by the button with these fields. */
  submit(page: PlainResponse, button?: Readonly<Record<string, string>>): Promise<PlainResponse>;
  /**
   * Does what a person does with an authorize URL: chooses someone, or cancels, answers a question for consent, and lets the
   * page post its form to the application. Where the page was skipped (a session, an automatic sign-in), the choice isn't
   * used. Returns what the application answered.
   */
  signIn(url: string, choice: SignInChoice): Promise<PlainResponse>;
  /** Answers Entra's pages as `choice` has it, until one comes that asks nothing. */
  answer(page: PlainResponse, choice: SignInChoice): Promise<PlainResponse>;
  /** Types a device code and signs in; returns the last page. */
  enterDeviceCode(verificationUri: string, userCode: string, choice: SignInChoice): Promise<PlainResponse>;
}

/** The fields and the address of the first form of an emulator page. */
export function formOf(page: PlainResponse): { readonly action: string; readonly fields: Record<string, string> } {
  const action = /<form method="post" action="([^"]*)"/.exec(page.body)?.[1];
  if (action === undefined) throw new Error(`No form on this page (${page.status}): ${mainPartOf(page)}`);
  const inputs = page.body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  const fields = Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, decodeEntities(value)]));
  return { action: new URL(decodeEntities(action), page.url).href, fields };
}

/** What a page says, without its style sheet. */
function mainPartOf({ body }: PlainResponse): string {
  return body.slice(Math.max(0, body.indexOf('<main>')), 10_000);
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
    signIn: async (url, choice) => browser.submit(await browser.answer(await browser.open(url), choice)),
    answer: async (first, choice) => {
      let page = first;
      while (page.body.includes('name="flow"')) page = await browser.submit(page, buttonOf(page, choice));
      return page;
    },
    enterDeviceCode: async (verificationUri, userCode, choice) => {
      const page = await browser.open(verificationUri);
      return browser.answer(await browser.submit(page, { user_code: userCode }), choice);
    },
  };
  return browser;
}

function buttonOf(page: PlainResponse, choice: SignInChoice): Record<string, string> {
  const { person, consent } = typeof choice === 'string' ? { person: choice, consent: 'accept' } : choice;
  if (page.body.includes('name="answer"')) return { answer: page.body.includes('value="back"') ? 'back' : consent };
  return person === 'cancel' ? { cancel: 'true' } : { person };
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
