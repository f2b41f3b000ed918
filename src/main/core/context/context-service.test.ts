import type { UIMessageChunk } from 'ai';
import { describe, expect, it } from 'vitest';
import { type Message, messageText } from '../../../shared/model/message.ts';
import { FakeClock, MemoryLog, wordCounter } from '../testing/fakes.ts';
import { type ContextRequest, ContextService } from './context-service.ts';
import type { SummaryMaterial } from './summary.ts';

function message(id: string, text: string): Message {
  return {
    id,
    role: id.startsWith('q') ? 'user' : 'assistant',
    parts: [{ type: 'text', text }],
    metadata: { createdAt: 1 },
  };
}

/** `q0 a0 q1 a1 … q`, each of so many words. */
function branch(turns: number, words: number): Message[] {
  const ids = Array.from({ length: turns }, (_, turn) => [`q${turn}`, `a${turn}`]).flat();
  return [...ids, `q${turns}`].map((id) => message(id, `${id} ${'word '.repeat(words - 1)}`));
}

interface FitOptions extends Partial<Omit<ContextRequest, 'messages'>> {
  readonly messages: readonly Message[];
  /** Tokens of pictures by the id of their message. */
  readonly pictures?: Readonly<Record<string, number>>;
}

function start() {
  const clock = new FakeClock();
  const log = new MemoryLog();
  const service = new ContextService({ counter: wordCounter, clock, log });
  const published: UIMessageChunk[] = [];
  const asked: SummaryMaterial[] = [];
  const fit = ({ messages, pictures = {}, ...request }: FitOptions) =>
    service.fit({
      // Of 4,000 tokens, an answer may have half.
      deployment: { displayName: 'Small', contextTokens: 4_000 },
      otherTexts: [],
      publish: (chunk) => published.push(chunk),
      signal: new AbortController().signal,
      summarise: async (material) => {
        asked.push(material);
        return `Summary ${asked.length}.`;
      },
      messages: messages.map((sent) => ({
        message: sent,
        text: messageText(sent),
        otherTokens: pictures[sent.id] ?? 0,
      })),
      ...request,
    });
  const summaries = () => published.filter(({ type }) => type === 'data-summary');
  return { clock, log, service, fit, published, asked, summaries };
}

const texts = (messages: readonly Message[]) => messages.map(messageText);

