import { beforeEach, describe, expect, it } from 'vitest';
import { Failover, type TurnRefusal } from './failover.ts';
import type { Refusal } from './refusal.ts';

const priority = ['best', 'second', 'third'] as const;
const limited = (wait?: number): Refusal => ({ kind: 'rate-limit', limit: 'tokens', wait });
const down: Refusal = { kind: 'unavailable', wait: undefined };

let now: number;
let failover: Failover;

beforeEach(() => {
  now = 1_700_000_000_000;
  failover = new Failover({ now: () => now, random: () => 0 });
});

function refuse(deploymentId: string, refusal: Refusal, changes: Partial<TurnRefusal> = {}) {
  return failover.refuse({
    priority,
    deploymentId,
    refusal,
    refusedBy: [deploymentId],
    attempt: 1,
    waitedMilliseconds: 0,
    hasShownText: false,
    ...changes,
  });
}

describe('Failover', () => {
  it('a person waits for a busy deployment while another one is free', () => {
    expect(refuse('best', limited(20_000))).toEqual({
      kind: 'switch',
      deploymentId: 'second',
      insteadOf: { deploymentId: 'best', because: 'rate-limit' },
    });
  });

  it('the next turn runs into the same limit, or the answer does not say why another one gave it', () => {
    refuse('best', limited(20_000));
    expect(failover.begin(priority)).toEqual({
      kind: 'ask',
      deploymentId: 'second',
      insteadOf: { deploymentId: 'best', because: 'rate-limit' },
    });
  });

  it('nobody ever goes back to the wished one', () => {
    refuse('best', limited(20_000));
    now += 20_000;
    expect(failover.begin(priority)).toEqual({ kind: 'ask', deploymentId: 'best', insteadOf: undefined });
    failover.answer('best');
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'best' });
  });

  it('every turn tries a deployment that may still be down', () => {
    refuse('best', down);
    refuse('best', down);
    now += 15_000;
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'best' });
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'second', insteadOf: { because: 'unavailable' } });
    refuse('best', down);
    now += 29_999;
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'second' });
    now += 1;
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'best' });
  });

  it('one failure takes a deployment out for everybody', () => {
    expect(refuse('best', down)).toMatchObject({ kind: 'switch', deploymentId: 'second' });
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'best' });
  });

  it('a stopped trial keeps a deployment out', () => {
    refuse('best', limited(20_000));
    now += 20_000;
    failover.begin(priority);
    failover.release('best');
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'best' });
  });

  it('a lost trial keeps a deployment out for ever', () => {
    refuse('best', limited(20_000));
    now += 20_000;
    failover.begin(priority);
    now += 2 * 60_000;
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'best' });
  });

  it('two answers: another deployment is asked when a part is on the screen', () => {
    expect(refuse('best', down, { hasShownText: true })).toEqual({ kind: 'keep-partial' });
    expect(refuse('best', limited(1), { hasShownText: true })).toEqual({ kind: 'keep-partial' });
  });

  it('a prompt that one filter refused is carried from deployment to deployment', () => {
    expect(refuse('best', { kind: 'final' })).toMatchObject({ kind: 'give-up', reason: 'final' });
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'best' });
  });

  it.each(['missing', 'forbidden'] as const)(
    'a deployment that is %s fails the turn while another one is free',
    (because) => {
      const step = refuse('best', { kind: 'not-here', because });
      expect(step).toMatchObject({ kind: 'switch', deploymentId: 'second', insteadOf: { because } });
      expect(failover.begin(priority)).toMatchObject({ deploymentId: 'best' });
      expect(refuse('only', { kind: 'not-here', because }, { priority: ['only'] })).toMatchObject({ kind: 'give-up' });
    },
  );

  it('every turn sits out the silence of a deployment that does not answer', () => {
    refuse('best', { kind: 'not-here', because: 'no-answer' });
    refuse('best', { kind: 'not-here', because: 'no-answer' });
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'second', insteadOf: { because: 'unavailable' } });
  });

  it('a turn begins with a wait of hours, or has waited for ever', () => {
    for (const id of priority) refuse(id, { kind: 'quota', wait: 86_400_000 }, { refusedBy: [...priority] });
    expect(failover.begin(priority)).toMatchObject({ kind: 'ask', deploymentId: 'best' });
    failover = new Failover({ now: () => now, random: () => 0 });
    for (const id of priority) refuse(id, limited(60_000), { refusedBy: [...priority] });
    expect(failover.begin(priority, 9.5 * 60_000)).toMatchObject({ kind: 'ask', deploymentId: 'best' });
  });

  it('deployments that are all down are asked in circles without a pause', () => {
    expect(refuse('best', down)).toMatchObject({ kind: 'switch', deploymentId: 'second' });
    expect(refuse('second', down, { refusedBy: ['best', 'second'] })).toMatchObject({
      kind: 'switch',
      deploymentId: 'third',
    });
    const step = refuse('third', down, { refusedBy: ['best', 'second', 'third'], attempt: 3 });
    expect(step).toMatchObject({ kind: 'wait', deploymentId: 'third' });
    expect(refuse('third', down, { refusedBy: ['third'], attempt: 4 })).toMatchObject({ kind: 'switch' });
  });

  it('a turn waits for the last one that refused, not for the first that will be free', () => {
    refuse('best', limited(5000));
    refuse('second', limited(30_000), { refusedBy: ['best', 'second'] });
    const step = refuse('third', limited(60_000), { refusedBy: ['best', 'second', 'third'], attempt: 3 });
    expect(step).toEqual({
      kind: 'wait',
      deploymentId: 'best',
      milliseconds: 5000,
      shown: 'countdown',
      because: 'rate-limit',
    });
    now += 5000;
    expect(failover.begin(priority)).toMatchObject({ kind: 'ask', deploymentId: 'best' });
  });

  it('a quota of a month ends the turn though another deployment is free in a minute', () => {
    refuse('second', limited(60_000));
    refuse('third', limited(90_000));
    const step = refuse('best', { kind: 'quota', wait: 86_400_000 }, { refusedBy: [...priority], attempt: 3 });
    expect(step).toMatchObject({ kind: 'wait', deploymentId: 'second', milliseconds: 60_000 });
    const late = refuse(
      'best',
      { kind: 'quota', wait: 86_400_000 },
      { refusedBy: [...priority], waitedMilliseconds: 9.5 * 60_000 },
    );
    expect(late).toMatchObject({ kind: 'give-up', reason: 'quota', retryInMilliseconds: 86_400_000 });
  });

  it('a quota that was raised meanwhile is noticed tomorrow', () => {
    refuse('best', { kind: 'quota', wait: 86_400_000 });
    now += 10 * 60_000;
    expect(failover.begin(priority)).toMatchObject({ deploymentId: 'best' });
  });

  it('a wait ends and the turn is only told to wait again', () => {
    failover = new Failover({
      now: () => now,
      random: (() => {
        let turn = 0;
        return () => (turn++ % 2 === 0 ? 0.9 : 0.1);
      })(),
    });
    const pair = ['best', 'second'] as const;
    refuse('best', limited(20_000), { priority: pair });
    const step = refuse('second', limited(20_000), { priority: pair, refusedBy: pair, attempt: 2 });
    expect(step.kind).toBe('wait');
    now += step.kind === 'wait' ? step.milliseconds : 0;
    expect(failover.begin(pair)).toMatchObject({ kind: 'ask' });
  });

  it('a new turn asks into a closed door while all are busy', () => {
    for (const [index, id] of priority.entries())
      refuse(id, limited(10_000 * (index + 1)), { refusedBy: [...priority] });
    expect(failover.begin(priority)).toEqual({
      kind: 'wait',
      deploymentId: 'best',
      milliseconds: 10_000,
      shown: 'countdown',
      because: 'rate-limit',
    });
  });

  it('who has one deployment only is kept from trying it', () => {
    expect(refuse('only', limited(20_000), { priority: ['only'] })).toEqual({
      kind: 'wait',
      deploymentId: 'only',
      milliseconds: 20_000,
      shown: 'countdown',
      because: 'rate-limit',
    });
    expect(failover.begin(['only'])).toEqual({ kind: 'ask', deploymentId: 'only', insteadOf: undefined });
  });
});
