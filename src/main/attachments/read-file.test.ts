import { readFile as readFromDisk } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFile } from './read-file.ts';
import { testLimits } from './testing/limits.ts';
import { officeFile, zipFile } from './testing/zip-file.ts';

const fixture = (name: string) => readFromDisk(path.join(import.meta.dirname, 'fixtures', name));
const read = (name: string, bytes: Uint8Array | string, limits = {}) =>
  readFile({ name, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes }, { ...testLimits, ...limits });
const readFixture = async (name: string) => read(name, await fixture(name));

describe('files of real programs', () => {
  test('a Word document does not lose its headings, lists, links and tables', async () => {
    const { kind, text, truncated } = await readFixture('report.docx');
    expect({ kind, truncated }).toEqual({ kind: 'document', truncated: false });
    expect(text).toContain(
      '# Quarterly report\n\nRevenue grew by 12 % — see [the details](https://example.com/details).',
    );
    expect(text).toContain('## Regions\n\n- North\n  - Oslo\n- South\n1. First step\n2. Second step');
    expect(text).toContain('| Region | Revenue |\n| --- | --- |\n| North | 1200 |\n| South \\| East | 800 |');
    expect(text).toContain('Grüße aus Köln и Москва.');
  });

  test('a workbook does not lose a sheet, a column’s place, or what a number stands for', async () => {
    const { kind, text, pages } = await readFixture('figures.xlsx');
    expect({ kind, pages }).toEqual({ kind: 'spreadsheet', pages: 2 });
    expect(text).toBe(
      [
        '## Sheet: Budget 2026\n',
        '| Item | Amount | Share | Day | Start | Paid |',
        '| --- | --- | --- | --- | --- | --- |',
        '| Müsli \\| Obst | 1234.5 | 12.5% | 2026-03-01 | 08:30:00 | 1 |',
        '| Total | 2469 |  |  |  | gap |\n',
        '## Sheet: 東京\n',
        '| 0.1 | 0.3 |',
        '| --- | --- |',
      ].join('\n'),
    );
  });

  test('a presentation does not lose its slides’ order, tables and notes', async () => {
    const { kind, text, pages } = await readFixture('talk.pptx');
    expect({ kind, pages }).toEqual({ kind: 'presentation', pages: 2 });
    expect(text).toContain('## Slide 1\n\nWhere we stand\n\nFirst point\nSecond point: größer');
    expect(text).toContain('Notes: Say hello to the board.\n\n## Slide 2\n\n| City | People |');
  });

  test('a PDF does not come out without its words or its page numbers', async () => {
    const { kind, mediaType, text, pages } = await readFixture('report.pdf');
    expect({ kind, mediaType, pages }).toEqual({ kind: 'pdf', mediaType: 'application/pdf', pages: 1 });
    expect(text).toContain('[Page 1]\nQuarterly report\nRevenue grew by 12 % — see the details.');
    expect(text).toContain('Grüße aus Köln и Москва.');
  });

  test.each(['talk.png', 'talk.jpg'])('%s is not changed where it carries nothing private', async (name) => {
    const content = await readFixture(name);
    expect(content).toMatchObject({ kind: 'image', text: '' });
    expect(Buffer.from(content.bytes ?? [])).toEqual(await fixture(name));
  });

  test('an OpenDocument is not told as damaged', async () => {
    await expect(readFixture('report.odt')).rejects.toMatchObject({
      code: 'attachment-unsupported',
      fields: { format: 'OpenDocument' },
    });
  });
});

describe('text', () => {
  test.each([
    ['UTF-8', Buffer.from('Größe, 東京')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFGröße, 東京')],
    ['UTF-16', Buffer.from('\uFEFFGröße, 東京', 'utf16le')],
    ['UTF-16 of the other order', Buffer.from('\uFEFFGröße, 東京', 'utf16le').swap16()],
  ])('%s does not become mojibake', async (_name, bytes) => {
    expect((await read('notes.txt', bytes)).text).toBe('Größe, 東京');
  });

  test('what an old program of Windows wrote does not become mojibake', async () => {
    expect((await read('a.csv', Buffer.from('Gr\xf6\xdfe;\x80 5', 'latin1'))).text).toBe('Größe;€ 5');
  });

  test('code, CSV and markdown are not reformatted', async () => {
    const code = 'if (a < b) {\n\treturn "<html>";\n}\n\n\n';
    expect(await read('a.ts', code)).toMatchObject({ kind: 'text', mediaType: 'text/plain', text: code });
  });

  test.each(['ID3;Name\n1;Ada', 'The ftyp box', 'A fine: WEBP', 'Rar! she said', 'It begins with %PDF-1.7.'])(
    '%j is not taken for a file of the kind that it speaks of',
    async (text) => expect(await read('notes.txt', text)).toMatchObject({ kind: 'text', text }),
  );

  test('bytes without a meaning do not get to the model as text', async () => {
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251));
    await expect(read('data.bin', noise)).rejects.toMatchObject({ code: 'attachment-unsupported' });
  });

  test('a text beyond the limit is not taken for whole', async () => {
    expect(await read('long.txt', 'x'.repeat(200), { characters: 100 })).toMatchObject({
      text: 'x'.repeat(100),
      truncated: true,
    });
  });
});

