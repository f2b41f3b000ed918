import { z } from 'zod';
import { type Cloud, type CloudName, cloudNames, clouds, isLoopback } from '../auth/cloud.ts';

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

const endpoint = z
  .string()
  .refine((text) => isEndpoint(text), 'an https address, or http on this computer')
  .transform((text) => text.replace(/\/+$/, ''))
  .meta({ accepts: 'an https address that ends in /openai/v1' });

const CustomCloud = z.strictObject({
  Name: z.string().min(1).describe('Shown in the account menu.'),
  LoginHost: httpsOrigin.describe('Host of the sign-in service.'),
  GraphHost: httpsOrLoopbackOrigin.describe('Host of Microsoft Graph.'),
  AzureOpenAIScope: z.string().min(1).describe('Scope of the token that Azure OpenAI accepts.'),
});

const DeploymentPolicy = z.strictObject({
  Id: z.string().min(1).max(64).describe('Names this entry for good; conversations refer to it.'),
  DisplayName: z.string().min(1).max(80).describe('What people pick it by.'),
  Description: z.string().max(300).default('').describe('One sentence on what it is good for.'),
  Endpoint: endpoint.describe('Base address of the v1 API, `https://NAME.openai.azure.com/openai/v1`.'),
  Deployment: z.string().min(1).describe("The deployment's name in Azure."),
  Api: z.enum(['responses', 'chat']).default('responses').describe('The API that the deployment answers on.'),
  Auth: z.enum(['user']).default('user').describe('How the request is authorised: the person’s own token.'),
});

/** The settings that IT manages, as they are written. Every key is described, because docs/policy.md is made from this. */
export const PolicySchema = z.strictObject({
  TenantId: z.string().min(1).describe('Directory (tenant) id or domain that people sign in to.'),
  ClientId: z.guid().describe('Application (client) id of the app registration.'),
  Cloud: z
    .union([z.enum(cloudNames), CustomCloud])
    .prefault('global')
    .describe('Which Microsoft cloud, or an object that describes another one.'),
  OrganisationName: z.string().max(80).default('').describe('Shown on the sign-in page.'),
  Notice: z.string().max(300).default('').describe('A sentence that stays on top of the window.'),
  Deployments: z
    .array(DeploymentPolicy)
    .min(1)
    .refine(haveUniqueIds, 'a different Id for each entry')
    .describe('The models that people may use, in the order of the picker.'),
  SignInTimeoutSeconds: z
    .int()
    .min(1)
    .max(3600)
    .default(300)
    .describe('How long Parley waits for a sign-in in the browser.'),
  StreamStallSeconds: z
    .int()
    .min(1)
    .max(3600)
    .default(90)
    .describe('How long an answer may stand still before it is given up.'),
  WithoutKeyring: z
    .enum(['refuse', 'plain'])
    .default('refuse')
    .describe('Linux only: what to do where there is no keyring. `plain` keeps tokens and history readable on disk.'),
});

/** One model with what is needed to call it. */
export interface DeploymentSettings {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  /** Base address of the v1 API, without a slash at its end. */
  readonly endpoint: string;
  readonly deployment: string;
  readonly api: 'responses' | 'chat';
}

/** Policy after parsing: what the rest of core works with. */
export interface Policy {
  readonly tenantId: string;
  readonly clientId: string;
  readonly cloud: Cloud;
  readonly organisationName: string;
  readonly notice: string;
  readonly deployments: readonly DeploymentSettings[];
  readonly signInTimeoutMilliseconds: number;
  readonly streamStallMilliseconds: number;
  readonly allowPlainStorage: boolean;
}

/** Turns the written settings into the ones that core works with. */
export function toPolicy(written: z.output<typeof PolicySchema>): Policy {
  return {
    tenantId: written.TenantId,
    clientId: written.ClientId,
    cloud: toCloud(written.Cloud),
    organisationName: written.OrganisationName,
    notice: written.Notice,
    deployments: written.Deployments.map((entry) => ({
      id: entry.Id,
      displayName: entry.DisplayName,
      description: entry.Description,
      endpoint: entry.Endpoint,
      deployment: entry.Deployment,
      api: entry.Api,
    })),
    signInTimeoutMilliseconds: written.SignInTimeoutSeconds * 1000,
    streamStallMilliseconds: written.StreamStallSeconds * 1000,
    allowPlainStorage: written.WithoutKeyring === 'plain',
  };
}

function toCloud(written: CloudName | z.output<typeof CustomCloud>): Cloud {
  if (typeof written === 'string') return clouds[written];
  return {
    name: written.Name,
    loginOrigin: written.LoginHost,
    graphOrigin: written.GraphHost,
    azureOpenAIScope: written.AzureOpenAIScope,
  };
}

function originOf(text: string, { httpOnLoopback }: { httpOnLoopback: boolean }): string | undefined {
  const url = parseUrl(text.includes('://') ? text : `https://${text}`);
  if (url === undefined || url.pathname !== '/' || url.search !== '' || url.username !== '') return undefined;
  return isAllowedScheme(url, httpOnLoopback) ? url.origin : undefined;
}

function haveUniqueIds(deployments: readonly { readonly Id: string }[]): boolean {
  return new Set(deployments.map(({ Id }) => Id)).size === deployments.length;
}

function isEndpoint(text: string): boolean {
  const url = parseUrl(text);
  return url !== undefined && url.username === '' && url.hash === '' && isAllowedScheme(url, true);
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
