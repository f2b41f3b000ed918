import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { plainOrder } from '../../../shared/model/conversation-order.ts';
import { plainTraits } from '../../../shared/model/deployment.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { BeginAnswer, BeginTurn, ConversationStore, StoredConversation } from '../history/conversation-store.ts';
import type { FileStore } from '../history/file-store.ts';
import { ContextService } from '../context/context-service.ts';
import { FakeClock, MemoryLog, wordCounter } from '../testing/fakes.ts';
import { type ModelServer, sendDelta, sendOpening, startEvents, startModelServer } from '../testing/model-server.ts';
import { personCredential } from '../auth/credentials/credential.ts';
import type { AccountTokens } from '../auth/token-source.ts';
import { ApiProbe } from '../models/api-probe.ts';
import { Failover } from '../models/load/failover.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import { endpointAt } from '../testing/start-answer.ts';
import { ChatService } from './chat-service.ts';

let server: ModelServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A history in memory whose next writing of a question can be held back. */
class MemoryStore implements ConversationStore, FileStore {
  readonly saved: Message[] = [];
  readonly begun: BeginTurn[] = [];
  /** What `open` finds. */
  kept: Message[] = [];
  hold: Promise<void> = Promise.resolve();

  async beginTurn(begun: BeginTurn) {
    const { conversationId, question } = begun;
    this.begun.push(begun);
    await this.hold;
    return this.#stored(conversationId, [question]);
  }

  async beginAnswer({ conversationId }: BeginAnswer) {
    return this.#stored(conversationId, []);
  }

  async saveAnswer({ answer }: { answer: Message }) {
    this.saved.push(answer);
  }

  async open({ conversationId }: { conversationId: string }) {
    return { ...this.#stored(conversationId, this.kept), versions: [], compared: [], around: null };
  }

  async addUsage() {}

  async usage() {
    return [];
  }
  async branchPage() {
    return { messages: [], start: 0, versions: [] };
  }

  async show({ conversationId }: { conversationId: string }) {
    return this.open({ conversationId });
  }

  async deleteVersion({ conversationId }: { conversationId: string }) {
    return this.open({ conversationId });
  }

  async fork() {}

  async list() {
    return [];
  }

  async rename() {
    return false;
  }

  async configure() {}

  async delete() {}

  async addFile() {}

  async fileText() {
    return 'the text of the file';
  }

  async fileData() {
    return Buffer.from('the file');
  }

  async deleteDraftFile() {}

  async deleteDraftFiles() {}

  #stored(id: string, messages: Message[]): StoredConversation {
    const conversation = { id, title: '', deploymentId: 'd', createdAt: 1, updatedAt: 1, ...plainOrder };
    return { conversation, settings: {}, assistant: null, messages, start: 0 };
  }
}

const tokens: Pick<AccountTokens, 'token'> = { token: async () => 'the-token' };

/** A service on a model that begins every answer and ends none. */
async function start() {
  const model = await startModelServer((response: ServerResponse) => {
    startEvents(response);
    sendOpening(response);
    sendDelta(response, 'Some ');
  });
  server = model;
  const store = new MemoryStore();
  const deployment = (id: string): DeploymentSettings => ({
    id,
    displayName: 'Everyday',
    description: '',
    ...plainTraits,
    endpoint: endpointAt(model.endpoint),
    scope: 's',
    auth: 'user',
    fallbacks: [],
  });
  const chat = new ChatService({
    images: { keep: async () => undefined },
    deployments: () => [deployment('d'), deployment('e')],
    tools: async () => undefined,
    assistant: async () => {
      throw new AppError('assistant-missing');
    },
    credential: () => ({ kind: 'token', scope: 's', credential: personCredential(tokens) }),
    probe: new ApiProbe({
      file: '/nowhere',
      clock: new FakeClock(),
      log: new MemoryLog(),
      signal: new AbortController().signal,
    }),
    failover: new Failover({ now: () => 0, random: () => 0 }),
    stall: { firstMilliseconds: 60_000, nextMilliseconds: 60_000 },
    context: new ContextService({ counter: wordCounter, clock: new FakeClock(), log: new MemoryLog() }),
    store,
    tray: { parts: () => [], release: () => {} },
    clock: new FakeClock(),
    fetch,
    log: new MemoryLog(),
    onHistoryChange: () => {},
  });
  const ask = (conversationId: string) =>
    chat.send({ conversationId, messageId: randomUUID(), text: 'Hello', deploymentId: 'd' });
  return { chat, store, model, ask };
}

