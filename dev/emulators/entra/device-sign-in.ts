import { html } from 'hono/html';
import type { NodeContext } from '../http/raw-reply.ts';
import type { DeviceCodes, DeviceRequest } from './device-codes.ts';
import type { OAuthErrorReply, OAuthFailure } from './oauth-error.ts';
import { framePage } from './page-frame.ts';
import { messagePage, refusalPage } from './pages.ts';
import { parseScopes } from './scopes.ts';
import type { Resources } from './scopes.ts';
import type { SignIn } from './sign-in.ts';
import { cancelled } from './sign-in-job.ts';
import type { SignInJob } from './sign-in-job.ts';

/** What the page for device codes works with. */
export interface DeviceSignInOptions {
  readonly deviceCodes: DeviceCodes;
  readonly signIn: SignIn;
  readonly resources: Resources;
  describe(failure: OAuthFailure): OAuthErrorReply;
}

/** The page on which a device code is typed; `wrong` says that the last one was no good. */
export function deviceCodePage(wrong = false): Promise<Response> {
  return framePage({
    title: 'Enter code (demo)',
    formAction: "'self'",
    body: html`
      <h1>Enter code to allow access</h1>
      <p>Once you enter the code displayed on your app or device, it will have access to your account.</p>
      ${wrong ? html`<p class="notice" role="alert">That code didn't work. Check the code and try again.</p>` : ''}
      <form method="post" action="/device">
        <p>
          <label>Code <input type="text" name="user_code" autocomplete="off" autofocus /></label>
        </p>
        <p class="actions"><button type="submit">Next</button></p>
      </form>
    `,
  });
}

/** Takes a typed code to the sign-in that it stands for. */
export function enterDeviceCode(
  context: NodeContext,
  form: URLSearchParams,
  options: DeviceSignInOptions,
): Promise<Response> {
  const userCode = form.get('user_code') ?? '';
  const request = options.deviceCodes.waiting(userCode);
  return request === undefined
    ? deviceCodePage(true)
    : options.signIn.start(context, jobOf(userCode, request, options));
}

function jobOf(userCode: string, request: DeviceRequest, options: DeviceSignInOptions): SignInJob {
  const { deviceCodes } = options;
  return {
    tenant: request.tenant,
    path: request.path,
    scopes: parseScopes(request.scope, options.resources),
    claims: request.claims,
    // Whoever sends a link with a code must not be able to use the session of whoever follows it.
    prompt: 'select_account',
    hinted: undefined,
    loginHint: undefined,
    domainHint: undefined,
    complete: async (person, family) => {
      // The code may have run out while the page was open.
      if (deviceCodes.waiting(userCode) === undefined) return deviceCodePage(true);
      deviceCodes.approve(userCode, { person, family });
      return messagePage('You have signed in to Parley on your device', 'You may now close this window.');
    },
    refuse: async (failure) => {
      // Only the person can decline; after any other refusal the device waits until its code runs out, as with Entra.
      if (failure !== cancelled) return refusalPage(options.describe(failure));
      if (deviceCodes.waiting(userCode) !== undefined) deviceCodes.decline(userCode);
      return messagePage('You have cancelled', 'The device gets no access. You may now close this window.');
    },
  };
}
