import type { Conversation } from '../../shared/model/conversation.ts';
import { plainOrder } from '../../shared/model/conversation-order.ts';
import type { Attachment } from '../../shared/model/attachment.ts';
import { type Deployment, plainTraits } from '../../shared/model/deployment.ts';
import type { Message, MessageMetadata } from '../../shared/model/message.ts';
import type { AccessEvidence, Account, AccountHealth, Tenant } from '../../shared/model/account.ts';
import type { Cost, UsageRow, UsageSummary } from '../../shared/model/usage.ts';
import type { AppInfo, SessionState, SignInProgress } from '../../shared/model/session.ts';

/** The frame's facts of an organisation without notices. */
export const sampleInfo: AppInfo = {
  version: '0.1.0',
  platform: 'linux',
  organisationName: 'Contoso',
  notice: '',
  unprotectedStorage: false,
  temporaryChats: 'allowed',
  readSignedOut: false,
  tenants: [],
  otherMethods: [],
  supportEmail: '',
  supportUrl: '',
  policySource: '/etc/parley/policy.json',
};

const sampleAccount = {
  id: 'ada',
  name: 'Ada Lovelace',
  givenName: 'Ada',
  username: 'ada.lovelace@contoso.example',
  tenantId: '11111111-2222-4333-8444-555555555555',
  tenantName: 'Contoso',
  cloudName: 'Microsoft Azure',
};

/** A person with three models. */
export const sampleSession: Extract<SessionState, { kind: 'signed-in' }> = {
  kind: 'signed-in',
  account: sampleAccount,
  accounts: [sampleAccount],
  deployments: [
    {
      ...plainTraits,
      id: 'everyday',
      displayName: 'Everyday',
      description: 'Quick answers for daily work.',
      credential: 'account',
    },
    {
      id: 'careful',
      displayName: 'Careful',
      description: 'Thinks longer; for analysis, plans and code.',
      credential: 'account',
      abilities: ['vision', 'files', 'reasoning', 'tools'],
      reasoningEfforts: ['low', 'medium', 'high'],
      summarisesReasoning: true,
      takesTemperature: false,
      takesVerbosity: true,
      contextTokens: 400_000,
      outputTokens: 128_000,
      price: { currency: 'EUR', inputPerMillion: 1.1, cachedInputPerMillion: 0.11, outputPerMillion: 8.8 },
      defaults: { reasoningEffort: 'medium' },
    },
    { ...plainTraits, id: 'plain', displayName: 'Plain', description: '', credential: 'account' },
  ],
  discovery: { kind: 'off' },
  abilities: [],
  uncheckedUntil: null,
  signIn: null,
  error: null,
  damage: null,
};

/** A person who has signed out and reads on. */
export const sampleReading: Extract<SessionState, { kind: 'reading' }> = {
  kind: 'reading',
  account: sampleAccount,
  deployments: sampleSession.deployments,
  abilities: ['export'],
  until: null,
  signIn: null,
  error: null,
};

/** A model that was found in Azure. */
export function foundDeployment(name: string, resource: string, isGone = false): Deployment {
  return {
    ...plainTraits,
    id: `found-${name}`,
    displayName: name,
    description: 'gpt-4o 2024-11-20',
    credential: 'account',
    found: { resource, location: 'swedencentral', isGone },
  };
}

/** A sign-in in the browser that waits for the person for another five minutes. */
export function sampleSignIn(): SignInProgress {
  return { method: 'browser', deadline: Date.now() + 300_000, linkReady: true, deviceCode: null };
}

/** A sign-in that nothing is wrong with. */
export const sampleHealth: AccountHealth = {
  method: 'browser',
  roles: [],
  evidence: null,
  expiresAt: null,
  renewedAt: null,
  broker: { state: 'off', reason: '', since: 0 },
};

/** A sign-in by a code that waits for the person for another fifteen minutes. */
export function sampleDeviceCode(): SignInProgress {
  return {
    method: 'device-code',
    deadline: Date.now() + 900_000,
    linkReady: false,
    deviceCode: { userCode: 'F7K3QWPLD', page: 'https://microsoft.com/devicelogin' },
  };
}

