import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plainTraits } from '../../../shared/model/deployment.ts';
import { isTraitFault, readTraits, traitKeys } from './deployment-traits.ts';

const Entry = z.strictObject(traitKeys);

function read(written: z.input<typeof Entry>) {
  return readTraits(Entry.parse(written));
}

const reasoning = { Abilities: ['reasoning'] } satisfies z.input<typeof Entry>;

describe('what policy says of a model', () => {
  it('makes text in and text out of an entry that says nothing', () => {
    expect(read({})).toEqual(plainTraits);
  });

  it('does not lose a key on its way', () => {
    expect(
      read({
        Abilities: ['tools', 'reasoning', 'vision', 'reasoning'],
        ReasoningEfforts: ['xhigh', 'none', 'low'],
        Verbosity: true,
        ContextTokens: 400_000,
        OutputTokens: 128_000,
        Price: { Currency: 'EUR', InputPerMillion: 1.1, CachedInputPerMillion: 0.11, OutputPerMillion: 8.8 },
        RetiresOn: '2027-02-28',
        Defaults: { Instructions: 'Be brief.', ReasoningEffort: 'low', Verbosity: 'low', OutputTokens: 4000 },
      }),
    ).toEqual({
      abilities: ['vision', 'reasoning', 'tools'],
      reasoningEfforts: ['none', 'low', 'xhigh'],
      summarisesReasoning: true,
      takesTemperature: false,
      takesVerbosity: true,
      contextTokens: 400_000,
      outputTokens: 128_000,
      price: { currency: 'EUR', inputPerMillion: 1.1, cachedInputPerMillion: 0.11, outputPerMillion: 8.8 },
      retiresOn: '2027-02-28',
      defaults: { instructions: 'Be brief.', reasoningEffort: 'low', verbosity: 'low', maxOutputTokens: 4000 },
    });
    expect(read({ Defaults: { Temperature: 0.2 } })).toMatchObject({ defaults: { temperature: 0.2 } });
  });

  it('gives a model that reasons the efforts that all of them take, and no temperature', () => {
    expect(read(reasoning)).toMatchObject({ reasoningEfforts: ['low', 'medium', 'high'], takesTemperature: false });
    expect(read({ ...reasoning, ReasoningSummary: false })).toMatchObject({ summarisesReasoning: false });
    expect(read({ Temperature: false })).toMatchObject({ takesTemperature: false });
  });

  it.each<[string, z.input<typeof Entry>]>([
    ['ImageDeployment', { Abilities: ['images'] }],
    ['ImageDeployment', { ImageDeployment: 'corp-images' }],
    ['ReasoningEfforts', { ReasoningEfforts: ['low'] }],
    ['Temperature', { ...reasoning, Temperature: true }],
    ['OutputTokens', { ContextTokens: 8_000, OutputTokens: 16_000 }],
    ['Defaults.Temperature', { ...reasoning, Defaults: { Temperature: 1 } }],
    ['Defaults.Temperature', { Temperature: false, Defaults: { Temperature: 1 } }],
    ['Defaults.Verbosity', { Defaults: { Verbosity: 'low' } }],
    ['Defaults.ReasoningEffort', { Defaults: { ReasoningEffort: 'low' } }],
    ['Defaults.ReasoningEffort', { ...reasoning, Defaults: { ReasoningEffort: 'xhigh' } }],
    ['Defaults.OutputTokens', { OutputTokens: 1000, Defaults: { OutputTokens: 1001 } }],
    ['Defaults.OutputTokens', { ContextTokens: 1000, Defaults: { OutputTokens: 1001 } }],
  ])('names %s where it contradicts another key, instead of sending what is refused', (key, written) => {
    const fault = read(written);
    expect(isTraitFault(fault)).toBe(true);
    expect(fault).toMatchObject({ key });
  });
});
