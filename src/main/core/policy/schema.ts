import { z } from 'zod';
import { TemporaryRule } from '../../../shared/model/history.ts';
import { cloudNames, isLoopback } from '../auth/cloud.ts';
import { RoleMappingPolicy } from '../gate/role-mapping.ts';
import { traitKeys } from './deployment-traits.ts';
import { DiscoveryPolicy } from './discovery.ts';
import { libraryKeys } from './library.ts';
import { PreferencesPolicy } from './preferences.ts';
import { ToolServerPolicy } from './tool-servers.ts';

const httpsOrigin = z
  .string()
  .transform((text, context) => originOf(text, { httpOnLoopback: false }) ?? invalid(context, 'an https address'))
  .meta({ accepts: 'a host name or an https address without a path' });

const httpsOrLoopbackOrigin = z
  .string()
  .transform(
    (text, context) =>
      originOf(text, { httpOnLoopback: true }) ?? invalid(context, 'an https address, or http on this computer'),
  )
  .meta({ accepts: 'a host name or an https address without a path' });

const scope = z
  .string()
  .trim()
  .regex(/^\S+$/)
  .meta({ accepts: 'a scope, such as https://cognitiveservices.azure.com/.default' });

const hostSuffix = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
  .meta({ accepts: 'the end of a host name, such as openai.azure.com' });

const filledText = (limit: number) => z.string().trim().min(1).max(limit);

// In lower case, as Entra does not tell `Organizations` from `organizations` and comparisons here do.
const tenantId = z
  .string()
  .trim()
  .toLowerCase()
  .refine((text) => isTenantId(text), 'a directory id, a domain such as contoso.onmicrosoft.com, or organizations')
  .meta({ accepts: 'a directory id, a domain, or `organizations`' });

/** A cloud that policy describes. */
export const CustomCloud = z.strictObject({
  Name: filledText(80).describe('Shown in the account menu.'),
  LoginHost: httpsOrigin.describe('Host of the sign-in service.'),
  GraphHost: httpsOrLoopbackOrigin.describe('Host of Microsoft Graph.'),
  AzureOpenAIScope: scope.describe('Scope of the token that Azure OpenAI accepts.'),
  AzureOpenAISuffixes: z
    .array(hostSuffix)
    .default([])
    .describe('Ends of the host names of Azure OpenAI resources, `openai.azure.com`; any if left out.'),
  ArmHost: httpsOrLoopbackOrigin.optional().describe('Host of Azure Resource Manager.'),
  SharePointSuffix: hostSuffix.optional().describe('End of the host names of SharePoint sites.'),
});

const DeploymentPolicy = z.strictObject({
  Id: filledText(64).describe('Names this entry for good; conversations refer to it.'),
  DisplayName: filledText(80).describe('What people pick it by.'),
  Description: z.string().max(300).default('').describe('One sentence on what it is good for.'),
  Endpoint: filledText(2000)
    .describe(
      'Where the deployment is, in any form that Azure hands out: `https://NAME.openai.azure.com`, with or without `/openai/v1`, the address of a deployment with its `api-version`, a Foundry resource’s or project’s, a gateway’s.',
    )
    .meta({ accepts: 'an https address, or a resource’s name' }),
  Deployment: filledText(200).optional().describe("The deployment's name in Azure, where Endpoint does not name it."),
  Api: z
    .enum(['auto', 'responses', 'chat'])
    .optional()
    .describe(
      'The API that the deployment answers on; what Endpoint says, or tried out once and remembered, if left out.',
    ),
  ApiVersion: filledText(40)
    .optional()
    .describe('Version of the dated API, `2024-10-21`; none for the v1 API. What Endpoint says, if left out.'),
  Scope: scope
    .optional()
    .describe('Scope of the token where it is not the cloud’s usual one, for a gateway: `api://GUID/.default`.'),
  Auth: z
    .enum(['user', 'key', 'developer'])
    .default('user')
    .describe(
      'How requests are authorised: `user` by the person’s own token, `key` by an API key that the person enters, ' +
        '`developer` by a tool of `DeveloperCredentials`.',
    ),
  Fallbacks: z
    .array(filledText(64))
    .max(10)
    .default([])
    .describe(
      'Ids of the deployments that answer in this one’s place while it is busy, down or missing, in this order; only those ' +
        'that the person may use anyway.',
    ),
  ...traitKeys,
});

