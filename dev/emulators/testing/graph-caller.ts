import type { Emulators } from '../index.ts';

/** What one call to Graph came to. */
export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined where there is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** How a call differs from a plain GET. */
export interface GraphCallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Calls the Graph emulator by hand, as one person with the permissions that are given. */
export function graphCaller(emulators: Emulators, person: 'ada' | 'grace' | 'alan', permissions: string) {
  return async (path: string, options: GraphCallOptions = {}): Promise<GraphAnswer> => {
    const scope = permissions
      .split(' ')
      .map((permission) => `${emulators.graph.origin}/${permission}`)
      .join(' ');
    const token = await emulators.entra.accessTokenFor(person, scope);
    const { body, headers, method = body === undefined ? 'GET' : 'POST' } = options;
    const response = await fetch(path.startsWith('http') ? path : `${emulators.graph.origin}/v1.0${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  };
}
