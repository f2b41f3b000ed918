import type { BeginTurn } from '../../core/history/conversation-store.ts';
import type { AnswerStatus, Message } from '../../../shared/model/message.ts';

/** What no file on the disk may contain. */
export const secretText = 'the plan for Thursday is a secret';

/** A raw key. */
export const sampleKey = '0123456789abcdef'.repeat(4);

const time = 1_700_000_000_000;

/** A question made so many milliseconds after the first. */
export function question(id: string, after = 0, text = secretText): Message {
  return { id, role: 'user', parts: [{ type: 'text', text }], metadata: { createdAt: time + after } };
}

/** An answer, empty and streaming where nothing else is said. */
export function answer(id: string, text?: string, status: AnswerStatus = 'streaming'): Message {
  const metadata = { createdAt: time + 1, status, deploymentId: 'everyday' };
  return { id, role: 'assistant', parts: text === undefined ? [] : [{ type: 'text', text }], metadata };
}

/** A turn `q<name>`, `a<name>`. */
export function turn(conversationId: string, name: string): BeginTurn {
  return {
    conversationId,
    title: `Draft of ${conversationId}`,
    deploymentId: 'everyday',
    question: question(`q${name}`),
    answer: answer(`a${name}`),
  };
}

/** The ids of messages. */
export function ids({ messages }: { readonly messages: readonly Message[] }): string[] {
  return messages.map(({ id }) => id);
}

/** A turn whose question has a file. */
export function turnWithFile(conversationId: string, name: string, attachmentId: string): BeginTurn {
  const { question: plain, ...others } = turn(conversationId, name);
  const facts = { kind: 'text', mediaType: 'text/plain', bytes: 3, tokens: 1, truncated: false } as const;
  const file = { type: 'file', attachmentId, filename: 'plan.txt', ...facts } as const;
  return { ...others, question: { ...plain, parts: [file, ...plain.parts] } };
}