describe('web pages', () => {
  test('what no browser shows does not reach the model', async () => {
    const page = `<!doctype html><title>Prices</title><style>p{}</style><script>steal()</script>
      <p>Shown.</p><p hidden>HIDDEN</p><div style="display: none">HIDDEN <b>too</b></div><template>HIDDEN</template>
      <p>End.</p>`;
    expect((await read('page.html', page)).text).toBe('# Prices\n\nShown.\n\nEnd.');
  });

  test('lists, links, tables and code keep their form', async () => {
    const page = `<html><body><h2>A &amp; B</h2><ol><li>One<li>Two <a href="https://a.example/x">there</a></ol>
      <a href="javascript:alert(1)">click</a><pre>a
  b</pre><table><tr><th>K<th>V<tr><td>x<td>1</table>`;
    expect((await read('page', page)).text).toBe(
      '## A & B\n\n1. One\n2. Two [there](https://a.example/x)\n\nclick\n\n```\na\n  b\n```\n\n| K | V |\n| --- | --- |\n| x | 1 |',
    );
  });
});

describe('files that are not what they seem', () => {
  test('an empty file, and one of white space, is not attached as nothing', async () => {
    for (const text of ['', ' \n\n']) {
      await expect(read('a.txt', text)).rejects.toMatchObject({ code: 'attachment-empty' });
    }
  });

  test.each([
    ['report.pdf', '<!doctype html><p>Please sign in', 'PDF', 'a web page'],
    ['photo.png', 'MZ\0\0program', 'an image', 'program'],
    ['sheet.xlsx', 'a;b;c', 'Excel', 'text'],
    ['talk.pptx', '%PDF-1.7', 'PowerPoint', 'PDF'],
  ])('%s that is something else does not pass for what its name says', async (name, text, expected, format) => {
    await expect(read(name, text)).rejects.toMatchObject({ code: 'attachment-mismatch', fields: { expected, format } });
  });

  test('an image with the ending of another one is not refused', async () => {
    expect(await read('photo.jpg', await fixture('talk.png'))).toMatchObject({ mediaType: 'image/png' });
  });

  test('a Word document of mere noise is told as damaged, not as another kind of file', async () => {
    const bytes = Buffer.from('\x01\x02\x03\x04'.repeat(100), 'latin1');
    await expect(read('a.docx', bytes)).rejects.toMatchObject({ code: 'attachment-unreadable' });
  });

  test.each(['report.docx', 'report.pdf', 'figures.xlsx', 'talk.pptx', 'talk.png', 'talk.jpg'])(
    '%s cut in the middle does not come out as whole',
    async (name) => {
      const bytes = await fixture(name);
      const half = bytes.subarray(0, bytes.length / 2);
      await expect(read(name, half)).rejects.toMatchObject({ code: 'attachment-unreadable' });
    },
  );

  test('a changed byte in a packed part does not come out as text', async () => {
    const file = officeFile({
      part: 'word/document.xml',
      xml: '<w:document><w:p/></w:document>',
      lies: { checksum: 1 },
    });
    await expect(read('a.docx', file)).rejects.toMatchObject({ code: 'attachment-unreadable' });
  });

  test.each([
    ['a PDF', 'locked.pdf', () => fixture('locked.pdf')],
    ['a document', 'a.docx', () => compound('EncryptedPackage')],
    ['an archive', 'a.docx', () => zipFile([{ name: '_rels/.rels', data: Buffer.from('x'), lies: { flags: 1 } }])],
  ])('%s with a password is not told as damaged', async (_what, name, bytes) => {
    await expect(read(name, await bytes())).rejects.toMatchObject({ code: 'attachment-encrypted' });
  });

  test.each([
    ['old.doc', () => compound('WordDocument'), 'Office 97 to 2003'],
    ['scan.tiff', () => 'II*\0abc', 'TIFF image'],
    ['photo.heic', () => '\0\0\0\x18ftypheic', 'HEIC image'],
    ['drawing.svg', () => '<?xml version="1.0"?>\n<svg xmlns="x"/>', 'SVG image'],
    ['many.zip', () => zipFile([{ name: 'a.txt', data: Buffer.from('a') }]), 'ZIP archive'],
    ['letter.rtf', () => '{\\rtf1 a}', 'rich text'],
  ])('%s is refused by the name of its kind', async (name, bytes, format) => {
    await expect(read(name, bytes())).rejects.toMatchObject({ code: 'attachment-unsupported', fields: { format } });
  });
});

/** What Office 97 wrote, as far as it is told from others. */
function compound(stream: string): Buffer {
  return Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1000),
    Buffer.from(stream, 'utf16le'),
    Buffer.alloc(100),
  ]);
}
