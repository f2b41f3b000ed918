import { randomBytes } from 'node:crypto';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { StatusCode } from 'hono/utils/http-status';
import type { AnyPersonId, Person } from '../demo-tenant.ts';
import type { NodeContext } from '../http/raw-reply.ts';

/** Somebody who is signed in in a browser, and the sign-in that they are signed in by. */
export interface BrowserSession {
  readonly person: Person;
  readonly family: string;
}

/** Who is signed in where; a browser can have several accounts. */
export interface BrowserSessions {
  /** Everybody who is signed in in the browser that asks, the latest first. */
  read(context: NodeContext): readonly BrowserSession[];
  /** Signs somebody in in the browser that asks. */
  add(context: NodeContext, session: BrowserSession): void;
  /** Signs somebody, or everybody, out in the browser that asks. */
  end(context: NodeContext, person: Person | undefined): void;
  /** Ends somebody's, or everybody's, sessions in all browsers. */
  forget(person: AnyPersonId | undefined): void;
}

const sessionCookie = 'ESTSAUTH';

/** Starts with nobody signed in. */
export function createBrowserSessions(): BrowserSessions {
  const browsers = new Map<string, readonly BrowserSession[]>();
  const keyOf = (context: NodeContext): string => getCookie(context, sessionCookie) ?? '';
  const without = (sessions: readonly BrowserSession[], person: AnyPersonId | undefined): readonly BrowserSession[] =>
    sessions.filter((session) => person !== undefined && session.person.id !== person);

  return {
    read: (context) => browsers.get(keyOf(context)) ?? [],
    add: (context, session) => {
      const others = without(browsers.get(keyOf(context)) ?? [], session.person.id);
      // SECURITY: a new name for the browser at every sign-in, so that a name planted before it opens nothing.
      browsers.delete(keyOf(context));
      const key = randomBytes(24).toString('base64url');
      browsers.set(key, [session, ...others]);
      const secure = new URL(context.req.url).protocol === 'https:';
      // The application's page posts across sites, so Entra's cookie is SameSite=None; browsers want Secure with it.
      setCookie(context, sessionCookie, key, {
        path: '/',
        httpOnly: true,
        secure,
        sameSite: secure ? 'None' : 'Lax',
      });
    },
    end: (context, person) => {
      const key = keyOf(context);
      const left = without(browsers.get(key) ?? [], person?.id);
      if (left.length > 0) {
        browsers.set(key, left);
        return;
      }
      browsers.delete(key);
      deleteCookie(context, sessionCookie, { path: '/' });
    },
    forget: (person) => {
      for (const [key, sessions] of browsers) browsers.set(key, without(sessions, person));
    },
  };
}

/** hono adds prepared headers, cookies among them, only to responses that it makes itself. */
export async function withCookies(context: NodeContext, page: Promise<Response>): Promise<Response> {
  const response = await page;
  return context.newResponse(response.body, response.status as StatusCode, Object.fromEntries(response.headers));
}