const cloud = z
  .union([z.enum(cloudNames), CustomCloud])
  .prefault('global')
  .describe('Which Microsoft cloud, or an object that describes another one.');

// In lower case: MSAL finds nothing of a registration in its cache that was written in another case before.
const clientId = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.guid())
  .meta({ accepts: 'a GUID' })
  .describe('Application (client) id of the app registration.');

const allowedTenants = z
  .array(z.guid())
  .default([])
  .describe('Directory ids that accounts may come from, for a multi-tenant registration; any if empty.');

const deployments = z
  .array(DeploymentPolicy)
  .default([])
  .describe('The models that people may use, in the order of the picker; may be left out where `Discovery` is set.');

const discovery = DiscoveryPolicy.optional().describe(
  'Has Parley look in Azure, with the person’s own sign-in, for further models that they may see; `{}` looks everywhere, and ' +
    'it does not look if left out. An entry of `Deployments` takes the place of a found one.',
);

const toolServers = z
  .array(ToolServerPolicy)
  .max(20)
  .default([])
  .describe('MCP servers whose tools models may use, each call with the person’s approval.');

const AdditionalTenant = z.strictObject({
  DisplayName: filledText(80).describe('Shown where an account is added.'),
  TenantId: tenantId.describe('Directory (tenant) id or domain that people sign in to.'),
  ClientId: clientId,
  Cloud: cloud,
  AllowedTenants: allowedTenants,
  Deployments: deployments.describe('The models of this tenant; `Id` is unique in the whole policy.'),
  Discovery: discovery,
  ToolServers: toolServers,
  ...libraryKeys,
});

