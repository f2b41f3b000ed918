import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { Policy } from './policy.ts';
import { readPolicy } from './read-policy.ts';

async function readWhole(keys: Record<string, unknown>): Promise<Policy> {
  const policy = {
    TenantId: 'contoso.example',
    ClientId: '11111111-1111-4111-8111-111111111111',
    Deployments: [
      { Id: 'fast', DisplayName: 'Fast', Endpoint: 'https://contoso.openai.azure.com/openai/v1/', Deployment: 'chat' },
    ],
    ToolServers: [{ Id: 'crm', DisplayName: 'Customers', Kind: 'http', Url: 'https://tools.contoso.example/mcp' }],
    ...keys,
  };
  return readPolicy([{ name: 'policy.json', read: async () => JSON.stringify(policy) }]);
}

async function faultOf(keys: Record<string, unknown>) {
  const error = await readWhole(keys).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error('the policy was taken');
  return error.fields;
}

const prompt = { Name: 'A', Text: 'B' };
const starter = { Label: 'A', Text: 'B' };
const assistant = { Id: 'checker', DisplayName: 'Contract checker' };

describe('Prompts, Assistants and Starters', () => {
  it('are read with the least that they need', async () => {
    const { directories } = await readWhole({
      Prompts: [{ Name: 'Letter', Text: 'Write to {{name}}' }],
      Assistants: [assistant],
      Starters: [{ Label: 'Plan', Text: 'Plan ' }],
    });
    expect(directories[0].library).toEqual({
      prompts: [{ id: 'organisation:Letter', source: 'organisation', name: 'Letter', text: 'Write to {{name}}' }],
      assistants: [
        {
          id: 'organisation:checker',
          source: 'organisation',
          name: 'Contract checker',
          description: '',
          instructions: '',
          deploymentId: undefined,
          settings: {},
          starters: [],
          toolServerIds: undefined,
          files: [],
          roles: [],
        },
      ],
      starters: [{ label: 'Plan', text: 'Plan ' }],
    });
  });

  it('have the gate look for the roles of assistants, which nobody would have otherwise', async () => {
    const { gate } = await readWhole({ Assistants: [{ ...assistant, Roles: ['Parley.Legal'] }] });
    expect(gate.otherRoles).toEqual(['Parley.Legal']);
  });

  it.each([
    ['an unknown key', { Prompts: [{ Name: 'A', Text: 'B', Shared: true }] }, 'Prompts[0].Shared'],
    ['a prompt without a text', { Prompts: [{ Name: 'A' }] }, 'Prompts[0].Text'],
    ['a name that nobody can see', { Prompts: [{ Name: '\u200B', Text: 'B' }] }, 'Prompts[0].Name'],
    ['a text beyond all measure', { Prompts: [{ Name: 'A', Text: 'x'.repeat(20_001) }] }, 'Prompts[0].Text'],
    ['two prompts of a name', { Prompts: [prompt, prompt] }, 'Prompts'],
    ['too many starters', { Starters: Array.from({ length: 9 }, () => starter) }, 'Starters'],
    ['a starter with a long label', { Starters: [{ Label: 'x'.repeat(61), Text: 'B' }] }, 'Starters[0].Label'],
    ['two assistants of an id', { Assistants: [assistant, assistant] }, 'Assistants'],
    [
      'a model that there is not',
      { Assistants: [{ ...assistant, Deployment: 'slow' }] },
      'Assistants.checker.Deployment',
    ],
    [
      'a server that there is not',
      { Assistants: [{ ...assistant, ToolServers: ['x'] }] },
      'Assistants.checker.ToolServers',
    ],
    [
      'instructions twice',
      { Assistants: [{ ...assistant, Settings: { Instructions: '' } }] },
      'Assistants[0].Settings.Instructions',
    ],
    [
      'a temperature that no model has',
      { Assistants: [{ ...assistant, Settings: { Temperature: 3 } }] },
      'Assistants[0].Settings.Temperature',
    ],
  ])('are refused with %s, by its place', async (_case, keys, key) => {
    expect(await faultOf(keys)).toMatchObject({ key, source: 'policy.json' });
  });
});
