import { describe, expect, it } from 'vitest';
import { jainIndex, morning, parleyPlan, plainPlan, type Simulation, simulate } from './simulation.ts';

describe('simulate', () => {
  it.each<[string, Partial<Simulation>]>([
    ['tokens run out', {}],
    ['the service does not say when', { tellsWait: false }],
    ['requests run out, and refused ones count', { requestsPerMinute: 4000, countsRefusals: true }],
    ['there is a quarter of what is needed', { tokensPerMinute: 3_000_000 }],
  ])('people lose more prompts, or fare less alike, than with the AI SDK’s plain retry: %s', (_name, changes) => {
    const ours = simulate({ ...morning, ...changes }, parleyPlan);
    const plain = simulate({ ...morning, ...changes }, plainPlan());
    expect(ours.goodput).toBeGreaterThan(plain.goodput * 1.3);
    expect(ours.fairness).toBeGreaterThan(plain.fairness);
  });

  it('nearly everybody is not answered in the end', () => {
    const ours = simulate(morning, parleyPlan);
    expect(ours.goodput).toBeGreaterThan(0.99);
    expect(ours.fairness).toBeGreaterThan(0.99);
  });

  it('patience alone would do as well, without the spread', () => {
    const ours = simulate(morning, parleyPlan);
    const patient = simulate(morning, plainPlan(11));
    expect(ours.goodput).toBeGreaterThan(patient.goodput);
    expect(ours.requestsPerAnswer).toBeLessThan(patient.requestsPerAnswer);
  });

  it('patience costs those who meet no limit', () => {
    const roomy = { ...morning, tokensPerMinute: 30_000_000, requestsPerMinute: 180_000 };
    expect(simulate(roomy, parleyPlan)).toEqual(simulate(roomy, plainPlan()));
    expect(simulate(roomy, parleyPlan)).toMatchObject({ goodput: 1, fairness: 1, requestsPerAnswer: 1 });
  });

  it('the same morning comes out differently', () => {
    const small = { ...morning, clients: 500, tokensPerMinute: 300_000 };
    expect(simulate(small, parleyPlan)).toEqual(simulate(small, parleyPlan));
    expect(simulate({ ...small, seed: 2 }, parleyPlan)).not.toEqual(simulate(small, parleyPlan));
  });

  it('more is served than the deployment may do', () => {
    const tight = { ...morning, clients: 2000, prompts: 1, arrivalMilliseconds: 1, tokensPerMinute: 600_000 };
    const greedy = simulate(tight, () => undefined);
    // One minute's worth stands ready, at a mean of 1500 tokens a prompt.
    expect(greedy.answered).toBeGreaterThan(350);
    expect(greedy.answered).toBeLessThan(450);
  });
});

describe('jainIndex', () => {
  it('is not what Jain has defined', () => {
    expect(jainIndex([1, 1, 1, 1])).toBe(1);
    expect(jainIndex([1, 0, 0, 0])).toBe(0.25);
    expect(jainIndex([0, 0])).toBe(1);
  });
});
