import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { sampleSession } from '../../test-support/samples.ts';
import { messageLimit } from '../../../shared/ipc/contract.ts';
import {
  answerDetails,
  composerCommand,
  draftState,
  greeting,
  isWordless,
  pauseButton,
  pauseOf,
  pickDeployment,
} from './chat.logic.ts';

const { deployments } = sampleSession;

test('a pause never has a button that starts anything but what lets the same answer go on', () => {
  const buttons = (
    ['sign-in-required', 'claims-challenge', 'consent-required', 'key-missing', 'key-refused'] as const
  ).map((code) => pauseButton(new AppError(code)));
  expect(buttons).toEqual(['sign-in', 'sign-in', 'continue', 'enter-key', 'enter-key']);
});

test('an answer that has ended, or goes on, does not ask for a sign-in any more', () => {
  const pause = new AppError('sign-in-required').toData();
  expect(pauseOf({ createdAt: 0, status: 'streaming', pause })).toBe(pause);
  expect(pauseOf({ createdAt: 0, status: 'streaming', pause: null })).toBeUndefined();
  expect(pauseOf({ createdAt: 0, status: 'interrupted', pause })).toBeUndefined();
});

describe('draftState', () => {
  test.each(['', ' \n\t', '\u200b', '\u00ad\u2060\ufeff', '\u3164', '\u2800', '\u{e0020}'])(
    'nothing is sent that nobody can see: %j',
    (draft) => expect(draftState(draft)).toEqual({ kind: 'blank' }),
  );

  test('what joins emoji and letters does not make them invisible', () => {
    expect(draftState(' 👩\u200d👩\u200d👧 ')).toEqual({ kind: 'sendable', text: '👩\u200d👩\u200d👧' });
  });

  test('white space around a message does not make it too long', () => {
    expect(draftState(` ${'x'.repeat(messageLimit)} `).kind).toBe('sendable');
    expect(draftState('x'.repeat(messageLimit + 1))).toEqual({ kind: 'too-long', length: messageLimit + 1 });
  });
});

test('an answer that says something, or has ended well, is not taken for a wordless one', () => {
  const ended = (status: 'complete' | 'stopped' | 'failed' | 'streaming', text: string) =>
    isWordless({ parts: [{ type: 'text', text }], metadata: { createdAt: 0, status } });
  expect([ended('stopped', ''), ended('failed', ' ')]).toEqual([true, true]);
  expect([ended('complete', ''), ended('streaming', ''), ended('failed', 'Half')]).toEqual([false, false, false]);
});

describe('composerCommand', () => {
  const press = {
    key: 'Enter',
    keyCode: 13,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    isComposing: false,
  };

  test('Enter of an input method does not send half a word', () => {
    expect(composerCommand({ ...press, isComposing: true })).toBeUndefined();
    expect(composerCommand({ ...press, keyCode: 229 })).toBeUndefined();
    expect(composerCommand({ ...press, key: 'Escape', isComposing: true })).toBeUndefined();
  });

  test('Enter sends, Shift+Enter does not, Escape stops', () => {
    expect(composerCommand(press)).toBe('send');
    expect(composerCommand({ ...press, shiftKey: true })).toBeUndefined();
    expect(composerCommand({ ...press, key: 'Escape', keyCode: 27 })).toBe('stop');
  });
});

describe('pickDeployment', () => {
  test('a conversation does not fall back to the first model while its own is there', () => {
    expect(pickDeployment(deployments, undefined, 'careful')?.id).toBe('careful');
    expect(pickDeployment(deployments, 'plain', 'careful')?.id).toBe('plain');
  });

  test('a model that was taken away does not leave the conversation without any', () => {
    expect(pickDeployment(deployments, undefined, 'gone')?.id).toBe('everyday');
    expect(pickDeployment([], undefined, 'gone')).toBeUndefined();
  });
});

test('how an answer ended is told, live and from history', () => {
  const metadata = {
    createdAt: 0,
    deploymentId: 'careful',
    usage: { inputTokens: 1000, outputTokens: 234 },
    cost: { currency: 'EUR', millionths: 3159 },
  } as const;
  expect(answerDetails({ ...metadata, status: 'complete' }, deployments)).toBe(
    'Careful · 1,234 tokens · about €0.0032',
  );
  expect(answerDetails({ ...metadata, status: 'stopped' }, deployments)).toBe(
    'Stopped · Careful · 1,234 tokens · about €0.0032',
  );
  expect(answerDetails({ ...metadata, status: 'complete', truncated: true }, deployments)).toContain('length limit');
  expect(answerDetails({ createdAt: 0, status: 'interrupted', deploymentId: 'gone' }, deployments)).toBe(
    'Interrupted when Parley was closed · gone',
  );
});

test('nobody is wished a good morning at night, or greeted by an empty name', () => {
  expect(greeting('Ada', 8)).toBe('Good morning, Ada');
  expect(greeting('Ada', 2)).toBe('Good evening, Ada');
  expect(greeting('', 15)).toBe('Good afternoon');
});
