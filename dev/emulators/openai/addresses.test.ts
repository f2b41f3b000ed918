import { describe, expect, test } from 'vitest';
import { chatBody, createModelClient, responsesBody } from '../testing/model-client.ts';
import { resourceOfEachTest } from '../testing/resource-of-each-test.ts';
import { projectAudience } from './addresses.ts';

describe('the addresses of the emulated resource', () => {
  const resource = resourceOfEachTest();

  const errorOf = async (response: Response): Promise<unknown> => [response.status, await response.json()];

  test.each([
    ['v1', 'v1/responses', responsesBody()],
    ['v1 with a version that it takes', 'v1/responses?api-version=preview', responsesBody()],
    ['v1, chat', 'v1/chat/completions', chatBody()],
    ['dated', 'deployments/corp-chat/chat/completions?api-version=2024-10-21', chatBody()],
    [
      'dated, with a model in the body that counts for nothing',
      'deployments/corp-chat/chat/completions?api-version=2024-10-21',
      { ...chatBody(), model: 'gpt-4o' },
    ],
    ['dated, responses', 'responses?api-version=2025-04-01-preview', responsesBody()],
  ])('an address leads nowhere, on a resource or behind a gateway: %s', async (_name, path, body) => {
    for (const base of ['openai', 'team-a/ai']) {
      const response = await resource.client.post(`${resource.emulators.openai.origin}/${base}/${path}`, body);
      expect([base, response.status]).toEqual([base, 200]);
    }
    expect(resource.emulators.openai.requests.map(({ modelRequest }) => modelRequest?.deployment)).toEqual([
      'corp-chat',
      'corp-chat',
    ]);
  });

  test('the addresses that are handed out are others than those that answer', async () => {
    const { addresses } = resource.emulators.openai;
    const answers = await Promise.all([
      resource.client.post(`${addresses.v1}/responses`, responsesBody()),
      resource.client.post(addresses.dated('corp-chat-legacy'), chatBody()),
      resource.client.post(addresses.datedResponses(), responsesBody()),
      resource.client.post(`${addresses.gateway}/chat/completions`, chatBody()),
      resource.client.post(addresses.gatewayDated('corp-chat'), chatBody()),
      (await createModelClient(resource.emulators, `${projectAudience}/.default`)).post(
        `${addresses.project}/responses`,
        responsesBody(),
      ),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(resource.emulators.openai.requests.map(({ apiVersion }) => apiVersion)).toContain('2025-04-01-preview');
  });

  test('a project takes a token for another resource than its own, or the resource one for projects', async () => {
    const { addresses } = resource.emulators.openai;
    const refused = await resource.client.post(`${addresses.project}/responses`, responsesBody());
    expect(await errorOf(refused)).toMatchObject([
      401,
      { message: expect.stringContaining(projectAudience) as string },
    ]);
    const forProjects = await createModelClient(resource.emulators, `${projectAudience}/.default`);
    const other = await forProjects.post(`${addresses.v1}/responses`, responsesBody());
    expect(await errorOf(other)).toMatchObject([
      401,
      { message: expect.stringContaining('https://cognitiveservices.azure.com') as string },
    ]);
  });

  test.each([
    ['openai/v1/responses?api-version=2024-10-21', 400, 'API version not supported'],
    ['openai/deployments/corp-chat/chat/completions', 404, 'Resource not found'],
    ['openai/deployments/corp-chat/chat/completions?api-version=2019-01-01', 404, 'Resource not found'],
    ['openai/responses?api-version=2024-10-21', 400, 'only for api-version 2025-03-01-preview and later'],
    ['openai/deployments/corp-chat/responses?api-version=2025-04-01-preview', 404, 'Resource not found'],
    ['openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21', 404, 'DeploymentNotFound'],
    ['openai/v1', 404, 'Resource not found'],
    ['v1/responses', 404, 'Resource not found'],
    ['api/projects/other/openai/v1/responses', 404, 'Resource not found'],
  ])('a wrong address is answered as if it were right: %s', async (path, status, text) => {
    const body = path.includes('chat') ? chatBody() : responsesBody();
    const response = await resource.client.post(`${resource.emulators.openai.origin}/${path}`, body);
    expect(response.status).toBe(status);
    expect(JSON.stringify(await response.json())).toContain(text);
  });

  test('a gateway’s own refusals look like Azure OpenAI’s', async () => {
    const { addresses, origin } = resource.emulators.openai;
    const unknown = await resource.client.post(`${origin}/team-a/ai/openai/v1/responses`, responsesBody());
    expect(await errorOf(unknown)).toEqual([404, { statusCode: 404, message: 'Resource not found' }]);
    const refused = await resource.client.post(`${addresses.gateway}/responses`, responsesBody(), {
      authorization: 'Bearer x',
    });
    expect(await errorOf(refused)).toMatchObject([
      401,
      { statusCode: 401, message: expect.stringContaining('missing or invalid') as string },
    ]);
    expect(refused.headers.get('www-authenticate')).toBeNull();
    const key = await resource.client.post(`${addresses.gateway}/responses`, responsesBody(), { 'api-key': 'k-1' });
    expect(await errorOf(key)).toMatchObject([401, { message: expect.stringContaining('subscription key') as string }]);
  });
});
