import { createHash, randomBytes } from 'node:crypto';
import type { AnyPersonId } from '../demo-tenant.ts';
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
  authorizeUrl(changes?: Fields): string;
  /** Opens an authorize URL without choosing anybody. */
  open(changes?: Fields): Promise<PlainResponse>;
  /** Opens any other page in the same browser. */
  visit(url: string): Promise<PlainResponse>;
  /** Signs somebody in, with every consent, and takes the fields that the application would be posted. */
  authorize(person: AnyPersonId, changes?: Fields): Promise<Readonly<Record<string, string>>>;
  /** Posts to the token endpoint. */
  token(changes: Fields, headers?: Readonly<Record<string, string>>): Promise<JsonReply>;
  /** Posts to the device code endpoint. */
  deviceCode(changes?: Fields): Promise<JsonReply>;
  /** Signs somebody in and redeems the code; `changes` go into the authorize request. */
  signIn(person: AnyPersonId, changes?: Fields): Promise<JsonReply>;
  /** Renews by the refresh token of another reply. */
  renew(from: JsonReply, changes?: Fields): Promise<JsonReply>;
}

/** Form fields; undefined leaves one out. */
type Fields = Readonly<Record<string, string | undefined>>;

/** A reply, read as JSON. */
export interface JsonReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Makes a client with a browser and a PKCE verifier of its own; `path` is the address's first segment. */
export function createHandMadeClient(emulators: Emulators, path = emulators.entra.tenant.id): HandMadeClient {
  const { origin, signInOrigin, tenant } = emulators.entra;
  const send = createTrustingRequest(emulators.certificateAuthority);
  const browser = createTestBrowser(emulators.certificateAuthority);
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = 'http://localhost:53999';
  const scope = `openid profile offline_access ${modelScope}`;

  const post = async (endpoint: string, fields: Fields, headers: Readonly<Record<string, string>> = {}) => {
    const response = await send(`${origin}/${path}/oauth2/v2.0/${endpoint}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: fieldsOf({ client_id: tenant.clientId, ...fields }).toString(),
    });
    const body = JSON.parse(response.body) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body };
  };

  const client: HandMadeClient = {
    redirectUri,
    verifier,
    authorizeUrl: (changes = {}) => {
      const query = fieldsOf({
        client_id: tenant.clientId,
        response_type: 'code',
        response_mode: 'form_post',
        redirect_uri: redirectUri,
        scope,
        state: 'state-1',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...changes,
      });
      return `${signInOrigin}/${path}/oauth2/v2.0/authorize?${query.toString()}`;
    },
    open: (changes) => browser.open(client.authorizeUrl(changes)),
    visit: (url) => browser.open(url),
    authorize: async (person, changes) => formOf(await browser.answer(await client.open(changes), person)).fields,
    token: (changes, headers) => post('token', changes, headers),
    deviceCode: (changes = {}) => post('devicecode', { scope, ...changes }),
    signIn: async (person, changes = {}) => {
      const { code } = await client.authorize(person, changes);
      return client.token({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        scope: changes['scope'] ?? scope,
      });
    },
    renew: (from, changes = {}) =>
      client.token({
        grant_type: 'refresh_token',
        refresh_token: String(from.body['refresh_token']),
        scope,
        ...changes,
      }),
  };
  return client;
}

function fieldsOf(values: Fields): URLSearchParams {
  return new URLSearchParams(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