describe('the chat service', () => {
  it('deletes one conversation without waiting for the answers of others', async () => {
    const { chat, ask } = await start();
    await Promise.all([ask('one'), ask('two')]);
    await chat.stopConversation('one');
    expect(chat.runningTurns('one')).toEqual([]);
    expect(chat.runningTurns('two')).toHaveLength(1);
    await chat.close('stopped');
  });

  it('sends nothing for a conversation that is deleted while its question is being written', async () => {
    const { chat, store, model, ask } = await start();
    const writing = Promise.withResolvers<void>();
    store.hold = writing.promise;
    const sent = ask('one');
    const stopped = chat.stopConversation('one');
    writing.resolve();
    await Promise.all([sent, stopped]);
    expect(model.requests).toHaveLength(0);
    expect(store.saved.at(-1)?.metadata.status).toBe('stopped');
  });

  it('waits for a question that is being written before it closes', async () => {
    const { chat, store, model, ask } = await start();
    const writing = Promise.withResolvers<void>();
    store.hold = writing.promise;
    const sent = ask('one');
    const closed = chat.close('interrupted');
    writing.resolve();
    await Promise.all([sent, closed]);
    expect(store.saved.at(-1)?.metadata.status).toBe('interrupted');
    expect(model.requests).toHaveLength(0);
  });

  it('names a send after sign-out for what it is, not an internal fault', async () => {
    const { chat, ask } = await start();
    await chat.close('stopped');
    await expect(ask('one')).rejects.toMatchObject({ code: 'sign-in-required' });
  });

  it('lets a conversation go on after its question could not be written', async () => {
    const { chat, store, ask } = await start();
    store.hold = Promise.reject(new Error('disk'));
    await expect(ask('one')).rejects.toThrow('disk');
    store.hold = Promise.resolve();
    await expect(ask('one')).resolves.toBeDefined();
    await chat.close('stopped');
  });

  describe('models that are compared', () => {
    const question = { conversationId: 'one', messageId: randomUUID(), text: 'Hello' };

    it('share a turn, or an answer, or the stop of one', async () => {
      const { chat, store, model } = await start();
      const turns = await chat.compare({ ...question, deploymentIds: ['d', 'e'] });
      await expect.poll(() => model.requests).toHaveLength(2);
      const [first, second] = turns;
      expect(store.begun).toMatchObject([{ answer: { id: first?.id }, otherAnswers: [{ id: second?.id }] }]);
      chat.stop(first?.id ?? '');
      await first?.done;
      expect(chat.runningTurns('one')).toEqual([second]);
      await expect(chat.send({ ...question, deploymentId: 'd' })).rejects.toMatchObject({ code: 'turn-running' });
      await chat.close('interrupted');
      expect(store.saved.slice(-2)).toMatchObject([
        { id: first?.id, metadata: { status: 'stopped', deploymentId: 'd' } },
        { id: second?.id, metadata: { status: 'interrupted', deploymentId: 'e' } },
      ]);
    });

    it('are asked though one of them is not offered', async () => {
      const { chat, store } = await start();
      const asked = chat.compare({ ...question, deploymentIds: ['d', 'gone'] });
      await expect(asked).rejects.toMatchObject({ code: 'deployment-not-found', fields: { deployment: 'gone' } });
      expect(store.begun).toHaveLength(0);
      expect(chat.isBusy('one')).toBe(false);
      await chat.close('stopped');
    });
  });

  describe('editing a question', () => {
    const file = {
      type: 'file',
      attachmentId: 'f',
      filename: 'plan.txt',
      kind: 'text',
      mediaType: 'text/plain',
      bytes: 3,
      truncated: false,
    } as const;
    const question: Message = { id: 'q', role: 'user', parts: [file], metadata: { createdAt: 1 } };
    const edited = { conversationId: 'one', messageId: randomUUID(), text: 'Hello', deploymentId: 'd', besideId: 'q' };

    it('loses the files that it keeps, or takes other ones', async () => {
      const { chat, store } = await start();
      store.kept = [question];
      for (const wrong of [{ attachmentIds: ['other'] }, { besideId: 'elsewhere' }]) {
        await expect(chat.send({ ...edited, ...wrong })).rejects.toBeInstanceOf(AppError);
      }
      await chat.send({ ...edited, attachmentIds: ['f'] });
      expect(store.begun).toMatchObject([
        { besideId: 'q', question: { parts: [file, { type: 'text', text: 'Hello' }] } },
      ]);
      await chat.close('stopped');
    });
  });

  describe('going on with an answer', () => {
    const question: Message = {
      id: 'q',
      role: 'user',
      parts: [{ type: 'text', text: 'Hello' }],
      metadata: { createdAt: 1 },
    };
    const broken: Message = {
      id: 'a',
      role: 'assistant',
      parts: [{ type: 'text', text: 'Half an', state: 'done' }],
      metadata: { createdAt: 2, status: 'stopped', deploymentId: 'd', usage: { inputTokens: 1, outputTokens: 2 } },
    };
    const goOn = { conversationId: 'one', answerId: 'a', deploymentId: 'd' };

    it('makes another message, or forgets that it broke off when Parley is killed meanwhile', async () => {
      const { chat, store, model } = await start();
      store.kept = [question, broken];
      const turn = await chat.continue(goOn);
      expect(turn.id).toBe('a');
      expect(store.saved[0]).toMatchObject({
        id: 'a',
        parts: broken.parts,
        metadata: { status: 'streaming', createdAt: 2 },
      });
      await expect.poll(() => JSON.stringify(model.requests[0]?.body)).toContain('Half an');
      await chat.close('stopped');
      expect(store.saved.at(-1)).toMatchObject({ id: 'a', metadata: { usage: broken.metadata.usage } });
    });

    it('throws away what a tool returned because no word came after it', async () => {
      const { chat, store, model } = await start();
      const call = { type: 'dynamic-tool', toolName: 'crm__search', toolCallId: 'call_1', input: {} } as const;
      const output = { text: '42 EUR.', images: [], isCut: false, isError: false };
      const parts: Message['parts'] = [{ ...call, state: 'output-available', output }, { type: 'step-start' }];
      store.kept = [question, { ...broken, parts }];
      await chat.continue(goOn);
      await expect.poll(() => model.requests.length).toBe(1);
      await chat.close('stopped');
      expect(store.saved.at(-1)?.parts.slice(0, 2)).toMatchObject([{ output }, { type: 'step-start' }]);
    });

    it('forgets how long the model had thought before', async () => {
      const { chat, store, model } = await start();
      const parts: Message['parts'] = [{ type: 'reasoning', text: 'Hm.', state: 'done' }, ...broken.parts];
      store.kept = [question, { ...broken, parts, metadata: { ...broken.metadata, thoughtMilliseconds: 4000 } }];
      await chat.continue(goOn);
      await expect.poll(() => model.requests.length).toBe(1);
      await chat.close('stopped');
      expect(store.saved.at(-1)).toMatchObject({ id: 'a', metadata: { thoughtMilliseconds: 4000 } });
    });

    it.each<[string, Message[]]>([
      ['a whole one', [question, { ...broken, metadata: { ...broken.metadata, status: 'complete' } }]],
      ['an empty one', [question, { ...broken, parts: [] }]],
      ['one that is not the last', [question, broken, { ...question, id: 'q2' }]],
      ['a question', [{ ...question, id: 'a' }]],
    ])('spoils %s', async (_what, kept) => {
      const { chat, store, model } = await start();
      store.kept = kept;
      await expect(chat.continue(goOn)).rejects.toMatchObject({ code: 'invalid-request' });
      expect(store.saved).toHaveLength(0);
      expect(model.requests).toHaveLength(0);
      await chat.close('stopped');
    });
  });
});
