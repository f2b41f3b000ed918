import { MarkdownWriter } from '../markdown-writer.ts';
import { attribute, parseXml } from '../xml.ts';
import type { OfficePackage } from './office-package.ts';
import { SheetHandler } from './sheet-handler.ts';
import { type NumberFormat, numberFormat } from './number-format.ts';

/** The text of a workbook, and how many sheets it has. */
export async function readSpreadsheet(
  office: OfficePackage,
  mainPart: string,
): Promise<{ readonly writer: MarkdownWriter; readonly pages: number }> {
  const writer = new MarkdownWriter(office.limits.characters);
  const { sheets, isFrom1904 } = await readWorkbook(office, mainPart);
  const strings = await sharedStrings(office, mainPart);
  const formats = await cellFormats(office, mainPart);
  for (const { name, part } of sheets) {
    if (writer.isFull) break;
    const handler = new SheetHandler({ strings, formats, isFrom1904, limits: office.limits });
    await parseXml(office.archive.read(part), handler, office.limits);
    writer.heading(2, `Sheet: ${name}`);
    writer.table(handler.rows);
    if (handler.isFull || handler.isCut) writer.leaveOut();
  }
  return { writer, pages: sheets.length };
}

interface Sheet {
  readonly name: string;
  readonly part: string;
}

async function readWorkbook(office: OfficePackage, mainPart: string) {
  const all = await office.relationships(mainPart);
  const sheets: Sheet[] = [];
  let isFrom1904 = false;
  await parseXml(
    office.archive.read(mainPart),
    {
      open: (element, attributes) => {
        if (element === 'workbookPr') isFrom1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
        if (element !== 'sheet') return;
        const part = all.get(attribute(attributes, 'id') ?? '')?.target;
        const isHidden = attributes['state'] !== undefined && attributes['state'] !== 'visible';
        if (part === undefined || !office.archive.has(part)) return;
        sheets.push({ name: `${attributes['name'] ?? ''}${isHidden ? ' (hidden)' : ''}`, part });
      },
    },
    office.limits,
  );
  return { sheets, isFrom1904 };
}

/** The texts that cells refer to by their place in a list. */
async function sharedStrings(office: OfficePackage, mainPart: string): Promise<readonly string[]> {
  const strings: string[] = [];
  const part = await office.related(mainPart, 'sharedStrings');
  if (part === undefined) return strings;
  let isText = false;
  let isPhonetic = false;
  await parseXml(
    office.archive.read(part),
    {
      open(name) {
        if (name === 'si') strings.push('');
        else if (name === 't') isText = true;
        else if (name === 'rPh') isPhonetic = true;
      },
      close(name) {
        if (name === 't') isText = false;
        else if (name === 'rPh') isPhonetic = false;
      },
      text(data) {
        if (isText && !isPhonetic && strings.length > 0) strings[strings.length - 1] += data;
      },
    },
    office.limits,
  );
  return strings;
}

/** What the number of a cell with each style stands for. */
async function cellFormats(office: OfficePackage, mainPart: string): Promise<readonly NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  const part = await office.related(mainPart, 'styles');
  if (part === undefined) return formats;
  let isCells = false;
  await parseXml(
    office.archive.read(part),
    {
      open(name, attributes) {
        const id = Number(attributes['numFmtId']);
        if (name === 'numFmt') codes.set(id, attributes['formatCode'] ?? '');
        else if (name === 'cellXfs') isCells = true;
        else if (name === 'xf' && isCells) formats.push(numberFormat(id, codes.get(id)));
      },
      close(name) {
        if (name === 'cellXfs') isCells = false;
      },
    },
    office.limits,
  );
  return formats;
}
