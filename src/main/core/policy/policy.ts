import type { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { DeploymentTraits, FoundIn } from '../../../shared/model/deployment.ts';
import type { TemporaryRule } from '../../../shared/model/history.ts';
import { type Cloud, type CloudName, clouds } from '../auth/cloud.ts';
import type { GateRule } from '../gate/decide.ts';
import { toRoleMapping } from '../gate/role-mapping.ts';
import type { KeepingRules } from '../history/upkeep.ts';
import { isEndpointFault, type ModelEndpoint, readEndpoint, scopeOf } from '../models/endpoint.ts';
import { isTraitFault, readTraits, type TraitFault } from './deployment-traits.ts';
import { type DiscoveryRule, toDiscoveryRule } from './discovery.ts';
import type { CustomCloud, PolicySchema } from './schema.ts';
import { type PreferenceRules, toPreferenceRules } from './preferences.ts';
import { type LibrarySettings, toLibrary } from './library.ts';
import { type ToolServerSettings, toToolServers } from './tool-servers.ts';

type Written = z.output<typeof PolicySchema>;

/** One model with what it can do and what is needed to call it. */
export interface DeploymentSettings extends Readonly<DeploymentTraits> {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly endpoint: ModelEndpoint;
  /** Scope of the tokens that it accepts. */
  readonly scope: string;
  readonly auth: 'user' | 'key' | 'developer';
  /** Ids of the deployments that answer in its place, in this order. */
  readonly fallbacks: readonly string[];
  /** Name in Azure of the deployment that makes its images; undefined for one that makes none. */
  readonly imageDeployment?: string | undefined;
  /** Where in Azure it was found; undefined for one that policy lists. */
  readonly found?: FoundIn | undefined;
}

/** One tenant that people may sign in to, in its cloud, with the models that its accounts may use. */
export interface Directory {
  /** As policy writes it; empty for the organisation's own. */
  readonly displayName: string;
  /** The tenant's id or domain, or `organizations`. */
  readonly tenant: string;
  readonly clientId: string;
  readonly cloud: Cloud;
  /** Ids of the tenants that accounts may come from; any if empty. */
  readonly allowedTenants: readonly string[];
  readonly deployments: readonly DeploymentSettings[];
  /** Where to look for further models; undefined where policy does not allow it. */
  readonly discovery: DiscoveryRule | undefined;
  readonly toolServers: readonly ToolServerSettings[];
  readonly library: LibrarySettings;
}

/** A developer's tool whose sign-in may be used. */
export type DeveloperTool = Written['DeveloperCredentials'][number];

/** Policy after parsing: what the rest of core works with. */
export interface Policy {
  /** Where it was read, as an administrator would name it. */
  readonly source: string;
  /** The organisation's own first. */
  readonly directories: readonly [Directory, ...Directory[]];
  readonly organisationName: string;
  readonly notice: string;
  readonly supportEmail: string;
  readonly supportUrl: string;
  readonly autoSignIn: boolean;
  readonly broker: 'auto' | 'required' | 'off';
  readonly allowDeviceCode: boolean;
  readonly gate: GateRule;
  readonly developerTools: readonly DeveloperTool[];
  readonly signInTimeoutMilliseconds: number;
  readonly streamFirstMilliseconds: number;
  readonly streamStallMilliseconds: number;
  readonly allowPlainStorage: boolean;
  readonly keeping: KeepingRules;
  /** Whether anybody may export conversations. */
  readonly isExportAllowed: boolean;
  readonly temporaryChats: TemporaryRule;
  readonly preferences: PreferenceRules;
  /** Https address of the dictionaries of the spell check; empty for none but the system's own. */
  readonly dictionaries: string;
  /** Whether a history can be read by who has signed out. */
  readonly readSignedOut: boolean;
  /** Whether messages that were written without a network are sent by themselves once there is one. */
  readonly sendWhenOnline: boolean;
}

/**
 * Turns the written settings into the ones that core works with.
 * @throws AppError `policy-invalid`, without the source
 */
export function toPolicy(written: Written, source: string): Policy {
  const directories = [
    toDirectory({ ...written, DisplayName: '' }),
    ...written.AdditionalTenants.map(toDirectory),
  ] as const;
  return {
    source,
    directories,
    organisationName: written.OrganisationName,
    notice: written.Notice,
    supportEmail: written.SupportEmail,
    supportUrl: written.SupportUrl,
    autoSignIn: written.AutoSignIn,
    broker: written.Broker,
    allowDeviceCode: written.DeviceCode === 'allowed',
    gate: {
      requiredRoles: written.RequiredRoles,
      requiredGroups: written.RequiredGroups,
      claim: written.RoleClaim,
      token: written.RoleToken,
      roleMapping: written.RoleMapping === undefined ? undefined : toRoleMapping(written.RoleMapping),
      deploymentRoles: toDeploymentRoles([written, ...written.AdditionalTenants]),
      otherRoles: directories.flatMap(({ toolServers, library }) =>
        [...toolServers, ...library.assistants].flatMap(({ roles }) => roles),
      ),
      graceMilliseconds: written.OfflineGraceHours * 3600 * 1000,
    },
    developerTools: written.DeveloperCredentials,
    signInTimeoutMilliseconds: written.SignInTimeoutSeconds * 1000,
    streamFirstMilliseconds: written.StreamFirstSeconds * 1000,
    streamStallMilliseconds: written.StreamStallSeconds * 1000,
    allowPlainStorage: written.WithoutKeyring === 'plain',
    keeping: {
      retentionDays: written.HistoryRetentionDays === 0 ? null : written.HistoryRetentionDays,
      isHeld: written.HistoryLegalHold,
      backups: written.HistoryBackups,
    },
    // What is held has to be there.
    isExportAllowed: written.Export,
    temporaryChats: written.HistoryLegalHold ? 'off' : written.TemporaryChats,
    preferences: toPreferenceRules(written.Preferences),
    dictionaries: written.SpellCheckDictionaries,
    readSignedOut: written.ReadSignedOut,
    sendWhenOnline: written.SendWhenOnline,
  };
}

function toDirectory(written: Written['AdditionalTenants'][number]): Directory {
  const cloud = toCloud(written.Cloud);
  return {
    displayName: written.DisplayName,
    tenant: written.TenantId,
    clientId: written.ClientId,
    cloud,
    allowedTenants: written.AllowedTenants.map((id) => id.toLowerCase()),
    deployments: written.Deployments.map((entry) => toDeployment(entry, cloud)),
    discovery: written.Discovery === undefined ? undefined : toDiscoveryRule(written.Discovery),
    toolServers: toToolServers(written.ToolServers),
    library: toLibrary(written),
  };
}

function toDeployment(entry: Written['Deployments'][number], cloud: Cloud): DeploymentSettings {
  const endpoint = readEndpoint(
    {
      endpoint: entry.Endpoint,
      deployment: entry.Deployment,
      api: entry.Api,
      apiVersion: entry.ApiVersion,
      auth: entry.Auth,
    },
    cloud,
  );
  if (isEndpointFault(endpoint)) throw entryFault(entry.Id, endpoint);
  const traits = readTraits(entry);
  if (isTraitFault(traits)) throw entryFault(entry.Id, traits);
  return {
    id: entry.Id,
    displayName: entry.DisplayName,
    description: entry.Description,
    endpoint,
    scope: entry.Scope ?? scopeOf(endpoint.audience, cloud),
    auth: entry.Auth,
    fallbacks: entry.Fallbacks,
    imageDeployment: entry.ImageDeployment,
    ...traits,
  };
}

function entryFault(id: string, { key, problem, accepted }: TraitFault): AppError {
  return new AppError('policy-invalid', { fields: { key: `Deployments.${id}.${key}`, problem, accepted } });
}

function toDeploymentRoles(
  directories: readonly Pick<Written, 'Deployments'>[],
): ReadonlyMap<string, readonly string[]> {
  const entries = directories.flatMap(({ Deployments }) => Deployments);
  return new Map(entries.flatMap(({ Id, Roles }) => (Roles === undefined ? [] : [[Id, Roles]])));
}

function toCloud(written: CloudName | z.output<typeof CustomCloud>): Cloud {
  if (typeof written === 'string') return clouds[written];
  return {
    name: written.Name,
    loginOrigin: written.LoginHost,
    graphOrigin: written.GraphHost,
    azureOpenAIScope: written.AzureOpenAIScope,
    azureOpenAISuffixes: written.AzureOpenAISuffixes,
    armOrigin: written.ArmHost,
    sharePointSuffix: written.SharePointSuffix,
  };
}
