import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeVault, MemoryLog, temporaryFolder } from '../../testing/fakes.ts';
import type { TokenRequest } from '../token-source.ts';
import { ApiKeys } from './api-keys.ts';
import { personCredential } from './credential.ts';
import { developerCredential } from './developer-credential.ts';

describe('API keys', () => {
  it('are there after a restart, and readable by nobody on disk', async () => {
    const folder = await temporaryFolder();
    const ports = { secretBox: new FakeVault(), log: new MemoryLog() };
    const keys = new ApiKeys(ports, folder);
    await keys.set('gpt', 'k3y-of-ada');
    expect((await readFile(path.join(folder, 'keys'))).includes('k3y-of-ada')).toBe(false);
    const again = new ApiKeys(ports, folder);
    await again.load();
    expect(again.get('gpt', 'GPT')).toBe('k3y-of-ada');
    await again.set('gpt', '');
    expect(() => again.get('gpt', 'GPT')).toThrow(expect.objectContaining({ code: 'key-missing' }));
  });

  it.each(['a\r\nauthorization: x', 'a\u0000', 'schlüssel', 'two words'])(
    'refuses %j, which no header can carry',
    async (key) => {
      const keys = new ApiKeys({ secretBox: new FakeVault(), log: new MemoryLog() }, await temporaryFolder());
      await expect(keys.set('gpt', key)).rejects.toMatchObject({ code: 'invalid-request' });
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('has no key for a deployment called %s', async (id) => {
    const keys = new ApiKeys({ secretBox: new FakeVault(), log: new MemoryLog() }, await temporaryFolder());
    await keys.load();
    expect(keys.has(id)).toBe(false);
  });
});

describe('the person’s credential', () => {
  it('hands on what the service asks for', async () => {
    const asked: TokenRequest[] = [];
    const credential = personCredential({ token: async (request) => `token ${asked.push(request)}` });
    await expect(credential.getToken('scope', { claims: '{}' })).resolves.toMatchObject({ token: 'token 1' });
    expect(asked[0]).toMatchObject({ resource: 'azure-openai', claims: '{}' });
  });
});

describe('the developer’s credential', () => {
  const home = process.env['PATH'];
  let folder: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    await mkdir(path.join(folder, 'bin'));
  });

  afterEach(() => {
    process.env['PATH'] = home;
  });

  it('takes the token that the Azure CLI gives', async () => {
    const answer = {
      accessToken: 'cli-token',
      expiresOn: '2099-01-01 00:00:00.000000',
      expires_on: 4_070_908_800,
      tenant: 't',
      tokenType: 'Bearer',
    };
    const program = path.join(folder, 'bin/az');
    await writeFile(program, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
    await chmod(program, 0o755);
    process.env['PATH'] = `${path.join(folder, 'bin')}:${home}`;
    const credential = developerCredential(['azure-cli'], '7d0f6a52-3c1e-4b8a-9f57-2a6c1d9e4b10');
    await expect(credential.getToken('https://cognitiveservices.azure.com/.default')).resolves.toMatchObject({
      token: 'cli-token',
    });
  });

  it('names the tools, and nothing of what they say, where none has a sign-in', async () => {
    process.env['PATH'] = path.join(folder, 'bin');
    const credential = developerCredential(
      ['azure-cli', 'azure-developer-cli'],
      '7d0f6a52-3c1e-4b8a-9f57-2a6c1d9e4b10',
    );
    await expect(credential.getToken('https://cognitiveservices.azure.com/.default')).rejects.toMatchObject({
      code: 'developer-credential',
      message: 'developer-credential',
      fields: { reason: 'azure-cli, azure-developer-cli' },
    });
  });
});
