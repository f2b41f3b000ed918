import { describe, expect, test } from 'vitest';
import { readFile } from './read-file.ts';
import { testLimits } from './testing/limits.ts';
import { officeFile, zipFile } from './testing/zip-file.ts';

const part = 'word/document.xml';
const read = (name: string, bytes: Uint8Array, limits = {}) => readFile({ name, bytes }, { ...testLimits, ...limits });
const readWord = (xml: string | Buffer, lies = {}) => read('a.docx', officeFile({ part, xml, lies }));
const tooComplex = (reason: string) => ({ code: 'attachment-too-complex', fields: { reason } });

describe('bombs', () => {
  const zeros = Buffer.alloc(8 * 1024 * 1024, ' ');

  test('a part that unpacks to more than the limit is not unpacked to its end', async () => {
    await expect(readWord(zeros)).rejects.toMatchObject(tooComplex('it unpacks to too much'));
  });

  test('a directory that lies about the size does not get around the limit', async () => {
    await expect(readWord(zeros, { size: 100 })).rejects.toMatchObject({ code: 'attachment-unreadable' });
  });

  test('many small parts do not add up to more than the limit', async () => {
    const sheets = Array.from({ length: 20 }, (_, index) => index);
    const relationships = sheets.map((id) => `<Relationship Id="s${id}" Type="x/worksheet" Target="sheet${id}.xml"/>`);
    const others = [
      { name: 'xl/_rels/workbook.xml.rels', data: Buffer.from(`<R>${relationships.join('')}</R>`) },
      ...sheets.map((id) => ({ name: `xl/sheet${id}.xml`, data: Buffer.from(`<s>${' '.repeat(400_000)}</s>`) })),
    ];
    const xml = `<workbook>${sheets.map((id) => `<sheet name="${id}" r:id="s${id}"/>`).join('')}</workbook>`;
    await expect(read('a.xlsx', officeFile({ part: 'xl/workbook.xml', xml, others }))).rejects.toMatchObject(
      tooComplex('it unpacks to too much'),
    );
  });

  test('an archive of very many files is not listed', async () => {
    const entries = Array.from({ length: 200 }, (_, index) => ({ name: `${index}`, data: Buffer.alloc(0) }));
    await expect(read('a.docx', zipFile(entries))).rejects.toMatchObject(tooComplex('too many files inside'));
  });

  test('a document does not expand entities of its own', async () => {
    const laughs = `<!DOCTYPE w [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]><w:document><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>`;
    await expect(readWord(laughs)).rejects.toMatchObject(tooComplex('it has a DTD'));
  });

  test('a document does not read a file of the computer', async () => {
    const external = `<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>`;
    await expect(readWord(external)).rejects.toMatchObject(tooComplex('it has a DTD'));
  });

  test('elements within elements do not go down without end', async () => {
    await expect(readWord('<w:p>'.repeat(200_000))).rejects.toMatchObject(tooComplex('nested too deeply'));
    const page = Buffer.from(`<!doctype html>${'<div>'.repeat(200_000)}`);
    await expect(read('a.html', page)).rejects.toMatchObject(tooComplex('nested too deeply'));
  });

  test('a cell at the far end does not fill a row with a million empty ones', async () => {
    const others = [
      {
        name: 'xl/_rels/workbook.xml.rels',
        data: Buffer.from('<R><Relationship Id="s" Type="x/worksheet" Target="s.xml"/></R>'),
      },
      { name: 'xl/s.xml', data: Buffer.from('<s><row><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row></s>') },
    ];
    const xml = '<workbook><sheet name="S" r:id="s"/></workbook>';
    expect(await read('a.xlsx', officeFile({ part: 'xl/workbook.xml', xml, others }))).toMatchObject({
      text: '## Sheet: S\n\n| 1 |\n| --- |',
      truncated: true,
    });
  });

  test('a few bytes do not stand for a picture of a billion pixels', async () => {
    const header = Buffer.alloc(25);
    header.writeUInt32BE(13, 0);
    header.write('IHDR', 4, 'latin1');
    header.writeUInt32BE(40_000, 8);
    header.writeUInt32BE(40_000, 12);
    const png = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      header,
      Buffer.from('\0\0\0\0IEND\0\0\0\0'),
    ]);
    await expect(read('a.png', png)).rejects.toMatchObject(tooComplex('40000 by 40000 pixels'));
  });
});

describe('what a person does not see', () => {
  test('hidden, deleted and moved words of a document do not reach the model', async () => {
    const run = (text: string, properties = '') => `<w:r>${properties}<w:t>${text}</w:t></w:r>`;
    const xml = `<w:document><w:body>
      <w:p>${run('Shown. ')}${run('HIDDEN', '<w:rPr><w:vanish/></w:rPr>')}${run('Shown too.', '<w:rPr><w:vanish w:val="0"/></w:rPr>')}</w:p>
      <w:p><w:del><w:r><w:delText>DELETED</w:delText></w:r></w:del><w:moveFrom>${run('MOVED')}</w:moveFrom>
      <w:ins>${run('Added.')}</w:ins><w:r><w:instrText>FIELD</w:instrText></w:r></w:p>
    </w:body></w:document>`;
    expect((await readWord(xml)).text).toBe('Shown. Shown too.\n\nAdded.');
  });

  test('words that are shown are not left out for a hidden paragraph mark, or for how they looked before', async () => {
    const vanish = '<w:vanish/>';
    const xml = `<w:document><w:body>
      <w:p><w:pPr><w:rPr>${vanish}</w:rPr></w:pPr><w:r><w:t>Shown.</w:t></w:r></w:p>
      <w:p><w:r><w:rPr><w:rPrChange><w:rPr>${vanish}</w:rPr></w:rPrChange></w:rPr><w:t>Shown now.</w:t></w:r></w:p>
      <w:p><w:pPr><w:pStyle w:val="H"/><w:pPrChange><w:pPr><w:pStyle w:val="N"/></w:pPr></w:pPrChange></w:pPr>
      <w:r><w:t>Head</w:t></w:r></w:p>
    </w:body></w:document>`;
    const others = [
      {
        name: 'word/_rels/document.xml.rels',
        data: Buffer.from('<R><Relationship Id="r" Type="x/styles" Target="styles.xml"/></R>'),
      },
      {
        name: 'word/styles.xml',
        data: Buffer.from('<w:styles><w:style w:styleId="H"><w:name w:val="heading 1"/></w:style></w:styles>'),
      },
    ];
    expect((await read('a.docx', officeFile({ part, xml, others }))).text).toBe('Shown.\n\nShown now.\n\n# Head');
  });

  test('a link to a file or a script does not come out as a link', async () => {
    const others = [
      {
        name: 'word/_rels/document.xml.rels',
        data: Buffer.from(
          '<R><Relationship Id="r" Type="x/hyperlink" TargetMode="External" Target="file:///etc/passwd"/></R>',
        ),
      },
    ];
    const xml = '<w:document><w:p><w:hyperlink r:id="r"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p></w:document>';
    expect((await read('a.docx', officeFile({ part, xml, others }))).text).toBe('here');
  });
});
