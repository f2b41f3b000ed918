import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** What comes back from a request. */
export interface PlainResponse {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The `set-cookie` headers, which can't be joined. */
  readonly cookies: readonly string[];
  readonly body: string;
}

/** What to send. */
export interface PlainRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Makes an HTTP client for tests that trusts one certificate authority, and follows no redirect. */
export function createTrustingRequest(certificateAuthority: string) {
  return (url: string, init: PlainRequest = {}): Promise<PlainResponse> =>
    new Promise((resolve, reject) => {
      const secure = url.startsWith('https:');
      const options = { method: init.method ?? 'GET', headers: { ...init.headers } };
      const request = secure ? requestHttps(url, { ...options, ca: certificateAuthority }) : requestHttp(url, options);
      request.once('error', reject);
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            url,
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [
                name,
                Array.isArray(value) ? value.join(', ') : (value ?? ''),
              ]),
            ),
            cookies: response.headers['set-cookie'] ?? [],
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      request.end(init.body);
    });
}
