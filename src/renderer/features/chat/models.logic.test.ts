import { describe, expect, test } from 'vitest';
import { foundDeployment, sampleSession } from '../../test-support/samples.ts';
import { offeredDeployments, priceText, reasoningTitle, retirement, retirementText } from './models.logic.ts';

const at = (time: string) => Date.parse(time);

describe('the end of a model', () => {
  test('nobody is told too early, too late, or on the wrong day', () => {
    const model = { retiresOn: '2026-12-31' };
    const kindAt = (time: string) => retirement(model, at(time)).kind;
    expect(kindAt('2026-11-30T23:59:59Z')).toBe('far');
    expect(kindAt('2026-12-01T00:00:00Z')).toBe('near');
    expect(kindAt('2026-12-31T23:59:59Z')).toBe('near');
    expect(kindAt('2027-01-01T00:00:00Z')).toBe('past');
    expect(retirement({}, at('2099-01-01')).kind).toBe('far');
    expect(retirementText(retirement(model, at('2026-12-24')))).toBe('Available until 31 December 2026');
  });

  test('a retired or gone model is not offered for a new chat, nor taken from the conversation that has it', () => {
    const [everyday, careful] = sampleSession.deployments;
    if (everyday === undefined || careful === undefined) throw new Error('no samples');
    const retired = { ...careful, retiresOn: '2026-01-31' };
    const idsFor = (keptId?: string) =>
      offeredDeployments([everyday, retired], keptId, at('2026-06-01')).map(({ id }) => id);
    expect(idsFor()).toEqual(['everyday']);
    expect(idsFor('careful')).toEqual(['everyday', 'careful']);
    const gone = foundDeployment('code', 'contoso', true);
    expect(offeredDeployments([everyday, gone], undefined, 0)).toEqual([everyday]);
    expect(offeredDeployments([everyday, gone], gone.id, 0)).toEqual([everyday, gone]);
  });
});

describe('what is told of a model', () => {
  test('a price of a fraction of a cent is not told as nothing', () => {
    expect(priceText({ currency: 'EUR', inputPerMillion: 0.0375, outputPerMillion: 8.8 })).toBe(
      '€0.0375 in, €8.80 out per million tokens',
    );
    expect(priceText({ currency: 'JPY', inputPerMillion: 300, outputPerMillion: 1200 })).toBe(
      '¥300 in, ¥1,200 out per million tokens',
    );
  });

  test('the time of thinking has no gap between seconds and minutes', () => {
    expect(reasoningTitle(true, undefined)).toBe('Thinking…');
    expect(reasoningTitle(false, undefined)).toBe('Thoughts');
    expect(reasoningTitle(false, 300)).toBe('Thought for a moment');
    expect(reasoningTitle(false, 12_300)).toBe('Thought for 12 s');
    expect(reasoningTitle(false, 59_700)).toBe('Thought for 1 min 0 s');
    expect(reasoningTitle(false, 125_000)).toBe('Thought for 2 min 5 s');
  });
});