/** The settings that IT manages, as they are written. Every key is described, because docs/policy.md is made from this. */
export const PolicySchema = z.strictObject({
  TenantId: tenantId.describe('Directory (tenant) id or domain that people sign in to.'),
  ClientId: clientId,
  Cloud: cloud,
  AllowedTenants: allowedTenants,
  AdditionalTenants: z
    .array(AdditionalTenant)
    .max(20)
    .default([])
    .describe('Further tenants, in any cloud, that people may add accounts of.'),
  OrganisationName: z.string().max(80).default('').describe('Shown on the sign-in page.'),
  Notice: z.string().max(300).default('').describe('A sentence that stays on top of the window.'),
  SupportEmail: z
    .union([z.literal(''), z.email()])
    .default('')
    .describe('Whom a prepared message to IT goes to.'),
  SupportUrl: z
    .union([z.literal(''), z.url({ protocol: /^https$/ })])
    .default('')
    .describe('The help desk’s page.'),
  Deployments: deployments,
  Discovery: discovery,
  ToolServers: toolServers,
  ...libraryKeys,
  AutoSignIn: z.boolean().default(false).describe('Go straight to Microsoft’s sign-in page at the first start.'),
  Broker: z
    .enum(['auto', 'required', 'off'])
    .default('auto')
    .describe(
      'The operating system’s sign-in broker (Windows account manager, Company Portal): `auto` uses it where it works, ' +
        '`required` nothing else, `off` never.',
    ),
  DeviceCode: z
    .enum(['off', 'allowed'])
    .default('off')
    .describe('Whether people may sign in by a code on another device. Many organisations block this.'),
  RequiredRoles: z
    .array(filledText(256))
    .default([])
    .describe('App roles of which a person needs one to use Parley; with `RequiredGroups`, one of either list.'),
  RequiredGroups: z.array(z.guid()).default([]).describe('Object ids of groups of which a person needs to be in one.'),
  RoleClaim: filledText(256)
    .default('roles')
    .describe('Where the roles are in the token; a path such as `realm_access.roles` is accepted.'),
  RoleToken: z
    .enum(['id', 'access'])
    .default('id')
    .describe('The token whose claims count: the id token, or the one for Azure OpenAI.'),
  RoleMapping: RoleMappingPolicy.optional().describe(
    'What each app role or group gives: `{ "Parley.User": { "Deployments": ["everyday"], "Abilities": ["people"] } }`.',
  ),
  OfflineGraceHours: z
    .number()
    .min(0)
    .max(24 * 90)
    .default(72)
    .describe('How long the last good check of roles counts where none can be made.'),
  DeveloperCredentials: z
    .array(z.enum(['azure-cli', 'azure-developer-cli', 'azure-powershell']))
    .default([])
    .describe('Developers’ tools whose sign-in deployments with `Auth` `developer` use, in this order.'),
  SignInTimeoutSeconds: z
    .int()
    .min(1)
    .max(3600)
    .default(300)
    .describe('How long Parley waits for a sign-in in the browser.'),
  StreamFirstSeconds: z
    .int()
    .min(1)
    .max(3600)
    .default(300)
    .describe('How long a model may take to begin its answer; one that reasons is silent for minutes.'),
  StreamStallSeconds: z
    .int()
    .min(1)
    .max(3600)
    .default(90)
    .describe('How long an answer that has begun may stand still before it is given up.'),
  HistoryRetentionDays: z
    .int()
    .min(0)
    .max(36_500)
    .default(0)
    .describe(
      'Days after its last use until a conversation is deleted from the computer; 0 keeps it until a person deletes it.',
    ),
  HistoryLegalHold: z
    .boolean()
    .default(false)
    .describe(
      'Keeps everything: `HistoryRetentionDays` does not count, nothing leaves the bin, and temporary chats are off.',
    ),
  HistoryBackups: z
    .int()
    .min(0)
    .max(10)
    .default(2)
    .describe(
      'How many earlier states of the encrypted history are kept beside it, one a day and one before an update changes its form. ' +
        'Each takes as much room as the history, and has what was deleted since.',
    ),
  Export: z
    .boolean()
    .default(true)
    .describe('Whether people may export conversations to files; `RoleMapping` can leave it to some of them.'),
  TemporaryChats: TemporaryRule.default('allowed').describe(
    'Conversations that are in memory only and gone when Parley is closed: whether people may have them (`allowed`), not (`off`), ' +
      'or nothing else (`always`).',
  ),
  Preferences: PreferencesPolicy.prefault({}).describe(
    'What counts of people’s own settings: `{ "Forced": { "Theme": "dark" }, "Defaults": { "FontSize": 16 } }`.',
  ),
  SpellCheckDictionaries: z
    .union([z.literal(''), z.url({ protocol: /^https$/ })])
    .default('')
    .describe(
      'Windows and Linux: a folder on a web server of yours with Chromium’s dictionaries (`en-us-10-1.bdic`), from where spelling ' +
        'is checked. Without one it is not, since Chromium would fetch them from a server of Google’s; macOS has its own.',
    ),
  ReadSignedOut: z
    .boolean()
    .default(false)
    .describe(
      'Whether the history of an account that has signed out can be read, searched and exported on this computer without signing in. ' +
        'Where roles or groups are required, for `OfflineGraceHours` after the last good check, and never after a check that failed.',
    ),
  SendWhenOnline: z
    .boolean()
    .default(true)
    .describe(
      'Whether a message that was written without a network may be sent by itself once there is one, where the person wants ' +
        'it; otherwise it waits until the person sends it.',
    ),
  WithoutKeyring: z
    .enum(['refuse', 'plain'])
    .default('refuse')
    .describe('Linux only: what to do where there is no keyring. `plain` keeps tokens and history readable on disk.'),
});

function originOf(text: string, { httpOnLoopback }: { httpOnLoopback: boolean }): string | undefined {
  const url = parseUrl(text.includes('://') ? text : `https://${text}`);
  if (url === undefined || url.pathname !== '/' || url.search !== '' || url.username !== '') return undefined;
  return isAllowedScheme(url, httpOnLoopback) ? url.origin : undefined;
}

/**
 * SECURITY: this becomes a part of an address, so it has no character that could leave its place there. `common` and
 * `consumers` would let personal accounts sign in, which are no organisation's.
 */
function isTenantId(text: string): boolean {
  if (/^(common|consumers)$/.test(text)) return false;
  return text.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(text);
}

/** SECURITY: a token never travels in the clear; plain http is for emulators on this computer alone. */
function isAllowedScheme(url: URL, httpOnLoopback: boolean): boolean {
  return url.protocol === 'https:' || (httpOnLoopback && url.protocol === 'http:' && isLoopback(url));
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function invalid(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