/** What the gate has found for somebody without the role that is required. */
export const sampleEvidence: AccessEvidence = {
  checkedAt: Date.UTC(2026, 5, 1, 9, 30),
  token: 'id',
  findings: [
    { claim: 'roles', source: 'token', state: 'present', found: ['Parley.Reader'], count: 1 },
    { claim: 'groups', source: 'graph', state: 'present', found: [], count: 0 },
  ],
  requiredRoles: ['Parley.User', 'Parley.Admin'],
  requiredGroups: ['6f1c2a3b-0000-4000-8000-00000000a001'],
};

/** A person with two models, one of which wants a key. */
export const sampleKeySession: Extract<SessionState, { kind: 'signed-in' }> = {
  ...sampleSession,
  deployments: [
    ...sampleSession.deployments.slice(0, 2),
    { ...plainTraits, id: 'plain', displayName: 'Plain', description: '', credential: 'key-missing' },
  ],
};

/** A colleague's account of another organisation. */
export const sampleColleague: Account = {
  id: 'grace',
  name: 'Grace Hopper',
  givenName: 'Grace',
  username: 'grace@fabrikam.example',
  tenantId: '66666666-2222-4333-8444-555555555555',
  tenantName: 'Fabrikam',
  cloudName: 'Microsoft Azure US Government',
};

/** Two organisations to add accounts of. */
export const sampleTenants: Tenant[] = [
  { id: 'contoso', name: 'Contoso', cloudName: 'Microsoft Azure' },
  { id: 'fabrikam', name: 'Fabrikam', cloudName: 'Microsoft Azure US Government' },
];

/** A stored conversation that was used so many hours ago. */
export function sampleConversation(title: string, hoursAgo: number, deploymentId = 'everyday'): Conversation {
  const time = Date.now() - hoursAgo * 3_600_000;
  return { id: crypto.randomUUID(), title, deploymentId, createdAt: time, updatedAt: time, ...plainOrder };
}

/** A stored question. */
export function question(text: string): Message {
  return {
    id: crypto.randomUUID(),
    role: 'user',
    parts: [{ type: 'text', text }],
    metadata: { createdAt: Date.now() },
  };
}

/** A stored answer, complete where nothing else is said. */
export function answer(text: string, metadata: Partial<MessageMetadata> = {}): Message {
  return {
    id: crypto.randomUUID(),
    role: 'assistant',
    parts: [{ type: 'text', text, state: 'done' }],
    metadata: {
      createdAt: Date.now(),
      status: 'complete',
      deploymentId: 'everyday',
      usage: { inputTokens: 420, outputTokens: 814 },
      ...metadata,
    },
  };
}

/** What was used on three days: at two prices, at none, and with a request that ended too soon. */
export const sampleUsage: UsageSummary = {
  from: '2026-11-15',
  to: '2026-11-21',
  rows: [
    usageRow('2026-11-21', 'careful', 12, { currency: 'EUR', millionths: 412_300 }),
    usageRow('2026-11-21', 'everyday', 30, null),
    usageRow('2026-11-20', 'careful', 4, { currency: 'EUR', millionths: 98_100 }),
    { ...usageRow('2026-11-20', 'careful', 2, null), untold: 1 },
    usageRow('2026-11-17', 'gone', 7, { currency: 'USD', millionths: 1_204_000 }),
  ],
};

function usageRow(day: string, deploymentId: string, requests: number, cost: Cost | null): UsageRow {
  return {
    day,
    deploymentId,
    requests,
    untold: 0,
    inputTokens: requests * 4200,
    cachedInputTokens: requests * 1000,
    outputTokens: requests * 810,
    reasoningTokens: 0,
    cost,
  };
}

/** A red pixel. */
export const sampleImage =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

/** A file that main has read. */
export function sampleAttachment(id: string, name: string, bytes: number): Attachment {
  const isImage = /\.(?:png|jpe?g)$/.test(name);
  return isImage
    ? { id, name, bytes, kind: 'image', mediaType: 'image/png', truncated: false }
    : {
        id,
        name,
        bytes,
        kind: 'document',
        mediaType: 'application/octet-stream',
        tokens: 1200,
        pages: 3,
        truncated: false,
      };
}
