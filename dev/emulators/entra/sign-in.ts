import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { HttpBindings } from '@hono/node-server';
import type { DemoTenant, Person } from '../demo-tenant.ts';
import type { AuthorizeRequest, AuthorizeVerdict, ReplyAddress } from './authorize-request.ts';
import type { Grants } from './grants.ts';
import type { OAuthErrorReply, OAuthFailure } from './oauth-error.ts';
import { formPostPage, refusalPage, signInPage, signedOutPage } from './pages.ts';
import { clientInfo } from './token-endpoint.ts';

type NodeContext = Context<{ Bindings: HttpBindings }>;

/** What the browser's side of a sign-in works with. */
export interface SignInOptions {
  readonly tenant: DemoTenant;
  readonly grants: Grants;
  describe(failure: OAuthFailure, correlationId?: string): OAuthErrorReply;
  /** The person to sign in without showing a page, if any. */
  automatic(): Person | undefined;
  /** A failure that a test wants instead of the next sign-in, if any. */
  takeFailure(): OAuthFailure | undefined;
}

/** The pages and the browser sessions of the Entra emulator. */
export interface SignIn {
  authorize(context: NodeContext, verdict: AuthorizeVerdict): Promise<Response>;
  /** Serves the sign-in page's form. */
  choose(context: NodeContext, form: URLSearchParams): Promise<Response>;
  signOut(context: NodeContext): Promise<Response>;
  forgetSessions(): void;
}

const sessionCookie = 'ESTSAUTH';

const cancelled: OAuthFailure = {
  error: 'access_denied',
  aadsts: 65004,
  description: 'User declined to consent to access the app.',
};
const nobodySignedIn: OAuthFailure = {
  error: 'login_required',
  aadsts: 50058,
  description: 'A silent sign-in request was sent but no user is signed in.',
};
const someoneElseSignedIn: OAuthFailure = {
  error: 'interaction_required',
  aadsts: 16000,
  description: 'The user account selected does not match the account that is signed in; a person has to choose.',
};
const unknownFlow: OAuthFailure = {
  error: 'invalid_request',
  aadsts: 165000,
  description: 'Invalid Request: The request tokens do not match the user context. The sign-in page is out of date.',
};

/** Makes the browser's side of the Entra emulator, with nobody signed in. */
export function createSignIn(options: SignInOptions): SignIn {
  const sessions = new Map<string, Person>();
  const flows = new Map<string, AuthorizeRequest>();

  const refuseToClient = (reply: ReplyAddress, failure: OAuthFailure, correlationId?: string): Promise<Response> => {
    const error = options.describe(failure, correlationId);
    return formPostPage(reply.redirectUri, {
      error: error.error,
      ...(failure === cancelled ? { error_subcode: 'cancel' } : {}),
      ...(error.suberror === undefined ? {} : { suberror: error.suberror }),
      error_description: error.error_description,
      error_uri: error.error_uri,
      state: reply.state,
    });
  };

  const finish = (context: NodeContext, request: AuthorizeRequest, person: Person): Promise<Response> => {
    const session = randomBytes(24).toString('base64url');
    sessions.set(session, person);
    const secure = new URL(context.req.url).protocol === 'https:';
    // The application's page posts across sites, so Entra's cookie is SameSite=None; browsers want Secure with it.
    setCookie(context, sessionCookie, session, {
      path: '/',
      httpOnly: true,
      secure,
      sameSite: secure ? 'None' : 'Lax',
    });
    const code = options.grants.issueCode({ ...request, person, family: options.grants.newFamily() });
    return withCookies(
      context,
      formPostPage(request.redirectUri, {
        code,
        ...(request.wantsClientInfo ? { client_info: clientInfo(person, options.tenant) } : {}),
        state: request.state,
        session_state: randomBytes(16).toString('hex'),
      }),
    );
  };

  const askWho = (request: AuthorizeRequest, signedIn: Person | undefined): Promise<Response> => {
    const flow = randomBytes(24).toString('base64url');
    flows.set(flow, request);
    const { tenant } = options;
    const { hinted, loginHint } = request;
    return signInPage({ tenant, action: `/${tenant.id}/login`, flow, hinted, loginHint, signedIn });
  };

  const serve = (context: NodeContext, request: AuthorizeRequest): Promise<Response> => {
    const scripted = options.takeFailure();
    if (scripted !== undefined) return refuseToClient(request, scripted, request.correlationId);
    const automatic = options.automatic();
    if (automatic !== undefined) return finish(context, request, automatic);

    const signedIn = sessions.get(getCookie(context, sessionCookie) ?? '');
    const fits = signedIn !== undefined && (request.loginHint === undefined || request.hinted === signedIn);
    switch (request.prompt) {
      case 'none':
        if (fits) return finish(context, request, signedIn);
        return refuseToClient(
          request,
          signedIn === undefined ? nobodySignedIn : someoneElseSignedIn,
          request.correlationId,
        );
      case 'unspecified':
        return fits ? finish(context, request, signedIn) : askWho(request, signedIn);
      case 'login':
      case 'select_account':
      case 'consent':
        return askWho(request, signedIn);
    }
  };

  return {
    authorize: (context, verdict) => {
      switch (verdict.kind) {
        case 'accepted':
          return serve(context, verdict.request);
        case 'refused-to-client':
          return refuseToClient(verdict.reply, verdict.failure);
        case 'refused-on-page':
          return refusalPage(options.describe(verdict.failure));
      }
    },
    choose: async (context, form) => {
      const flow = form.get('flow') ?? '';
      const request = flows.get(flow);
      if (request === undefined) return refusalPage(options.describe(unknownFlow));
      flows.delete(flow);
      if (form.get('cancel') === 'true') return refuseToClient(request, cancelled, request.correlationId);
      const person = options.tenant.people.find((candidate) => candidate.id === form.get('person'));
      return person === undefined ? refusalPage(options.describe(unknownFlow)) : finish(context, request, person);
    },
    signOut: (context) => {
      sessions.delete(getCookie(context, sessionCookie) ?? '');
      deleteCookie(context, sessionCookie, { path: '/' });
      return withCookies(context, signedOutPage());
    },
    forgetSessions: () => sessions.clear(),
  };
}

/** hono adds prepared headers only to responses that it makes itself. */
async function withCookies(context: NodeContext, page: Promise<Response>): Promise<Response> {
  const response = await page;
  return context.newResponse(response.body, { status: 200, headers: Object.fromEntries(response.headers) });
}
