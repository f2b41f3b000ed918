/** One example of a specification of markdown. */
export interface SpecificationExample {
  readonly number: number;
  readonly section: string;
  readonly markdown: string;
  readonly html: string;
}

/**
 * The 28 examples of the extensions in GitHub Flavored Markdown 0.29 (https://github.github.com/gfm/), by their numbers there;
 * the others are CommonMark's, which its own later specification has. They are GitHub's, under CC BY-SA 4.0 as the rest of that
 * document; no package carries them.
 */
export const gfmExamples: readonly SpecificationExample[] = [
  example(198, 'Tables', '| foo | bar |\n| --- | --- |\n| baz | bim |\n', table('foo,bar', [['baz', 'bim']])),
  example(
    199,
    'Tables',
    '| abc | defghi |\n:-: | -----------:\nbar | baz\n',
    '<table><thead><tr><th align="center">abc</th><th align="right">defghi</th></tr></thead><tbody><tr><td align="center">bar</td><td align="right">baz</td></tr></tbody></table>',
  ),
  example(
    200,
    'Tables',
    '| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n',
    table('f|oo', [['b <code>|</code> az'], ['b <strong>|</strong> im']]),
  ),
  example(
    201,
    'Tables',
    '| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n',
    `${table('abc,def', [['bar', 'baz']])}<blockquote><p>bar</p></blockquote>`,
  ),
  example(
    202,
    'Tables',
    '| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n',
    `${table('abc,def', [
      ['bar', 'baz'],
      ['bar', ''],
    ])}<p>bar</p>`,
  ),
  example(203, 'Tables', '| abc | def |\n| --- |\n| bar |\n', '<p>| abc | def |\n| --- |\n| bar |</p>'),
  example(
    204,
    'Tables',
    '| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n',
    table('abc,def', [
      ['bar', ''],
      ['bar', 'baz'],
    ]),
  ),
  example(205, 'Tables', '| abc | def |\n| --- | --- |\n', table('abc,def', [])),
  example(
    279,
    'Task list items',
    '- [ ] foo\n- [x] bar\n',
    '<ul><li><input disabled="" type="checkbox"> foo</li><li><input checked="" disabled="" type="checkbox"> bar</li></ul>',
  ),
  example(
    280,
    'Task list items',
    '- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim\n',
    '<ul><li><input checked="" disabled="" type="checkbox"> foo<ul><li><input disabled="" type="checkbox"> bar</li><li><input checked="" disabled="" type="checkbox"> baz</li></ul></li><li><input disabled="" type="checkbox"> bim</li></ul>',
  ),
  example(
    491,
    'Strikethrough',
    '~~Hi~~ Hello, ~there~ world!\n',
    '<p><del>Hi</del> Hello, <del>there</del> world!</p>',
  ),
  example(492, 'Strikethrough', 'This ~~has a\n\nnew paragraph~~.\n', '<p>This ~~has a</p><p>new paragraph~~.</p>'),
  example(493, 'Strikethrough', 'This will ~~~not~~~ strike.\n', '<p>This will ~~~not~~~ strike.</p>'),
  example(
    622,
    'Autolinks',
    'www.commonmark.org\n',
    `<p>${link('http://www.commonmark.org', 'www.commonmark.org')}</p>`,
  ),
  example(
    623,
    'Autolinks',
    'Visit www.commonmark.org/help for more information.\n',
    `<p>Visit ${link('http://www.commonmark.org/help', 'www.commonmark.org/help')} for more information.</p>`,
  ),
  example(
    624,
    'Autolinks',
    'Visit www.commonmark.org.\n\nVisit www.commonmark.org/a.b.\n',
    `<p>Visit ${link('http://www.commonmark.org', 'www.commonmark.org')}.</p><p>Visit ${link('http://www.commonmark.org/a.b', 'www.commonmark.org/a.b')}.</p>`,
  ),
  example(
    625,
    'Autolinks',
    'www.google.com/search?q=Markup+(business)\n\nwww.google.com/search?q=Markup+(business)))\n\n(www.google.com/search?q=Markup+(business))\n\n(www.google.com/search?q=Markup+(business)\n',
    `<p>${business()}</p><p>${business()}))</p><p>(${business()})</p><p>(${business()}</p>`,
  ),
  example(
    626,
    'Autolinks',
    'www.google.com/search?q=(business))+ok\n',
    `<p>${link('http://www.google.com/search?q=(business))+ok', 'www.google.com/search?q=(business))+ok')}</p>`,
  ),
  example(
    627,
    'Autolinks',
    'www.google.com/search?q=commonmark&hl=en\n\nwww.google.com/search?q=commonmark&hl;\n',
    `<p>${link('http://www.google.com/search?q=commonmark&amp;hl=en', 'www.google.com/search?q=commonmark&amp;hl=en')}</p><p>${link('http://www.google.com/search?q=commonmark', 'www.google.com/search?q=commonmark')}&amp;hl;</p>`,
  ),
  example(
    628,
    'Autolinks',
    'www.commonmark.org/he<lp\n',
    `<p>${link('http://www.commonmark.org/he', 'www.commonmark.org/he')}&lt;lp</p>`,
  ),
  example(
    629,
    'Autolinks',
    'http://commonmark.org\n\n(Visit https://encrypted.google.com/search?q=Markup+(business))\n',
    `<p>${link('http://commonmark.org', 'http://commonmark.org')}</p><p>(Visit ${link('https://encrypted.google.com/search?q=Markup+(business)', 'https://encrypted.google.com/search?q=Markup+(business)')})</p>`,
  ),
  example(630, 'Autolinks', 'foo@bar.baz\n', `<p>${link('mailto:foo@bar.baz', 'foo@bar.baz')}</p>`),
  example(
    631,
    'Autolinks',
    "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.\n",
    `<p>hello@mail+xyz.example isn't valid, but ${link('mailto:hello+xyz@mail.example', 'hello+xyz@mail.example')} is.</p>`,
  ),
  example(
    632,
    'Autolinks',
    'a.b-c_d@a.b\n\na.b-c_d@a.b.\n\na.b-c_d@a.b-\n\na.b-c_d@a.b_\n',
    `<p>${link('mailto:a.b-c_d@a.b', 'a.b-c_d@a.b')}</p><p>${link('mailto:a.b-c_d@a.b', 'a.b-c_d@a.b')}.</p><p>a.b-c_d@a.b-</p><p>a.b-c_d@a.b_</p>`,
  ),
  example(
    633,
    'Autolinks',
    'mailto:foo@bar.baz\n\nmailto:a.b-c_d@a.b\n\nmailto:a.b-c_d@a.b.\n\nmailto:a.b-c_d@a.b/\n\nmailto:a.b-c_d@a.b-\n\nmailto:a.b-c_d@a.b_\n\nxmpp:foo@bar.baz\n\nxmpp:foo@bar.baz.\n',
    `<p>${link('mailto:foo@bar.baz')}</p><p>${link('mailto:a.b-c_d@a.b')}</p><p>${link('mailto:a.b-c_d@a.b')}.</p><p>${link('mailto:a.b-c_d@a.b')}/</p><p>mailto:a.b-c_d@a.b-</p><p>mailto:a.b-c_d@a.b_</p><p>${link('xmpp:foo@bar.baz')}</p><p>${link('xmpp:foo@bar.baz')}.</p>`,
  ),
  example(
    634,
    'Autolinks',
    'xmpp:foo@bar.baz/txt\n\nxmpp:foo@bar.baz/txt@bin\n\nxmpp:foo@bar.baz/txt@bin.com\n',
    `<p>${link('xmpp:foo@bar.baz/txt')}</p><p>${link('xmpp:foo@bar.baz/txt@bin')}</p><p>${link('xmpp:foo@bar.baz/txt@bin.com')}</p>`,
  ),
  example(635, 'Autolinks', 'xmpp:foo@bar.baz/txt/bin\n', `<p>${link('xmpp:foo@bar.baz/txt')}/bin</p>`),
  example(
    657,
    'Disallowed Raw HTML',
    '<strong> <title> <style> <em>\n\n<blockquote>\n  <xmp> is disallowed.  <XMP> is also disallowed.\n</blockquote>\n',
    '<p><strong> &lt;title> &lt;style> <em></p><blockquote>&lt;xmp> is disallowed.  &lt;XMP> is also disallowed.</blockquote>',
  ),
];

function example(number: number, section: string, markdown: string, html: string): SpecificationExample {
  return { number, section, markdown, html };
}

function table(head: string, rows: readonly (readonly string[])[]): string {
  const header = head.split(',').map((cell) => `<th>${cell}</th>`);
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  const shown = rows.length === 0 ? '' : `<tbody>${body}</tbody>`;
  return `<table><thead><tr>${header.join('')}</tr></thead>${shown}</table>`;
}

function link(address: string, text = address): string {
  return `<a href="${address}">${text}</a>`;
}

function business(): string {
  return link('http://www.google.com/search?q=Markup+(business)', 'www.google.com/search?q=Markup+(business)');
}
