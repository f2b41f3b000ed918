import { toolsAudience } from '../mcp/audience.ts';
import { OAuthRefusal } from './oauth-error.ts';

/** An API that tokens can be issued for. */
export interface Resource {
  /** The `aud` of its tokens, without a trailing slash. */
  readonly audience: string;
  readonly displayName: string;
  /** Delegated permissions that exist. */
  readonly permissions: readonly string[];
}

/** Every resource that tokens can be issued for; Graph's comes first, because scopes without a resource mean Graph. */
export type Resources = readonly [graph: Resource, ...others: Resource[]];

/** What one request asks for: one resource, its permissions, and the OpenID scopes beside them. */
export interface RequestedScopes {
  readonly resource: Resource;
  readonly permissions: readonly string[];
  readonly openId: readonly string[];
  /** Whether `.default` asks for everything that has been granted. */
  readonly takesAll: boolean;
  /** The scopes of the resource, as the request wrote them. */
  readonly written: readonly string[];
}

const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

const graphPermissions = [
  'User.Read',
  'User.ReadBasic.All',
  'User.Read.All',
  'People.Read',
  'Contacts.Read',
  'GroupMember.Read.All',
  'Group.Read.All',
  'Directory.Read.All',
  'Files.Read',
  'Files.Read.All',
  'Files.ReadWrite',
  'Files.ReadWrite.All',
  'Sites.Read.All',
  'Presence.Read',
];

/** Every resource of the directory; `modelAudience` is Azure OpenAI's, which differs from cloud to cloud. */
export function demoResources(options: {
  readonly graphOrigin: string;
  readonly armOrigin: string;
  readonly modelAudience: string;
}): Resources {
  const { graphOrigin, armOrigin, modelAudience } = options;
  return [
    { audience: graphOrigin, displayName: 'Microsoft Graph', permissions: graphPermissions },
    { audience: modelAudience, displayName: 'Microsoft Cognitive Services', permissions: ['user_impersonation'] },
    {
      audience: 'https://ai.azure.com',
      displayName: 'Azure Machine Learning Services',
      permissions: ['user_impersonation'],
    },
    { audience: armOrigin, displayName: 'Azure Resource Manager', permissions: ['user_impersonation'] },
    { audience: toolsAudience, displayName: 'Contoso tools', permissions: ['access_as_user'] },
  ];
}

/**
 * Reads a `scope` parameter by Entra's rules.
 * @throws OAuthRefusal for no scope, an unknown resource or permission, or more than one resource
 */
export function parseScopes(parameter: string | undefined, resources: Resources): RequestedScopes {
  const scopes = (parameter ?? '').split(' ').filter(Boolean);
  if (scopes.length === 0) {
    throw new OAuthRefusal({
      error: 'invalid_request',
      aadsts: 900144,
      description: "The request body must contain the following parameter: 'scope'.",
    });
  }
  const openId = scopes.filter((scope) => openIdScopes.has(scope));
  const asked = scopes.filter((scope) => !openIdScopes.has(scope)).map((scope) => split(scope, resources));
  const audiences = new Set(asked.map(({ resource }) => resource.audience));
  if (audiences.size > 1) throw moreThanOneResource(scopes, asked);

  const resource = asked[0]?.resource ?? resources[0];
  const takesAll = asked.some(({ permission }) => permission === '.default');
  if (takesAll && asked.length > 1) throw invalidDefault(scopes);
  return {
    resource,
    openId,
    permissions: takesAll ? resource.permissions : asked.map(({ permission }) => permission),
    takesAll,
    written: asked.map(({ written }) => written),
  };
}

/** The `scope` of a token reply: what was granted, in the form in which it was asked for. */
export function grantedScope(scopes: RequestedScopes, permissions: readonly string[]): string {
  return [
    ...(scopes.takesAll ? permissions.map((permission) => `${scopes.resource.audience}/${permission}`) : []),
    ...scopes.written,
    // Entra leaves offline_access out of its replies.
    ...scopes.openId.filter((scope) => scope !== 'offline_access'),
  ].join(' ');
}

interface AskedScope {
  readonly written: string;
  readonly resource: Resource;
  readonly permission: string;
}

function split(written: string, resources: Resources): AskedScope {
  const slash = written.lastIndexOf('/');
  const permission = written.slice(slash + 1);
  // `https://host//.default` asks for the audience `https://host/`; both spellings mean the same resource.
  const audience = written.slice(0, Math.max(slash, 0)).replace(/\/$/, '');
  const resource = slash === -1 ? resources[0] : resources.find((candidate) => candidate.audience === audience);
  if (resource === undefined) {
    throw new OAuthRefusal({
      error: 'invalid_resource',
      aadsts: 500011,
      description: `The resource principal named ${audience} was not found in the tenant named Contoso.`,
    });
  }
  if (permission !== '.default' && !resource.permissions.includes(permission)) {
    throw new OAuthRefusal({
      error: 'invalid_client',
      aadsts: 650053,
      description: `The application 'Parley' asked for scope '${permission}' that doesn't exist on the resource '${resource.displayName}'.`,
    });
  }
  return { written, resource, permission };
}

function moreThanOneResource(scopes: readonly string[], asked: readonly AskedScope[]): OAuthRefusal {
  if (asked.some(({ permission }) => permission === '.default')) return invalidDefault(scopes);
  return new OAuthRefusal({
    error: 'invalid_scope',
    aadsts: 28000,
    description: `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${scopes.join(' ')} is not valid.`,
  });
}

function invalidDefault(scopes: readonly string[]): OAuthRefusal {
  return new OAuthRefusal({
    error: 'invalid_scope',
    aadsts: 70011,
    description: `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scopes.join(' ')} is not valid. .default scope can't be combined with resource-specific scopes.`,
  });
}
