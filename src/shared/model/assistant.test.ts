import { describe, expect, it } from 'vitest';
import { assistedBy, joinedInstructions } from './assistant.ts';
import { effectiveSettings, plainTraits } from './deployment.ts';

const deployment = {
  ...plainTraits,
  takesTemperature: false,
  reasoningEfforts: ['low' as const, 'high' as const],
  defaults: { reasoningEffort: 'low' as const, instructions: 'Be brief.', maxOutputTokens: 500 },
};

describe('a deployment with an assistant', () => {
  it('has the assistant’s settings where the conversation sets nothing, and its own where the assistant does not', () => {
    const assisted = assistedBy(deployment, { settings: { reasoningEffort: 'high' } });
    expect(effectiveSettings(assisted, {})).toMatchObject({ reasoningEffort: 'high', maxOutputTokens: 500 });
    expect(effectiveSettings(assisted, { reasoningEffort: 'low' })).toMatchObject({ reasoningEffort: 'low' });
  });

  it('is not sent what it does not have, and keeps its own default instead', () => {
    const assisted = assistedBy(deployment, { settings: { temperature: 1, reasoningEffort: 'max' } });
    expect(effectiveSettings(assisted, {})).toMatchObject({ temperature: undefined, reasoningEffort: 'low' });
  });

  it('keeps its own instructions, which come after the assistant’s', () => {
    const { instructions } = effectiveSettings(assistedBy(deployment, { settings: {} }), {});
    expect(joinedInstructions({ instructions: 'Check.' }, instructions)).toBe('Check.\n\nBe brief.');
    expect(joinedInstructions({ instructions: ' ' }, instructions)).toBe('Be brief.');
    expect(joinedInstructions(null, undefined)).toBe('');
  });
});