describe('ContextService', () => {
  it('sends a conversation that fits as it is, and asks for no summary', async () => {
    const { fit, asked } = start();
    const messages = branch(3, 50);
    const fitted = await fit({ messages });
    expect(fitted.messages).toEqual(messages);
    expect(fitted.context.limit).toBe(2_000);
    expect(asked).toEqual([]);
  });

  it('counts pictures, which have no text', async () => {
    const { fit } = start();
    const messages = branch(1, 50);
    expect((await fit({ messages, pictures: { q0: 1_445 } })).context.tokens).toBeGreaterThan(1_445);
    const fitted = await fit({ messages, pictures: { q0: 3_000 } });
    expect(fitted.messages).not.toContainEqual(messages[0]);
    await expect(fit({ messages, pictures: { q1: 3_000 } })).rejects.toMatchObject({ code: 'context-too-long' });
  });

  it('sends a summary of the earlier turns first, as something said and not as instructions', async () => {
    const { fit, asked, summaries } = start();
    const messages = branch(10, 150);
    const { messages: sent, context } = await fit({ messages });
    expect(sent[0]?.role).toBe('user');
    expect(texts(sent)[0]).toMatch(/^Summary of the earlier part.*\n\nSummary 1\.$/s);
    expect(sent[1]?.role).toBe('user');
    expect(sent.at(-1)).toBe(messages.at(-1));
    expect(context.tokens).toBeLessThan(2_000);
    const upToId = messages[messages.length - sent.length]?.id;
    expect(summaries()).toEqual([{ type: 'data-summary', id: 'summary', data: { text: 'Summary 1.', upToId } }]);
    expect(asked[0]?.texts.at(-1)?.text).toContain(upToId);
  });

  it('makes one summary for an answer, its repetition on another deployment, and a second answer beside it', async () => {
    const { fit, asked, summaries } = start();
    const messages = branch(10, 150);
    const first = await fit({ messages });
    const second = await fit({ messages });
    expect(texts(second.messages)).toEqual(texts(first.messages));
    expect(asked).toHaveLength(1);
    // Each answer keeps it: the other one may be on a branch that is never shown again.
    expect(summaries()).toHaveLength(2);
  });

  it('goes on with the summary that history has, after a restart', async () => {
    const { fit, asked, summaries } = start();
    const messages = branch(10, 150);
    const kept = messages.find(({ id }) => id === 'a8');
    kept?.parts.unshift({ type: 'data-summary', data: { text: 'From history.', upToId: 'a6' } });
    const { messages: sent } = await fit({ messages });
    expect(texts(sent)[0]).toContain('From history.');
    expect(sent[1]?.id).toBe('q7');
    expect(asked).toEqual([]);
    expect(summaries()).toEqual([]);
  });

  it('lets a summary grow from the one before it, and not from the messages that it stands for', async () => {
    const { fit, asked } = start();
    await fit({ messages: branch(10, 150) });
    await fit({ messages: branch(18, 150) });
    expect(asked).toHaveLength(2);
    expect(asked[1]?.previous).toBe('Summary 1.');
    expect(asked[1]?.texts[0]?.text).not.toContain('q0 ');
    const { messages: sent } = await fit({ messages: branch(18, 150) });
    expect(texts(sent)[0]).toContain('Summary 2.');
  });

  it('begins with the same words turn after turn, which the prompt cache lives on', async () => {
    const { fit } = start();
    const first = texts((await fit({ messages: branch(10, 150) })).messages);
    const second = texts((await fit({ messages: branch(11, 150) })).messages);
    expect(second.slice(0, first.length)).toEqual(first);
  });

  it('answers without the earlier messages where no summary can be had, says so, and logs no text', async () => {
    const { fit, log, summaries } = start();
    const messages = branch(10, 150);
    const fitted = await fit({ messages, summarise: () => Promise.reject(new Error('word word')) });
    expect(fitted.messages[0]?.id).toMatch(/^q/);
    expect(fitted.context.omittedMessages).toBe(messages.length - fitted.messages.length);
    expect(summaries()).toEqual([]);
    expect(log.lines).toEqual(['{"event":"summary-fail","code":"internal"}']);
  });

  it('does not wait for ever for a summary', async () => {
    const { fit, clock, log } = start();
    const fitted = fit({
      messages: branch(10, 150),
      summarise: (_material, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          queueMicrotask(() => clock.advance(60_000));
        }),
    });
    expect((await fitted).context.omittedMessages).toBeGreaterThan(0);
    expect(log.lines.join()).toContain('"code":"deadline"');
  });

  it('ends at once when the turn is stopped while it waits for a summary', async () => {
    const { fit } = start();
    const stop = new AbortController();
    const fitted = fit({
      messages: branch(10, 150),
      signal: stop.signal,
      summarise: (_material, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          queueMicrotask(() => stop.abort('stopped'));
        }),
    });
    await expect(fitted).rejects.toBe('stopped');
  });

  it('cuts a summary that is longer than it may be, so that it cannot push the question out', async () => {
    const { fit } = start();
    const { messages } = await fit({ messages: branch(10, 150), summarise: async () => 'word '.repeat(5_000) });
    expect(texts(messages)[0]?.length).toBeLessThan(2_000);
  });

  it('takes an empty summary for none', async () => {
    const { fit } = start();
    const { context } = await fit({ messages: branch(10, 150), summarise: async () => '' });
    expect(context.omittedMessages).toBeGreaterThan(0);
  });

  it('asks for a summary within the limit too, of a message that alone is longer as well', async () => {
    const { fit, asked } = start();
    const messages = [message('q0', 'word '.repeat(50_000)), message('a0', 'Read.'), ...branch(5, 150).slice(2)];
    await fit({ messages });
    const words = asked[0]?.texts.reduce((sum, { text }) => sum + text.split(' ').length, 0);
    expect(words).toBeLessThan(2_000);
    expect(asked[0]?.texts.at(0)?.text).toMatch(/ \[…\]$/);
  });

  it('refuses a question that is too long by itself, and tells by how much', async () => {
    const { fit } = start();
    const messages = [...branch(2, 10).slice(0, -1), message('q2', 'word '.repeat(2_500))];
    await expect(fit({ messages })).rejects.toMatchObject({
      code: 'context-too-long',
      fields: { deployment: 'Small', tokensOver: 504 },
    });
  });

  it('counts what an answer has so far as well', async () => {
    const { fit } = start();
    const messages = branch(2, 600).slice(2);
    expect((await fit({ messages })).context.omittedMessages).toBeUndefined();
    await expect(fit({ messages, otherTexts: ['word '.repeat(1_500)] })).rejects.toMatchObject({
      code: 'context-too-long',
    });
  });

  it('tells that it waits for a summary, and that it no longer does', async () => {
    const { fit, published } = start();
    await fit({ messages: branch(10, 150) });
    const told = published.filter((chunk) => chunk.type === 'message-metadata');
    expect(told).toMatchObject([
      { messageMetadata: { context: { isSummarising: true } } },
      { messageMetadata: { context: { isSummarising: false } } },
    ]);
  });
});
