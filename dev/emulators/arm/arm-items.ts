import type { EmulatedAccount, EmulatedModel, EmulatedSubscription } from './estate.ts';

/** A subscription in ARM's form. Source: https://learn.microsoft.com/rest/api/resources/subscriptions/list */
export function subscriptionItem({ id, displayName, state }: EmulatedSubscription) {
  return { id: `/subscriptions/${id}`, subscriptionId: id, displayName, state, authorizationSource: 'RoleBased' };
}

/** A resource in ARM's form. Source: https://learn.microsoft.com/rest/api/aifoundry/accountmanagement/accounts/list */
export function accountItem(subscription: EmulatedSubscription, account: EmulatedAccount) {
  const { name, kind, location, tags, endpoint } = account;
  return {
    id: idOf(subscription, account),
    name,
    type: 'Microsoft.CognitiveServices/accounts',
    kind,
    location,
    tags,
    sku: { name: 'S0' },
    properties: {
      endpoint,
      endpoints: { 'OpenAI Language Model Instance API': endpoint },
      provisioningState: 'Succeeded',
      customSubDomainName: name,
      disableLocalAuth: true,
    },
  };
}

/** A deployment in ARM's form. Source: https://learn.microsoft.com/rest/api/aifoundry/accountmanagement/deployments/list */
export function deploymentItem(subscription: EmulatedSubscription, account: EmulatedAccount, model: EmulatedModel) {
  return {
    id: `${idOf(subscription, account)}/deployments/${model.name}`,
    name: model.name,
    type: 'Microsoft.CognitiveServices/accounts/deployments',
    sku: { name: 'GlobalStandard', capacity: 250 },
    properties: {
      model: model.model,
      versionUpgradeOption: model.versionUpgradeOption,
      provisioningState: model.provisioningState,
      capabilities: model.capabilities,
      rateLimits: [
        { key: 'request', renewalPeriod: 10, count: 250 },
        { key: 'token', renewalPeriod: 60, count: 250_000 },
      ],
    },
  };
}

/** A model of the catalogue. Source: https://learn.microsoft.com/rest/api/aifoundry/accountmanagement/accounts/list-models */
export function modelItem({ model, retiresOn }: EmulatedModel) {
  const deprecation = retiresOn === undefined ? {} : { inference: `${retiresOn}T00:00:00Z` };
  return { ...model, lifecycleStatus: 'GenerallyAvailable', capabilities: { inference: 'true' }, deprecation };
}

function idOf({ id }: EmulatedSubscription, { name, resourceGroup }: EmulatedAccount): string {
  return `/subscriptions/${id}/resourceGroups/${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/${name}`;
}
