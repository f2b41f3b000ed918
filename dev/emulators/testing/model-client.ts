import type { Emulators } from '../index.ts';
import { modelScope } from './msal-client.ts';

/** A client of the models that speaks the protocol by hand, and breaks it where a test wants to. */
export interface ModelClient {
  /** Posts to an address of the resource. */
  post(url: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Asks the usual deployment by the v1 API; `changes` go into the body. */
  ask(api: 'responses' | 'chat', changes?: Readonly<Record<string, unknown>>): Promise<Response>;
}

/** Signs Ada in, and speaks for her. */
export async function createModelClient({ entra, openai }: Emulators, scope = modelScope): Promise<ModelClient> {
  const token = await entra.accessTokenFor('ada', scope);
  const client: ModelClient = {
    post: (url, body, headers = {}) =>
      fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    ask: (api, changes = {}) =>
      api === 'responses'
        ? client.post(`${openai.addresses.v1}/responses`, { ...responsesBody(), ...changes })
        : client.post(`${openai.addresses.v1}/chat/completions`, { ...chatBody(), ...changes }),
  };
  return client;
}

/** The least that the responses API takes. */
export function responsesBody(text = 'hello'): Record<string, unknown> {
  return { model: 'corp-chat', store: false, input: [{ role: 'user', content: text }] };
}

/** The least that chat completions take. */
export function chatBody(text = 'hello'): Record<string, unknown> {
  return { model: 'corp-chat', messages: [{ role: 'user', content: text }] };
}

/** The data of each event that is JSON. */
export function eventsOf(text: string): Record<string, unknown>[] {
  return [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json = '']) => JSON.parse(json) as Record<string, unknown>);
}
