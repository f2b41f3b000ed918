import type { UIMessageChunk } from 'ai';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { Preferences } from '../../../shared/model/preferences.ts';
import { Turn } from '../chat/turn.ts';
import type { Notice } from '../ports.ts';
import { AnswerWatch } from './answer-watch.ts';

interface Options {
  readonly hasFocus?: boolean;
  readonly shown?: Preferences['notifications'];
  /** Undefined for a temporary chat. */
  readonly title?: string | undefined;
}

const text = (delta: string): UIMessageChunk => ({ type: 'text-delta', id: '1', delta });
const status = (of: string): UIMessageChunk => ({ type: 'finish', messageMetadata: { createdAt: 0, status: of } });
const pause = (error: unknown): UIMessageChunk => ({ type: 'message-metadata', messageMetadata: { pause: error } });

function start(options: Options = {}) {
  const { hasFocus = false, shown = 'title' } = options;
  const notices: Notice[] = [];
  const begun: string[] = [];
  const turns: Turn[] = [];
  const watch = new AnswerWatch({
    desktop: { hasFocus: () => hasFocus, notify: (notice) => void notices.push(notice) },
    notifications: () => shown,
    title: async () => ('title' in options ? options.title : 'Rollout'),
    running: () => turns.filter(({ ended }) => !ended),
    onBegun: (id) => void begun.push(id),
  });
  const begin = () => {
    const turn = new Turn(crypto.randomUUID(), 'c');
    turns.push(turn);
    watch.look('c');
    return turn;
  };
  const answer = (...chunks: readonly UIMessageChunk[]) => {
    const turn = begin();
    for (const chunk of chunks) turn.publish(chunk);
    turn.end();
  };
  /** What has been told when everything that was asked for has been looked up. */
  const told = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return notices;
  };
  return { begin, answer, told, begun, watch };
}

describe('notifications of answers', () => {
  it('name the conversation and nothing of the answer', async () => {
    const { answer, told } = start();
    answer(text('The secret is 42.'), status('complete'));
    expect(await told()).toEqual([{ title: 'Rollout', body: 'Your answer is ready.', conversationId: 'c' }]);
  });

  it('show how the answer begins where the person wants it, on one line, without what hides or turns it', async () => {
    const { answer, told } = start({ shown: 'content' });
    answer(text('First\n\n\u202Eline '), text('and more. '.repeat(100)), status('complete'));
    const [notice] = await told();
    expect(notice?.body).toMatch(/^First line and more\. .{100,140}…$/);
  });

  it.each([
    ['a person who wants none', { shown: 'off' }],
    ['a person who looks at Parley', { hasFocus: true }],
  ] as const)('are not shown with %s', async (_name, options) => {
    const { answer, begin, told } = start(options);
    answer(status('complete'));
    begin().publish(pause(new AppError('sign-in-required').toData()));
    expect(await told()).toEqual([]);
  });

  it('tell nothing of a temporary chat, not even its title', async () => {
    const { answer, told } = start({ shown: 'content', title: undefined });
    answer(text('The secret is 42.'), status('complete'));
    expect(await told()).toEqual([{ title: 'Parley', body: 'Your answer is ready.', conversationId: undefined }]);
  });

  it('call for whoever is waited for, once a wait', async () => {
    const { begin, told } = start();
    const turn = begin();
    const wait = pause(new AppError('sign-in-required').toData());
    for (const chunk of [
      wait,
      wait,
      pause(null),
      { type: 'tool-approval-request', approvalId: '1', toolCallId: '1' },
    ]) {
      turn.publish(chunk as UIMessageChunk);
    }
    expect((await told()).map(({ body }) => body)).toEqual([
      'An answer is waiting for you.',
      'An answer is waiting for you.',
    ]);
  });

  it('tell of a failure, and nothing of what the person has stopped themselves', async () => {
    const { answer, told } = start();
    answer(status('failed'));
    answer(status('stopped'));
    answer(status('interrupted'));
    expect((await told()).map(({ body }) => body)).toEqual(['The answer could not be finished.']);
  });

  it('come once for answers that are compared, with the last of them', async () => {
    const { begin, told } = start();
    const [one, other] = [begin(), begin()];
    one.publish(status('complete'));
    one.end();
    expect(await told()).toEqual([]);
    other.publish(status('complete'));
    other.end();
    expect(await told()).toHaveLength(1);
  });

  it('windows are told once of turns that have begun', () => {
    const { begin, begun, watch } = start();
    begin();
    watch.look('c');
    expect(begun).toEqual(['c']);
  });
});
