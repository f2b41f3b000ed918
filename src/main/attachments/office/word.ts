import { MarkdownWriter } from '../markdown-writer.ts';
import { webAddress } from '../web-address.ts';
import { attribute, type Attributes, parseXml, type XmlHandler } from '../xml.ts';
import type { OfficePackage, Relationship } from './office-package.ts';
import { headingStyles, listFormats } from './word-styles.ts';

/** Elements whose text is not shown, or shown a second time, and how a run or a paragraph looked before it was changed. */
const skipped: ReadonlySet<string> = new Set(
  'Fallback moveFrom del instrText delText rt rPrChange pPrChange'.split(' '),
);

/** The text of a Word document. */
export async function readWord(office: OfficePackage, mainPart: string): Promise<MarkdownWriter> {
  const writer = new MarkdownWriter(office.limits.characters);
  const headings = await headingStyles(office, mainPart);
  const formatOf = await listFormats(office, mainPart);
  const read = async (part: string, noteName?: string) => {
    const links = await office.relationships(part);
    const handler = new WordHandler({ writer, headings, formatOf, links, noteName });
    await parseXml(office.archive.read(part), handler, office.limits);
  };
  await read(mainPart);
  for (const type of ['footnotes', 'endnotes', 'comments'] as const) {
    const part = await office.related(mainPart, type);
    if (part !== undefined) await read(part, type.slice(0, -1));
  }
  return writer;
}

interface WordContext {
  readonly writer: MarkdownWriter;
  readonly headings: ReadonlyMap<string, number>;
  readonly formatOf: (list: string, level: number) => string | undefined;
  readonly links: ReadonlyMap<string, Relationship>;
  /** What each note in this part is called. */
  readonly noteName: string | undefined;
}

/** A paragraph while it is read. */
interface Paragraph {
  text: string;
  style: string;
  list: string;
  level: number;
}

/** A table while it is read; the cell that is open is the last one. */
interface Table {
  readonly rows: string[][];
}

class WordHandler implements XmlHandler {
  readonly #context: WordContext;
  /** A text box is a paragraph within a paragraph. */
  readonly #paragraphs: Paragraph[] = [];
  readonly #tables: Table[] = [];
  readonly #counters = new Map<string, number>();
  readonly #skipping: string[] = [];
  #isRun = false;
  #isText = false;
  #isHidden = false;
  #link = '';
  #note = '';

  constructor(context: WordContext) {
    this.#context = context;
  }

  get isFull(): boolean {
    return this.#context.writer.isFull;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skipping.length > 0 || skipped.has(name)) {
      this.#skipping.push(name);
      return;
    }
    const paragraph = this.#paragraphs.at(-1);
    switch (name) {
      case 'p':
        this.#paragraphs.push({ text: '', style: '', list: '', level: 0 });
        return;
      case 'pStyle':
        if (paragraph !== undefined) paragraph.style = attribute(attributes, 'val') ?? '';
        return;
      case 'numId':
        if (paragraph !== undefined) paragraph.list = attribute(attributes, 'val') ?? '';
        return;
      case 'ilvl':
        if (paragraph !== undefined) paragraph.level = Math.min(8, Number(attribute(attributes, 'val')) || 0);
        return;
      case 'r':
        this.#isRun = true;
        return;
      case 'vanish':
        // SECURITY: what Word does not show could tell the model what the person never sees.
        // Outside of a run it is the mark at the end of the paragraph.
        this.#isHidden = this.#isRun && !['0', 'false', 'off'].includes(attribute(attributes, 'val') ?? '');
        return;
      case 't':
        this.#isText = true;
        return;
      case 'tab':
        // Outside of a run it is a place to stop at.
        return this.#isRun ? this.#write('\t') : undefined;
      case 'br':
      case 'cr':
        return this.#write('\n');
      case 'noBreakHyphen':
        return this.#write('-');
      case 'hyperlink':
        this.#link = this.#address(attributes);
        if (this.#link !== '') this.#write('[');
        return;
      case 'footnoteReference':
      case 'endnoteReference':
      case 'commentReference':
        return this.#write(`[${name.replace('Reference', '')} ${attribute(attributes, 'id') ?? ''}]`);
      case 'footnote':
      case 'endnote':
      case 'comment':
        // The lines that separate notes from the page are notes of a type of their own.
        if (attribute(attributes, 'type') === undefined) this.#note = attribute(attributes, 'id') ?? '';
        return;
      case 'tbl':
        this.#tables.push({ rows: [] });
        return;
      case 'tr':
        this.#tables.at(-1)?.rows.push([]);
        return;
      case 'tc':
        this.#tables.at(-1)?.rows.at(-1)?.push('');
        return;
      default:
    }
  }

  text(data: string): void {
    if (this.#isText && !this.#isHidden && this.#skipping.length === 0) this.#write(data);
  }

  close(name: string): void {
    if (this.#skipping.length > 0) {
      this.#skipping.pop();
      return;
    }
    switch (name) {
      case 't':
        this.#isText = false;
        return;
      case 'r':
        this.#isRun = false;
        this.#isHidden = false;
        return;
      case 'hyperlink':
        if (this.#link !== '') this.#write(`](${this.#link})`);
        this.#link = '';
        return;
      case 'p':
        return this.#endParagraph();
      case 'tbl':
        return this.#endTable();
      default:
    }
  }

  #write(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph !== undefined) paragraph.text += text;
  }

  #address(attributes: Attributes): string {
    const relationship = this.#context.links.get(attribute(attributes, 'id') ?? '');
    return relationship?.isExternal === true ? (webAddress(relationship.target) ?? '') : '';
  }

  #endParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (paragraph === undefined || paragraph.text.trim() === '') return;
    const outer = this.#paragraphs.at(-1);
    const row = this.#tables.at(-1)?.rows.at(-1);
    if (row !== undefined && row.length > 0) row[row.length - 1] += `${paragraph.text}\n`;
    else if (outer !== undefined) outer.text += `\n${paragraph.text}\n`;
    else this.#writeParagraph(paragraph);
  }

  #writeParagraph({ text, style, list, level }: Paragraph): void {
    const { writer, headings, formatOf, noteName } = this.#context;
    const heading = headings.get(style);
    const format = list === '' || list === '0' ? undefined : formatOf(list, level);
    if (noteName !== undefined) writer.block(`[${noteName} ${this.#note}] ${text.trim()}`);
    else if (heading !== undefined) writer.heading(heading, text);
    else if (format === undefined || format === 'none') writer.block(text);
    else writer.listItem(`${'  '.repeat(level)}${this.#marker(list, level, format)} ${text.trim()}`);
  }

  #marker(list: string, level: number, format: string): string {
    if (format === 'bullet') return '-';
    for (let deeper = level + 1; deeper <= 8; deeper++) this.#counters.delete(`${list}/${deeper}`);
    const count = (this.#counters.get(`${list}/${level}`) ?? 0) + 1;
    this.#counters.set(`${list}/${level}`, count);
    return `${count}.`;
  }

  #endTable(): void {
    const table = this.#tables.pop();
    if (table === undefined) return;
    const row = this.#tables.at(-1)?.rows.at(-1);
    // A table within a cell: its cells one after another.
    if (row !== undefined && row.length > 0) row[row.length - 1] += table.rows.flat().join(' ');
    else this.#context.writer.table(table.rows);
  }
}
