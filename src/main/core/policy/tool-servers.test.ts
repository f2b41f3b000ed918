import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { Policy } from './policy.ts';
import { readPolicy } from './read-policy.ts';
import type { ToolServerSettings } from './tool-servers.ts';

const http = { Id: 'crm', DisplayName: 'Customers', Kind: 'http', Url: 'https://tools.contoso.example/mcp' };
const stdio = { Id: 'files', DisplayName: 'Files', Kind: 'stdio', Command: '/opt/contoso/files' };

async function readWhole(ToolServers: unknown): Promise<Policy> {
  const policy = {
    TenantId: 'contoso.example',
    ClientId: '11111111-1111-4111-8111-111111111111',
    Deployments: [
      { Id: 'fast', DisplayName: 'Fast', Endpoint: 'https://contoso.openai.azure.com/openai/v1/', Deployment: 'chat' },
    ],
    ToolServers,
  };
  return readPolicy([{ name: 'policy.json', read: async () => JSON.stringify(policy) }]);
}

async function read(ToolServers: unknown): Promise<readonly ToolServerSettings[]> {
  const { directories } = await readWhole(ToolServers);
  return directories[0].toolServers;
}

describe('ToolServers', () => {
  it('asks for each call where policy says nothing about it', async () => {
    expect(await read([http, stdio])).toMatchObject([
      { id: 'crm', approval: 'ask', tools: undefined, roles: [], address: { kind: 'http', scope: undefined } },
      { id: 'files', approval: 'ask', address: { kind: 'stdio', command: '/opt/contoso/files', arguments: [] } },
    ]);
  });

  it('has the gate look for the roles of servers, which nobody would have otherwise', async () => {
    const group = '0000000A-0000-4000-8000-000000000001';
    const { gate } = await readWhole([{ ...http, Roles: ['Parley.Sales', group] }, stdio]);
    expect(gate.otherRoles).toEqual(['Parley.Sales', group.toLowerCase()]);
  });

  it('takes a program of Windows and a server on this computer', async () => {
    const servers = await read([
      { ...stdio, Command: 'C:\\Program Files\\Contoso\\files.exe' },
      { ...http, Url: 'http://localhost:4000/mcp' },
    ]);
    expect(servers).toHaveLength(2);
  });

  it.each([
    ['a server without an address', { ...http, Url: undefined }, 'crm.Url', 'is missing'],
    ['a token in the clear', { ...http, Url: 'http://tools.contoso.example/mcp' }, 'crm.Url', 'is not accepted'],
    ['a password in an address', { ...http, Url: 'https://me:secret@contoso.example/mcp' }, 'crm.Url', 'not accepted'],
    ['an address that is none', { ...http, Url: 'tools' }, 'crm.Url', 'is not accepted'],
    ['a command beside an address', { ...http, Command: '/bin/sh' }, 'crm.Command', 'Kind stdio'],
    ['a program that is looked for', { ...stdio, Command: 'npx' }, 'files.Command', 'not an absolute path'],
    ['a program in the current folder', { ...stdio, Command: './files' }, 'files.Command', 'not an absolute path'],
    ['a missing program', { ...stdio, Command: undefined }, 'files.Command', 'is missing'],
    ['a batch file, which is a shell', { ...stdio, Command: 'C:\\tools\\files.CMD' }, 'files.Command', 'batch file'],
    ['a token for a program', { ...stdio, Scope: 'api://tools/.default' }, 'files.Scope', 'Kind http'],
    ['an id that ends where another begins', { ...http, Id: 'a__b' }, '[0].Id', 'form'],
    ['a variable without a name', { ...stdio, Environment: { 'A=B': 'c' } }, '[0].Environment', ''],
    ['an unknown approval', { ...http, Approval: 'never' }, '[0].Approval', 'unknown value'],
  ])('refuses %s and names the key', async (_fault, entry, key, problem) => {
    const thrown = await read([entry]).catch((error: unknown) => error);
    expect((thrown as AppError).code).toBe('policy-invalid');
    const { fields } = thrown as AppError;
    expect(fields['key']).toContain(key.startsWith('[') ? `ToolServers${key}` : `ToolServers.${key}`);
    expect(fields['problem']).toContain(problem);
  });

  it('refuses two servers of one id, whose tools could not be told apart', async () => {
    await expect(read([http, { ...stdio, Id: 'CRM' }])).rejects.toMatchObject({
      code: 'policy-invalid',
      fields: { key: 'ToolServers' },
    });
  });
});
