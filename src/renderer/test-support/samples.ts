import type { Conversation } from '../../shared/model/conversation.ts';
import type { Message, MessageMetadata } from '../../shared/model/message.ts';
import type { AppInfo, SessionState } from '../../shared/model/session.ts';

/** The frame's facts of an organisation without notices. */
export const sampleInfo: AppInfo = {
  version: '0.1.0',
  platform: 'linux',
  organisationName: 'Contoso',
  notice: '',
  unprotectedStorage: false,
};

/** A person with three models. */
export const sampleSession: Extract<SessionState, { kind: 'signed-in' }> = {
  kind: 'signed-in',
  account: {
    id: 'ada',
    name: 'Ada Lovelace',
    givenName: 'Ada',
    username: 'ada.lovelace@contoso.example',
    tenantId: '11111111-2222-4333-8444-555555555555',
    cloudName: 'Global',
  },
  deployments: [
    { id: 'everyday', displayName: 'Everyday', description: 'Quick answers for daily work.' },
    { id: 'careful', displayName: 'Careful', description: 'Thinks longer; for analysis, plans and code.' },
    { id: 'plain', displayName: 'Plain', description: '' },
  ],
};

/** A stored conversation that was used so many hours ago. */
export function sampleConversation(title: string, hoursAgo: number, deploymentId = 'everyday'): Conversation {
  const time = Date.now() - hoursAgo * 3_600_000;
  return { id: crypto.randomUUID(), title, deploymentId, createdAt: time, updatedAt: time };
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
