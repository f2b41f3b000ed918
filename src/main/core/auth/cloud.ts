/** Login, Graph and Azure OpenAI that belong together; everything that differs between national clouds is here. */
export interface Cloud {
  readonly name: string;
  /** Origin of the sign-in service, `https://login.microsoftonline.com`. */
  readonly loginOrigin: string;
  /** Origin of Microsoft Graph. */
  readonly graphOrigin: string;
  /** Scope of the token that Azure OpenAI accepts. */
  readonly azureOpenAIScope: string;
}

/** Names that policy may use for a cloud. */
export const cloudNames = ['global', 'us-government', 'us-dod', 'china'] as const;

/** One of Microsoft's own clouds. */
export type CloudName = (typeof cloudNames)[number];

/**
 * Microsoft's clouds.
 * Sources: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud,
 * https://learn.microsoft.com/graph/deployments, https://learn.microsoft.com/azure/ai-services/openai/azure-government,
 * https://learn.microsoft.com/azure/china/resources-developer-guide
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  global: {
    name: 'Microsoft Azure',
    loginOrigin: 'https://login.microsoftonline.com',
    graphOrigin: 'https://graph.microsoft.com',
    azureOpenAIScope: 'https://cognitiveservices.azure.com/.default',
  },
  'us-government': {
    name: 'Microsoft Azure US Government',
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://graph.microsoft.us',
    azureOpenAIScope: 'https://cognitiveservices.azure.us/.default',
  },
  'us-dod': {
    name: 'Microsoft Azure US Government (DoD)',
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://dod-graph.microsoft.us',
    azureOpenAIScope: 'https://cognitiveservices.azure.us/.default',
  },
  china: {
    name: 'Microsoft Azure operated by 21Vianet',
    loginOrigin: 'https://login.partner.microsoftonline.cn',
    graphOrigin: 'https://microsoftgraph.chinacloudapi.cn',
    azureOpenAIScope: 'https://cognitiveservices.azure.cn/.default',
  },
};

/** Whether this is one of Microsoft's clouds, not one that policy describes. */
export function isMicrosoftCloud(cloud: Cloud): boolean {
  return Object.values(clouds).includes(cloud);
}

/** Whether an origin is this computer itself, the one place where plain http is accepted. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]';
}
