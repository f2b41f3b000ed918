import { randomUUID } from 'node:crypto';
import type { Message, MessageMetadata, MessagePart } from '../../src/shared/model/message.ts';
import type { NewConversation } from '../../src/main/core/history/transfer-store.ts';

const time = Date.UTC(2026, 5, 1, 12);

/** The smallest picture. */
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** One conversation with a part of every kind, every kind of metadata, and branches; and its files. */
export function everyPart() {
  const [conversationId, pictureId, documentId, drawnId, toolImage, q1, a1, a1b, q2, a2, folderId, briefId] =
    Array.from({ length: 12 }, () => randomUUID()) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
  const user = (id: string, parts: MessagePart[]): Message => ({
    id,
    role: 'user',
    parts,
    metadata: { createdAt: time },
  });
  const answer = (id: string, parts: MessagePart[], metadata: Partial<MessageMetadata> = {}): Message => ({
    id,
    role: 'assistant',
    parts,
    metadata: { createdAt: time + 1, status: 'complete', deploymentId: 'everyday', ...metadata },
  });
  const facts = { truncated: false } as const;
  const picture = { attachmentId: pictureId, filename: 'plan.png', kind: 'image', mediaType: 'image/png' } as const;
  const document = { attachmentId: documentId, filename: 'plan.txt', kind: 'text', mediaType: 'text/plain' } as const;
  const messages = [
    {
      parentId: null,
      message: user(q1, [
        { type: 'file', ...picture, ...facts, bytes: pixel.length },
        { type: 'file', ...document, ...facts, bytes: 5, tokens: 2, pages: 1 },
        { type: 'text', text: 'What is in “these”? <b>&\u2028 🙂' },
      ]),
    },
    {
      parentId: q1,
      message: answer(
        a1,
        [
          { type: 'step-start' },
          { type: 'reasoning', text: 'I look.', state: 'done' },
          {
            type: 'dynamic-tool',
            toolName: 'handbook__search',
            toolCallId: 'call-1',
            toolMetadata: { server: 'Handbook', title: 'Search', approval: 'ask' },
            state: 'output-available',
            input: { query: 'plan', nested: { list: [1, null, true] } },
            output: {
              text: '```\n<script>alert(1)</script>',
              images: [{ mediaType: 'image/png', attachmentId: toolImage }],
              isCut: true,
              isError: false,
            },
          },
          {
            type: 'dynamic-tool',
            toolName: 'handbook__delete',
            toolCallId: 'call-2',
            state: 'output-denied',
            input: {},
            approval: { id: 'approval', approved: false },
          },
          {
            type: 'text',
            text: '# A plan\n\n[go](javascript:alert(1)) ![x](https://example.com/x.png)',
            state: 'done',
          },
        ],
        {
          usage: { inputTokens: 1, outputTokens: 2, cachedInputTokens: 1 },
          thoughtMilliseconds: 5,
          requestId: 'secret-request',
          context: { tokens: 10, limit: 20, omittedMessages: 1 },
          insteadOf: { deploymentId: 'careful', because: 'rate-limit' },
          missingTools: ['Calendar'],
          truncated: true,
          cost: { currency: 'EUR', millionths: 12 },
          modelVersion: 'gpt-5-2026-01-01',
          times: { firstMilliseconds: 10, wholeMilliseconds: 20 },
          isMakingImage: false,
          lostImages: 1,
          omittedSources: 2,
        },
      ),
    },
    {
      parentId: q1,
      message: answer(a1b, [{ type: 'text', text: 'Another.' }], {
        status: 'failed',
        error: {
          code: 'stream-cut',
          retryable: true,
          correlationId: 'secret-correlation',
          time: time + 2,
          fields: { status: 500 },
        },
      }),
    },
    {
      parentId: a1,
      message: {
        ...user(q2, [{ type: 'text', text: 'Go on, with Ada.' }]),
        metadata: { createdAt: time, people: [{ id: 'ada', name: 'Ada Lovelace' }] },
      },
    },
    {
      parentId: q2,
      message: answer(a2, [
        { type: 'data-summary', id: 's', data: { text: 'They spoke of a plan.', upToId: a1 } },
        {
          type: 'text',
          text: 'Yes.',
          providerMetadata: { parley: { citations: [{ sourceId: 's1', start: 0, end: 3 }] } },
        },
        { type: 'source-url', sourceId: 's1', url: 'https://contoso.example/plan', title: 'The plan' },
        { type: 'source-document', sourceId: 's2', mediaType: 'text/plain', title: 'notes.txt' },
        {
          type: 'data-image',
          data: { ...facts, ...picture, attachmentId: drawnId, filename: 'drawn.png', bytes: pixel.length },
        },
      ]),
    },
  ];
  const conversation: NewConversation = {
    conversation: {
      id: conversationId,
      title: 'Every part there is',
      deploymentId: 'careful',
      createdAt: time,
      updatedAt: time + 10,
    },
    settings: { instructions: 'Be brief.', temperature: 0.5, maxOutputTokens: 100, toolServersOff: ['calendar'] },
    place: { pinnedAt: time + 5, archivedAt: time + 6, folder: { id: folderId, name: 'Plans' } },
    assistant: {
      id: 'planner',
      name: 'Planner',
      description: 'Plans',
      instructions: 'Plan well.',
      deploymentId: 'careful',
      settings: { verbosity: 'low' },
      toolServerIds: ['calendar'],
      files: [{ type: 'file', ...document, ...facts, attachmentId: briefId, filename: 'brief.txt', bytes: 5 }],
    },
    titleSource: 'person',
    shownLeafId: a2,
    messages,
  };
  const files = [
    { conversationId, attachmentId: pictureId, text: '', data: pixel },
    { conversationId, attachmentId: drawnId, text: '', data: pixel },
    { conversationId, attachmentId: toolImage, text: '', data: pixel },
    { conversationId, attachmentId: briefId, text: 'brief', data: Buffer.from('brief') },
    { conversationId, attachmentId: documentId, text: 'plan.', data: Buffer.from('plan.') },
  ];
  return { conversation, files };
}
