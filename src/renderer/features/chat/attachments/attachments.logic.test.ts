import { describe, expect, test } from 'vitest';
import { sampleAttachment } from '../../../test-support/samples.ts';
import { blindnessNote, fileDetails } from './attachments.logic.ts';

const plain = sampleAttachment('f', 'plan.docx', 100);

describe('what is said of a file', () => {
  test.each([
    [{ kind: 'pdf', pages: 1, tokens: 0, bytes: 1023 }, 'PDF · 1 page · no text in it · 1023 bytes'],
    [{ kind: 'spreadsheet', pages: 2, tokens: 1, bytes: 1024 }, 'Spreadsheet · 2 sheets · about 1 token · 1 KB'],
    [
      { kind: 'presentation', pages: 9, tokens: 9, bytes: 52_428_800 },
      'Presentation · 9 slides · about 9 tokens · 50.0 MB',
    ],
    [
      { kind: 'text', pages: undefined, tokens: 9, bytes: 5000, truncated: true },
      'Text · about 9 tokens · 5 KB · only its beginning is read',
    ],
  ] as const)('%o is not told wrong', (facts, text) => {
    const { pages, ...others } = facts;
    const { pages: _, ...rest } = { ...plain, ...others };
    expect(fileDetails(pages === undefined ? rest : { ...rest, pages })).toBe(text.replace('1023', '1,023'));
  });

  test('a model without vision is told before an image is sent, one of which nothing is known is not', () => {
    const image = sampleAttachment('f', 'photo.png', 1);
    const model = { displayName: 'Everyday' };
    expect(blindnessNote([image], { ...model, abilities: ['files'] })).toBe('Everyday cannot see images.');
    expect(blindnessNote([image], { ...model, abilities: ['vision'] })).toBeUndefined();
    expect(blindnessNote([image], model)).toBeUndefined();
    expect(blindnessNote([plain], { ...model, abilities: [] })).toBeUndefined();
  });
});
