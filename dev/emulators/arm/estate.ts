/** A subscription with its Azure OpenAI and Foundry resources. */
export interface EmulatedSubscription {
  readonly id: string;
  readonly displayName: string;
  readonly state: 'Enabled' | 'Disabled';
  readonly accounts: readonly EmulatedAccount[];
}

/** A resource that has deployments; ARM calls it an account. */
export interface EmulatedAccount {
  readonly name: string;
  readonly resourceGroup: string;
  readonly kind: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Where it says that its models answer. */
  readonly endpoint: string;
  readonly deployments: readonly EmulatedModel[];
}

/** A deployment as ARM tells of it, which is not all that the resource itself knows. */
export interface EmulatedModel {
  readonly name: string;
  readonly model: { readonly format: string; readonly name: string; readonly version: string };
  readonly capabilities: Readonly<Record<string, string>>;
  readonly provisioningState: string;
  readonly versionUpgradeOption: string;
  /** The day that the model's version ends on. */
  readonly retiresOn: string | undefined;
}

/** Ids of the demo tenant's subscriptions. */
export const demoSubscriptions = {
  production: '5a7d1c30-9b42-4e16-8f0a-3c6e2d9b7f41',
  research: '6b8e2d41-ac53-4f27-9a1b-4d7f3eac8052',
} as const;

const chat = { chatCompletion: 'true', jsonObjectResponse: 'true' } as const;

/** A deployment that is ready; what is given replaces the usual. */
export function emulatedModel(name: string, model: string, changes: Partial<EmulatedModel> = {}): EmulatedModel {
  const [modelName = '', version = ''] = model.split('@');
  return {
    name,
    model: { format: 'OpenAI', name: modelName, version },
    capabilities: { ...chat, responses: 'true', maxContextToken: '128000', maxOutputToken: '16384' },
    provisioningState: 'Succeeded',
    versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
    retiresOn: '2030-06-30',
    ...changes,
  };
}

/** A resource of the demo tenant; what is given replaces the usual. */
export function emulatedAccount(
  name: string,
  endpoint: string,
  changes: Partial<EmulatedAccount> = {},
): EmulatedAccount {
  const usual = { resourceGroup: 'rg-ai', kind: 'AIServices', location: 'swedencentral', tags: {} };
  return { name, endpoint, ...usual, deployments: [], ...changes };
}

/** What the demo tenant has: the emulated models, on two resources in two subscriptions. */
export function demoEstate(endpoint: string): readonly EmulatedSubscription[] {
  const deployments = [
    emulatedModel('corp-chat', 'gpt-4.1@2025-04-14'),
    emulatedModel('corp-chat-legacy', 'gpt-4o@2024-05-13', { capabilities: chat }),
    emulatedModel('corp-search', 'text-embedding-3-large@1', { capabilities: { embeddings: 'true' } }),
  ];
  const research = [
    emulatedModel('corp-deep', 'gpt-5@2025-08-07', { versionUpgradeOption: 'NoAutoUpgrade' }),
    emulatedModel('corp-text', 'Mistral-Large-2411@2', {
      model: { format: 'Mistral AI', name: 'Mistral-Large-2411', version: '2' },
      capabilities: chat,
    }),
    emulatedModel('corp-next', 'gpt-5@2025-08-07', { provisioningState: 'Creating' }),
  ];
  return [
    {
      id: demoSubscriptions.production,
      displayName: 'Contoso production',
      state: 'Enabled',
      accounts: [emulatedAccount('contoso-ai', endpoint, { tags: { Parley: 'yes' }, deployments })],
    },
    {
      id: demoSubscriptions.research,
      displayName: 'Contoso research',
      state: 'Enabled',
      accounts: [
        emulatedAccount('contoso-research', endpoint, { resourceGroup: 'rg-research', deployments: research }),
        emulatedAccount('contoso-speech', endpoint, { kind: 'SpeechServices' }),
      ],
    },
  ];
}
