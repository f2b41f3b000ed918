import { MarkdownWriter } from '../markdown-writer.ts';
import { type Attributes, parseXml, type XmlHandler } from '../xml.ts';
import type { OfficePackage } from './office-package.ts';

/** The text of a presentation, and how many slides it has. */
export async function readPresentation(
  office: OfficePackage,
  mainPart: string,
): Promise<{ readonly writer: MarkdownWriter; readonly pages: number }> {
  const writer = new MarkdownWriter(office.limits.characters);
  const slides = await slideParts(office, mainPart);
  for (const [index, part] of slides.entries()) {
    if (writer.isFull) break;
    await readSlide({ office, part, number: index + 1, writer });
  }
  return { writer, pages: slides.length };
}

/** The slides in the order in which they are shown. */
async function slideParts(office: OfficePackage, mainPart: string): Promise<readonly string[]> {
  const all = await office.relationships(mainPart);
  const parts: string[] = [];
  await parseXml(
    office.archive.read(mainPart),
    {
      open: (name, attributes) => {
        const part = name === 'sldId' ? all.get(relationshipId(attributes))?.target : undefined;
        if (part !== undefined && office.archive.has(part)) parts.push(part);
      },
    },
    office.limits,
  );
  return parts;
}

/** The id of a relationship, which stands beside the slide's own. */
function relationshipId(attributes: Attributes): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';
}

async function readSlide(slide: {
  readonly office: OfficePackage;
  readonly part: string;
  readonly number: number;
  readonly writer: MarkdownWriter;
}): Promise<void> {
  const { office, part, number, writer } = slide;
  writer.heading(2, `Slide ${number}`);
  await parseXml(office.archive.read(part), new SlideHandler(writer), office.limits);
  const notes = await office.related(part, 'notesSlide');
  if (notes === undefined) return;
  const spoken = new MarkdownWriter(office.limits.characters);
  await parseXml(office.archive.read(notes), new SlideHandler(spoken), office.limits);
  if (spoken.text !== '') writer.block(`Notes: ${spoken.text}`);
}

/** Places on a slide that hold no words of the author. */
const furniture: ReadonlySet<string> = new Set(['sldNum', 'ftr', 'dt', 'hdr', 'sldImg']);

class SlideHandler implements XmlHandler {
  readonly #writer: MarkdownWriter;
  #paragraphs: string[] = [];
  #placeholder = '';
  #rows: string[][] | undefined;
  #isText = false;
  #fallbacks = 0;

  constructor(writer: MarkdownWriter) {
    this.#writer = writer;
  }

  get isFull(): boolean {
    return this.#writer.isFull;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'Fallback':
        this.#fallbacks += 1;
        return;
      case 'sp':
        this.#placeholder = '';
        return;
      case 'ph':
        this.#placeholder = attributes['type'] ?? 'body';
        return;
      case 'p':
        this.#paragraphs.push('');
        return;
      case 't':
        this.#isText = true;
        return;
      case 'br':
        return this.#write('\n');
      case 'tab':
        return this.#write('\t');
      case 'tbl':
        this.#rows = [];
        return;
      case 'tr':
        this.#rows?.push([]);
        return;
      case 'tc':
        this.#paragraphs = [];
        return;
      default:
    }
  }

  text(data: string): void {
    if (this.#isText && this.#fallbacks === 0) this.#write(data);
  }

  close(name: string): void {
    switch (name) {
      case 'Fallback':
        this.#fallbacks -= 1;
        return;
      case 't':
        this.#isText = false;
        return;
      case 'tc':
        this.#rows?.at(-1)?.push(this.#take());
        return;
      case 'tbl':
        if (this.#rows !== undefined) this.#writer.table(this.#rows);
        this.#rows = undefined;
        return;
      case 'txBody':
        if (this.#rows === undefined) this.#endShape();
        return;
      default:
    }
  }

  #endShape(): void {
    const text = this.#take();
    if (furniture.has(this.#placeholder)) return;
    if (this.#placeholder === 'title' || this.#placeholder === 'ctrTitle') this.#writer.heading(3, text);
    else this.#writer.block(text);
  }

  #take(): string {
    const text = this.#paragraphs.join('\n').trim();
    this.#paragraphs = [];
    return text;
  }

  #write(text: string): void {
    const last = this.#paragraphs.length - 1;
    if (last >= 0) this.#paragraphs[last] += text;
  }
}
