import type { Emulators } from '../index.ts';

/** Asks the models for one answer with a token, as any client may. */
export function askModel({ openai }: Emulators, token: unknown): Promise<Response> {
  return fetch(`${openai.endpoint}/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'corp-chat', input: 'hi', store: false }),
  });
}
