import { hostileHtml, hostileMarkdown } from './hostile-corpus.ts';

const openers = [
  '> ',
  '- ',
  '* ',
  '1. ',
  '- [ ] ',
  '    ',
  '\t',
  '*',
  '**',
  '_',
  '~~',
  '[',
  '![',
  '`',
  '<',
  '&#',
  '\\',
];
const closers = ['*', '**', '_', '~~', '](u)', '](', ')', '`', '>', '\n', ' '];
const fragments = [
  'word ',
  '\n',
  '\n\n',
  '\r\n',
  '```\n',
  '~~~',
  '|',
  '| a | b |\n| - | - |\n',
  '# ',
  '---\n',
  '===\n',
  '[^1]: x\n',
  '[x]: y\n',
  '[x]',
  'https://x.example/',
  '<!--',
  '\u0000',
  '\u202e',
  '\ud800',
];

/** Texts nested so deeply, each in its own way, that what goes down level by level comes to its end. */
export const deepDocuments: Readonly<Record<string, string>> = {
  quotes: `${'> '.repeat(1200)}x`,
  'a great many quotes': `${'>'.repeat(20_000)}x`,
  'quotes that go on': `${'> '.repeat(5000)}x\nlazy\n> y\nlazy`,
  'quotes that go on, stepwise': stairs(40),
  lists: `${'- '.repeat(5000)}x`,
  'numbered lists': `${'1. '.repeat(5000)}x`,
  'indented lists': Array.from({ length: 300 }, (_, level) => `${'  '.repeat(level)}- x`).join('\n'),
  'quotes and lists': `${'> - '.repeat(5000)}x`,
  emphasis: `${'*a **b '.repeat(2500)}x${' b** a*'.repeat(2500)}`,
  'struck text': `${'~a ~~b '.repeat(2500)}x${' b~~ a~'.repeat(2500)}`,
  stars: `${'*'.repeat(10_000)}x${'*'.repeat(10_000)}`,
  links: `${'['.repeat(5000)}x${'](https://x.example/)'.repeat(5000)}`,
  pictures: `${'![a '.repeat(5000)}x${'](https://x.example/)'.repeat(5000)}`,
};

/** What costs a reader most where it is written on and on. */
export const endlessMarks: readonly string[] =
  'word |*|**a |_|[|[a](|![|`|`a``|$|$a |$$\\n|\\n$$a|$$ x\\n|\\[ x\\n|\\(|<|<a |</|<!--|&|a@b|http://|~~a |\\|[^1]|- a\\n|> a\\n|[a]: b\\n|[^a]: b\\n|```\\n|<div>\\n|*a_ '
    .split('|')
    .map((mark) => mark.replaceAll(String.raw`\n`, '\n'));

function stairs(height: number): string {
  return Array.from({ length: height }, (_, step) => `${'> '.repeat(height - step)}a`).join('\n');
}

/** Makes hostile markdown up, the same for the same seed. */
export function* hostileDocuments(count: number, seed: number): Generator<string> {
  const random = mulberry32(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const oneOf = (list: readonly string[]) => list[below(list.length)] ?? '';
  const pieces: readonly (() => string)[] = [
    () => oneOf(fragments),
    () => oneOf(openers).repeat(1 + below(600)),
    () => oneOf(closers).repeat(1 + below(600)),
    () => (oneOf(openers) + oneOf(openers)).repeat(1 + below(300)),
    () => (oneOf(closers) + oneOf(fragments)).repeat(1 + below(100)),
    () => oneOf(hostileHtml),
    () => oneOf(hostileMarkdown),
    () => `${stairs(1 + below(20))}\n`,
  ];
  for (let index = 0; index < count; index += 1) {
    const document = Array.from({ length: 1 + below(24) }, () => pieces[below(pieces.length)]?.() ?? '').join('');
    yield `x${document.slice(0, 20_000)}`;
  }
}

/** A small generator of numbers between 0 and 1 that can be repeated, which Math.random cannot. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
