import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';
import type { Clock } from '../../ports.ts';

type Reply = (response: ServerResponse) => void;

/** A directory that signs tokens and serves its keys, and Graph's one question, in any way that a test wants. */
export class DirectoryServer {
  readonly tenantId = '7d0f6a52-3c1e-4b8a-9f57-2a6c1d9e4b10';
  readonly clientId = 'c2b6d1f4-85e9-4a37-b0c8-6f1e9d7a3525';
  readonly scope = 'https://cognitiveservices.azure.com/.default';
  /** Paths asked for, oldest first. */
  readonly requests: string[] = [];
  /** Bodies posted to Graph, oldest first. */
  readonly questions: { readonly ids: readonly string[]; readonly authorization: string | undefined }[] = [];
  readonly groups = new Set<string>();
  /** Members of the discovery document that differ from the usual. */
  discovery: Readonly<Record<string, unknown>> = {};
  keysReply: Reply | undefined;
  graphReply: Reply | undefined;
  origin = '';
  #keys: JWK[] = [];
  #private: CryptoKey | undefined;
  readonly #clock: Clock;
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(clock: Clock) {
    this.#clock = clock;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(clock: Clock): Promise<DirectoryServer> {
    const directory = new DirectoryServer(clock);
    await new Promise<void>((resolve) => directory.#server.listen(0, '127.0.0.1', resolve));
    const address = directory.#server.address();
    directory.origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    await directory.rollOver('key-1');
    return directory;
  }

  get publicKey(): JWK {
    return this.#keys[0] ?? {};
  }

  /** From now on signs with a new key and serves no other; `issuer` says whose tokens it may sign. */
  async rollOver(kid: string, issuer?: string): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    this.#private = privateKey;
    this.#keys = [{ ...(await exportJWK(publicKey)), kid, use: 'sig', ...(issuer === undefined ? {} : { issuer }) }];
  }

  /** An id token; `claims` and `header` replace what is usual. */
  sign(claims: Readonly<Record<string, unknown>> = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    if (this.#private === undefined) throw new Error('The directory has no key.');
    return new SignJWT(this.claims(claims))
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: String(this.publicKey.kid), ...header })
      .sign(this.#private);
  }

  claims(claims: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    const now = Math.floor(this.#clock.now() / 1000);
    const times = { iat: now, nbf: now, exp: now + 3600 };
    const issuer = `${this.origin}/${this.tenantId}/v2.0`;
    return { iss: issuer, aud: this.clientId, tid: this.tenantId, oid: 'ada', ...times, ...claims };
  }

  /** Resolves with the next request. */
  nextRequest(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.requests.push(path);
    for (const wake of this.#waiting.splice(0)) wake();
    if (path.endsWith('/openid-configuration')) return sendJson(response, this.#document());
    if (path.endsWith('/keys')) {
      return this.keysReply === undefined ? sendJson(response, { keys: this.#keys }) : this.keysReply(response);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { ids } = JSON.parse(Buffer.concat(chunks).toString()) as { ids: string[] };
    this.questions.push({ ids, authorization: request.headers.authorization });
    if (this.graphReply !== undefined) return this.graphReply(response);
    sendJson(response, { value: ids.filter((id) => this.groups.has(id)) });
  }

  #document(): Record<string, unknown> {
    const { origin, tenantId } = this;
    return { issuer: `${origin}/${tenantId}/v2.0`, jwks_uri: `${origin}/${tenantId}/keys`, ...this.discovery };
  }
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
