import { createHash, randomBytes } from 'node:crypto';
import type { PersonId } from '../demo-tenant.ts';
import type { Emulators } from '../index.ts';
import { modelScope } from './msal-client.ts';
import { createTestBrowser, formOf } from './test-browser.ts';
import { createTrustingRequest } from './trusting-request.ts';
import type { PlainResponse } from './trusting-request.ts';

/** A client written by hand, which can break the protocol where a library would not. */
export interface HandMadeClient {
  readonly redirectUri: string;
  readonly verifier: string;
  /** The authorize URL; undefined in `changes` leaves a parameter out. */
  authorizeUrl(changes?: Readonly<Record<string, string | undefined>>): string;
  /** Opens an authorize URL without choosing anybody. */
  open(changes?: Readonly<Record<string, string | undefined>>): Promise<PlainResponse>;
  /** Opens any other page in the same browser. */
  visit(url: string): Promise<PlainResponse>;
  /** Signs somebody in and takes the fields that the application would be posted. */
  authorize(
    person: PersonId,
    changes?: Readonly<Record<string, string | undefined>>,
  ): Promise<Readonly<Record<string, string>>>;
  /** Posts to the token endpoint. */
  token(
    changes: Readonly<Record<string, string | undefined>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;
}

/** Makes a client with a browser and a PKCE verifier of its own. */
export function createHandMadeClient(emulators: Emulators): HandMadeClient {
  const { origin, signInOrigin, tenant } = emulators.entra;
  const send = createTrustingRequest(emulators.certificateAuthority);
  const browser = createTestBrowser(emulators.certificateAuthority);
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = 'http://localhost:53999';

  const client: HandMadeClient = {
    redirectUri,
    verifier,
    authorizeUrl: (changes = {}) => {
      const query = fieldsOf({
        client_id: tenant.clientId,
        response_type: 'code',
        response_mode: 'form_post',
        redirect_uri: redirectUri,
        scope: `openid profile offline_access ${modelScope}`,
        state: 'state-1',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...changes,
      });
      return `${signInOrigin}/${tenant.id}/oauth2/v2.0/authorize?${query.toString()}`;
    },
    open: (changes) => browser.open(client.authorizeUrl(changes)),
    visit: (url) => browser.open(url),
    authorize: async (person, changes) => formOf(await browser.submit(await client.open(changes), { person })).fields,
    token: async (changes, headers = {}) => {
      const response = await send(`${origin}/${tenant.id}/oauth2/v2.0/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: fieldsOf({ client_id: tenant.clientId, ...changes }).toString(),
      });
      return { status: response.status, body: JSON.parse(response.body) as Record<string, unknown> };
    },
  };
  return client;
}

function fieldsOf(values: Readonly<Record<string, string | undefined>>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
