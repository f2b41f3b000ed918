/** Everything that differs between national clouds; one switch moves all of it together. */
export interface Cloud {
  readonly name: string;
  /** Origin of the sign-in service, `https://login.microsoftonline.com`. */
  readonly loginOrigin: string;
  /** Origin of Microsoft Graph. */
  readonly graphOrigin: string;
  /** Scope of the token that Azure OpenAI accepts. */
  readonly azureOpenAIScope: string;
  /** Ends of the host names of Azure OpenAI resources, `openai.azure.com`; empty where any is. */
  readonly azureOpenAISuffixes: readonly string[];
  /** Origin of Azure Resource Manager, which lists deployments; its tokens have the scope `<origin>/.default`. */
  readonly armOrigin: string | undefined;
  /** End of the host names of SharePoint sites, `sharepoint.com`. */
  readonly sharePointSuffix: string | undefined;
}

/** Names that policy may use for a cloud. */
export const cloudNames = ['global', 'us-government', 'us-dod', 'china'] as const;

/** One of Microsoft's own clouds. */
export type CloudName = (typeof cloudNames)[number];

/**
 * Microsoft's clouds: `us-government` is GCC High (Graph L4), `us-dod` the Department of Defense (Graph L5), `china` is
 * operated by 21Vianet. GCC (moderate) is a part of `global`.
 * Sources: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud (sign-in),
 * https://learn.microsoft.com/graph/deployments (Graph),
 * https://learn.microsoft.com/azure/ai-foundry/openai/azure-government (Azure OpenAI),
 * https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure (ARM, suffixes),
 * https://learn.microsoft.com/azure/china/resources-developer-guide (China),
 * https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges and its sovereign pages (SharePoint).
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  global: {
    name: 'Microsoft Azure',
    loginOrigin: 'https://login.microsoftonline.com',
    graphOrigin: 'https://graph.microsoft.com',
    azureOpenAIScope: 'https://cognitiveservices.azure.com/.default',
    azureOpenAISuffixes: ['openai.azure.com', 'cognitiveservices.azure.com', 'services.ai.azure.com'],
    armOrigin: 'https://management.azure.com',
    sharePointSuffix: 'sharepoint.com',
  },
  'us-government': {
    name: 'Microsoft Azure US Government',
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://graph.microsoft.us',
    azureOpenAIScope: 'https://cognitiveservices.azure.us/.default',
    azureOpenAISuffixes: ['openai.azure.us', 'cognitiveservices.azure.us', 'services.ai.azure.us'],
    armOrigin: 'https://management.usgovcloudapi.net',
    sharePointSuffix: 'sharepoint.us',
  },
  'us-dod': {
    name: 'Microsoft Azure US Government (DoD)',
    loginOrigin: 'https://login.microsoftonline.us',
    graphOrigin: 'https://dod-graph.microsoft.us',
    azureOpenAIScope: 'https://cognitiveservices.azure.us/.default',
    azureOpenAISuffixes: ['openai.azure.us', 'cognitiveservices.azure.us', 'services.ai.azure.us'],
    armOrigin: 'https://management.usgovcloudapi.net',
    sharePointSuffix: 'sharepoint-mil.us',
  },
  china: {
    name: 'Microsoft Azure operated by 21Vianet',
    loginOrigin: 'https://login.partner.microsoftonline.cn',
    graphOrigin: 'https://microsoftgraph.chinacloudapi.cn',
    azureOpenAIScope: 'https://cognitiveservices.azure.cn/.default',
    azureOpenAISuffixes: ['openai.azure.cn', 'cognitiveservices.azure.cn'],
    armOrigin: 'https://management.chinacloudapi.cn',
    sharePointSuffix: 'sharepoint.cn',
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
