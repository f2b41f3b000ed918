import { expect, it } from 'vitest';
import { familyOf } from './model-family.ts';

it.each([
  ['gpt-4o', ['vision', 'files', 'tools'], true],
  ['GPT-4.1-mini', ['vision', 'files', 'tools'], true],
  ['gpt-35-turbo', ['tools'], true],
  ['gpt-4-32k', ['tools'], true],
  ['gpt-5-mini', ['vision', 'files', 'reasoning', 'tools'], false],
  ['gpt-5.1-chat', ['vision', 'files', 'tools'], true],
  ['o1', ['vision', 'files', 'reasoning', 'tools'], false],
  ['o1-preview', [], false],
  ['o3-mini', ['reasoning', 'tools'], false],
  ['o4-mini', ['vision', 'files', 'reasoning', 'tools'], false],
  ['gpt-oss-120b', ['reasoning', 'tools'], false],
])('a %s would be sent what it refuses, or not what it can', (model, abilities, takesTemperature) => {
  expect(familyOf(model)).toMatchObject({ abilities, takesTemperature });
});

it.each([
  'gpt-4o-audio-preview',
  'gpt-4o-mini-tts',
  'gpt-realtime',
  'text-embedding-3-large',
  'gpt-image-1',
  'whisper',
  'o3-deep-research',
  'computer-use-preview',
  'gpt-35-turbo-instruct',
])('a %s would be offered for chat', (model) => expect(familyOf(model)).toBe('not-for-chat'));

it('nothing is assumed of a model that nobody knows', () => {
  expect(familyOf('Mistral-Large-2411')).toBeUndefined();
  expect(familyOf('my-o3-of-gpt-5')).toBeUndefined();
});
