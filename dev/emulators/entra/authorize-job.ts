import { randomBytes } from 'node:crypto';
import type { DemoTenant } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { AuthorizeRequest, ReplyAddress } from './authorize-request.ts';
import type { Grants } from './grants.ts';
import type { OAuthErrorReply, OAuthFailure } from './oauth-error.ts';
import { formPostPage } from './pages.ts';
import type { SignInJob } from './sign-in-job.ts';
import { clientInfo } from './token-endpoint.ts';

/** What answers to an authorize request are made of. */
export interface AuthorizeReplies {
  readonly directory: Directory;
  readonly grants: Grants;
  describe(failure: OAuthFailure, correlationId?: string): OAuthErrorReply;
}

/** The sign-in that an application waits for at its loopback address. */
export function authorizeJob(
  request: AuthorizeRequest,
  address: { readonly tenant: DemoTenant | undefined; readonly path: string },
  replies: AuthorizeReplies,
): SignInJob {
  return {
    ...request,
    ...address,
    complete: (person, family) =>
      formPostPage(request.redirectUri, {
        code: replies.grants.issueCode({ ...request, person, family }),
        ...(request.wantsClientInfo ? { client_info: clientInfo(person, replies.directory) } : {}),
        state: request.state,
        session_state: randomBytes(16).toString('hex'),
      }),
    refuse: (failure) => postRefusal(request, replies.describe(failure, request.correlationId)),
  };
}

/** Posts an error to the application, as Entra does where the request named an address that can be trusted. */
export function postRefusal(reply: ReplyAddress, error: OAuthErrorReply): Promise<Response> {
  return formPostPage(reply.redirectUri, {
    error: error.error,
    // Cancel, and nothing else, has a subcode.
    ...(error.error_codes.includes(65004) ? { error_subcode: 'cancel' } : {}),
    ...(error.suberror === undefined ? {} : { suberror: error.suberror }),
    error_description: error.error_description,
    error_uri: error.error_uri,
    ...(error.claims === undefined ? {} : { claims: error.claims }),
    state: reply.state,
  });
}
