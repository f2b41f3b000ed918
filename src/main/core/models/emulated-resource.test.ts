import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulators, startEmulators } from '../../../../dev/emulators/index.ts';
import { cloudNames, clouds } from '../auth/cloud.ts';
import { askEndpoint, endpointCases } from '../testing/endpoint-forms.ts';

/** The forms that the emulated resource has; it checks path, version and audience of each as Azure does. */
const cases = endpointCases.filter(({ url }) => /\/(openai|team-a\/ai)\//.test(new URL(url).pathname));

const resources = new Map<string, Emulators>();

beforeAll(async () => {
  for (const name of cloudNames) {
    if (!cases.some(({ cloud }) => cloud === name)) continue;
    const audience = clouds[name].azureOpenAIScope.replace('/.default', '');
    const resource = await startEmulators({ modelAudience: audience });
    resource.openai.setDelay(0);
    resources.set(name, resource);
  }
});
afterAll(() => Promise.all([...resources.values()].map((resource) => resource.close())));

describe.each(cases)('$endpoint in $cloud by $api', (given) => {
  const resource = (): Emulators => {
    const found = resources.get(given.cloud);
    if (found === undefined) throw new Error(`There is no resource in ${given.cloud}.`);
    return found;
  };
  const ask = () => {
    const { entra, openai } = resource();
    return askEndpoint(given, openai.origin, (scope) => entra.accessTokenFor('ada', scope));
  };

  it('is refused: wrong path, version, audience or body', async () => {
    resource().openai.next({ kind: 'text', text: 'A heron is a bird.' });
    expect(await ask()).toMatchObject({
      sent: [given.url],
      text: 'A heron is a bird.',
      errors: [],
      finishReason: 'stop',
      usage: { outputTokens: 5 },
    });
    expect(resource().openai.requests.at(-1)?.modelRequest?.deployment).toBe('corp-chat');
  });

  it('loses a call of a tool', async () => {
    resource().openai.next({ kind: 'tool-call', name: 'look', arguments: { word: 'heron' } });
    expect(await ask()).toMatchObject({
      toolCalls: [{ toolName: 'look', input: { word: 'heron' } }],
      errors: [],
      finishReason: 'tool-calls',
    });
  });

  it('ends by events that nobody knows yet', async () => {
    resource().openai.next({ kind: 'text', text: 'All is well.', hasUnknownEvents: true });
    expect(await ask()).toMatchObject({ text: 'All is well.', errors: [], finishReason: 'stop' });
  });
});
