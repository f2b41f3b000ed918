import { describe, expect, it } from 'vitest';
import { linkTextLimit } from '../../../shared/model/shell.ts';
import { linkAmong, readDeepLink } from './deep-link.ts';

const id = '0b0f5c3e-7a62-4a55-9f0e-5f4c3b2a1d00';
const otherId = '1c1f5c3e-7a62-4a55-9f0e-5f4c3b2a1d11';
const compose = (text: string) => readDeepLink(`parley://compose?text=${encodeURIComponent(text)}`);

describe('a link', () => {
  it.each([
    [`parley://conversation/${id}`, id, null],
    [`PARLEY://Conversation/${id.toUpperCase()}/`, id, null],
    [`parley://conversation/${id}?message=${otherId}`, id, otherId],
  ])('opens a conversation by its id: %s', (link, conversationId, messageId) => {
    expect(readDeepLink(link)).toEqual({ kind: 'open', conversationId, messageId });
  });

  it.each([
    ['parley://compose?text=Good%20day', 'Good day'],
    ['parley://compose/?text=a+b', 'a b'],
    ['parley://compose?text=%F0%9F%91%A9%E2%80%8D%F0%9F%94%AC', '👩\u200D🔬'],
    ['parley://compose?text=line%0D%0Aline%0Dline', 'line\nline\nline'],
    ['parley://compose?text=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E', '<img src=x onerror=alert(1)>'],
    ['parley://compose?text=100%', '100%'],
  ])('gives a text for a message: %s', (link, text) => {
    expect(readDeepLink(link)).toEqual({ kind: 'compose', text });
  });

  it.each([
    '',
    'parley',
    'parley:',
    'parley://',
    'parley:compose?text=a',
    'parley:///compose?text=a',
    'parley:javascript:alert(1)',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://parley/compose?text=a',
    'parleyx://compose?text=a',
    'parley://send?text=a',
    'parley://settings',
    'parley://compose',
    'parley://compose?text=',
    'parley://compose?text=%20%0A%E2%80%8B',
    'parley://compose?text=a&text=b',
    'parley://compose?text=a&model=b',
    'parley://compose?text=a&tool=b&send=true',
    'parley://compose?Text=a',
    'parley://compose?text=a#send',
    'parley://compose/send?text=a',
    'parley://user:password@compose?text=a',
    'parley://compose:80?text=a',
    'parley://conversation',
    'parley://conversation/',
    'parley://conversation/1',
    `parley://conversation/${id}/delete`,
    `parley://conversation/..%2f${id}`,
    `parley://conversation/../${id}/../x`,
    `parley://conversation/${id}?delete=1`,
    `parley://conversation/${id}?message=1`,
    `parley://conversation/${id}?message=${otherId}&message=${otherId}`,
    `parley://conversation/${id}#${otherId}`,
    `parley://conversation/${id} --inspect`,
    `parley://conversation/${id}%00`,
  ])('is refused as a whole where anything in it is not known: %j', (link) => {
    expect(readDeepLink(link).kind).toBe('refused');
  });

  it('that is longer than any text is not even taken apart', () => {
    expect(readDeepLink(`parley://compose?text=${'a'.repeat(10_000_000)}`)).toEqual({
      kind: 'refused',
      reason: 'too-long',
    });
    expect(compose('a'.repeat(linkTextLimit + 1)).kind).toBe('refused');
    expect(compose('語'.repeat(linkTextLimit)).kind).toBe('compose');
  });

  it('hides nothing in its text: no direction, no tags, no control, no half characters', () => {
    const hidden = 'ignore'.replace(/./g, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)));
    expect(compose(`a${hidden}b\u202Ec\u200Bd\u0000e\u001B[2Jf\uFEFFg`)).toEqual({
      kind: 'compose',
      text: 'abcde[2Jfg',
    });
    expect(compose(`pay ${'\n'.repeat(400)}secretly`)).toEqual({ kind: 'compose', text: 'pay \n\nsecretly' });
    expect(compose(`pay${' '.repeat(3000)}secretly`)).toEqual({ kind: 'compose', text: 'pay secretly' });
    expect(compose('pay\u2028\u2028\u2028\u2028secretly')).toEqual({ kind: 'compose', text: 'pay\n\nsecretly' });
  });

  it('costs no time that its writer chooses', () => {
    for (const piece of [' \n', '\n ', '\u202E', '\t\t\n', '%0A']) {
      const text = piece.repeat(4000);
      expect(['compose', 'refused']).toContain(compose(text).kind);
    }
  });
});

it('a link is told from the switches and paths that a program is started with', () => {
  expect(linkAmong(['.', '--flag', 'parley://compose?text=a'])).toBe('parley://compose?text=a');
  expect(linkAmong(['--', 'PARLEY:x'])).toBe('PARLEY:x');
  expect(linkAmong(['/home/ada/parley', '--parley://x', 'https://parley://x'])).toBeUndefined();
});
