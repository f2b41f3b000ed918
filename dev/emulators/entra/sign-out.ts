import type { AnyPersonId } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import { isLoopbackRedirect } from './authorize-request.ts';
import { withCookies } from './browser-sessions.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { messagePage } from './pages.ts';

/** What a visit to the end-session endpoint came to. */
export interface SignOut {
  /** Whose sessions it ended. */
  readonly people: readonly AnyPersonId[];
  readonly logoutHint: string | undefined;
  /** Where the browser was sent afterwards: a registered address that the application named, or nowhere. */
  readonly returnedTo: string | undefined;
}

/** Serves the end-session endpoint: of the person whom `logout_hint` names, or of everybody in this browser. */
export function endSession(
  context: NodeContext,
  query: URLSearchParams,
  { directory, sessions }: { readonly directory: Directory; readonly sessions: BrowserSessions },
): { readonly signOut: SignOut; readonly page: Promise<Response> } {
  const logoutHint = query.get('logout_hint') ?? undefined;
  const hinted = directory.findByLoginHint(logoutHint);
  const there = sessions.read(context).map(({ person }) => person);
  const leaving = logoutHint === undefined ? there : there.filter((person) => person === hinted);
  for (const person of leaving) sessions.end(context, person);

  const wish = query.get('post_logout_redirect_uri');
  // SECURITY: an address that is not registered would make Microsoft's host an open redirector.
  const returnedTo = wish !== null && isLoopbackRedirect(wish) ? wish : undefined;
  const signOut = { people: leaving.map(({ id }) => id), logoutHint, returnedTo };
  if (returnedTo === undefined) {
    const page =
      leaving.length === 0 && there.length > 0
        ? messagePage('Nobody signed out', 'The account that this link names is not signed in in this browser.')
        : messagePage('You signed out', 'You can close this window.');
    return { signOut, page: withCookies(context, page) };
  }
  const address = new URL(returnedTo);
  const state = query.get('state');
  if (state !== null) address.searchParams.set('state', state);
  const page = new Response(null, { status: 302, headers: { location: address.href, 'cache-control': 'no-store' } });
  return { signOut, page: withCookies(context, Promise.resolve(page)) };
}
