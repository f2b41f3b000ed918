// Stands for the Azure CLI in entra-setup.test.ts: keeps a tenant in state.json of the folder that it is given first, and
// writes down every call. It answers the queries that the script asks, by their text, and fails on any other command.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** An app role as the Azure CLI takes and shows it. */
export interface FakeRole {
  readonly id: string;
  readonly value: string;
}

/** An app registration. */
export interface FakeApp {
  readonly appId: string;
  readonly displayName: string;
  audience: string;
  redirectUris: readonly string[];
  appRoles: readonly FakeRole[];
  publicFlows?: string;
}

/** The tenant as it is kept between calls. */
export interface FakeTenant {
  cloud: string;
  /** A command that fails. */
  fail?: string;
  apps: FakeApp[];
  principals: string[];
  permissions: string[];
  assignments: { readonly principalId: string; readonly appRoleId: string }[];
  azureRoles: string[];
  assignmentRequired?: string;
}

const [folder = '', ...words] = process.argv.slice(2);
appendFileSync(path.join(folder, 'calls.jsonl'), `${JSON.stringify(words)}\n`);

const file = path.join(folder, 'state.json');
const tenant: FakeTenant = {
  cloud: 'AzureCloud',
  apps: [],
  principals: [],
  permissions: [],
  assignments: [],
  azureRoles: [],
  ...(existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<FakeTenant>) : {}),
};

const command = words
  .slice(
    0,
    words.findIndex((word) => word.startsWith('--')),
  )
  .join(' ');
if (tenant.fail === command) process.exit(3);

function all(option: string): readonly string[] {
  if (!words.includes(option)) return [];
  const rest = words.slice(words.indexOf(option) + 1);
  const end = rest.findIndex((word) => word.startsWith('--'));
  return rest.slice(0, end === -1 ? rest.length : end);
}

const one = (option: string): string => all(option)[0] ?? '';
const quoted = (text: string): readonly string[] => [...text.matchAll(/'([^']*)'/g)].map(([, value = '']) => value);
const query = one('--query');

function app(): FakeApp {
  const found = tenant.apps.find(({ appId }) => appId === one('--id'));
  if (found === undefined) process.exit(3);
  return found;
}

const commands = new Map<string, () => string>([
  ['account show', () => '8d0a4b6e-1111-4222-8333-444455556666'],
  ['cloud show', () => (query === 'name' ? tenant.cloud : 'https://graph.microsoft.com/')],
  [
    'ad app list',
    () => {
      const [name] = quoted(one('--filter'));
      return tenant.apps.flatMap(({ appId, displayName }) => (displayName === name ? [appId] : [])).join('\n');
    },
  ],
  [
    'ad app create',
    () => {
      const appId = '44444444-0000-4000-8000-000000000000';
      const [displayName, audience] = [one('--display-name'), one('--sign-in-audience')];
      tenant.apps.push({ appId, displayName, audience, redirectUris: [], appRoles: [] });
      return appId;
    },
  ],
  [
    'ad app show',
    () => {
      if (query === 'publicClient.redirectUris') return app().redirectUris.join('\n');
      if (query === 'appRoles') return JSON.stringify(app().appRoles, undefined, 2);
      const [name] = quoted(query);
      return app().appRoles.find(({ value }) => value === name)?.id ?? '';
    },
  ],
  [
    'ad app update',
    () => {
      if (words.includes('--public-client-redirect-uris')) app().redirectUris = all('--public-client-redirect-uris');
      if (words.includes('--app-roles')) app().appRoles = JSON.parse(one('--app-roles')) as FakeRole[];
      if (words.includes('--sign-in-audience')) app().audience = one('--sign-in-audience');
      if (words.includes('--is-fallback-public-client')) app().publicFlows = one('--is-fallback-public-client');
      return '';
    },
  ],
  ['ad app permission list', () => quoted(query).find((value) => tenant.permissions.includes(value)) ?? ''],
  ['ad app permission add', () => added(tenant.permissions, one('--api-permissions').replace('=Scope', ''))],
  ['ad app permission admin-consent', () => ''],
  ['ad app permission grant', () => ''],
  ['ad sp list', () => (tenant.principals.includes(quoted(one('--filter'))[0] ?? '') ? 'principal-id' : '')],
  ['ad sp show', () => `id-of-${quoted(query)[0] ?? ''}`],
  ['ad sp create', () => `${added(tenant.principals, one('--id'))}principal-id`],
  [
    'ad sp update',
    () => {
      tenant.assignmentRequired = one('--set').split('=')[1] ?? '';
      return '';
    },
  ],
  [
    'rest',
    () => {
      if (one('--method') === 'post') {
        return added(tenant.assignments, JSON.parse(one('--body')) as FakeTenant['assignments'][number]);
      }
      const [principal, role] = quoted(query);
      const found = tenant.assignments.some((each) => each.principalId === principal && each.appRoleId === role);
      return found ? 'assignment-id' : '';
    },
  ],
  [
    'role assignment list',
    () => (tenant.azureRoles.includes(`${one('--assignee')} ${one('--scope')}`) ? 'role-assignment-id' : ''),
  ],
  ['role assignment create', () => added(tenant.azureRoles, `${one('--assignee-object-id')} ${one('--scope')}`)],
  ['cognitiveservices account show', () => `https://${one('--name')}.openai.azure.com/`],
  ['cognitiveservices account deployment list', () => 'corp-chat\ncorp-mini'],
]);

function added<Item>(list: Item[], item: Item): '' {
  list.push(item);
  return '';
}

const answer = commands.get(command);
if (answer === undefined) {
  process.stderr.write(`no such command: ${command}\n`);
  process.exit(2);
}
const said = answer();
// Windows' line ends, which the real one has there.
if (one('--output') !== 'none') process.stdout.write(`${said}\n`.replaceAll('\n', '\r\n'));
writeFileSync(file, JSON.stringify(tenant));
