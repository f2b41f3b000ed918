import { Parser } from 'htmlparser2';
import { AppError } from '../../shared/errors.ts';
import type { ReadLimits } from './limits.ts';
import { MarkdownWriter, singleLine } from './markdown-writer.ts';
import { webAddress } from './web-address.ts';

/** Elements that hold nothing to be read. */
const silent: ReadonlySet<string> = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'math',
  'iframe',
  'object',
  'canvas',
  'select',
  'textarea',
]);

/** Elements that begin and end a paragraph. */
const blocks: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer form header hr html ' +
    'legend li main menu nav ol p section summary ul'
  ).split(' '),
);

/** Elements that have no end. */
const empty: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);

/** The text of a web page. @throws AppError `attachment-too-complex` */
export function readHtml(html: string, limits: ReadLimits): MarkdownWriter {
  const writer = new MarkdownWriter(limits.characters);
  const handler = new HtmlHandler(writer);
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!empty.has(name)) depth += 1;
      // SECURITY: what is nested without end makes the parser slow.
      if (depth > limits.depth)
        throw new AppError('attachment-too-complex', { fields: { reason: 'nested too deeply' } });
      handler.open(name, attributes);
    },
    ontext: (text) => handler.text(text),
    onclosetag(name) {
      if (!empty.has(name)) depth -= 1;
      handler.close(name);
    },
  });
  const step = 65_536;
  for (let start = 0; start < html.length && !writer.isFull; start += step)
    parser.write(html.slice(start, start + step));
  if (!writer.isFull) parser.end();
  handler.end();
  return writer;
}

class HtmlHandler {
  readonly #writer: MarkdownWriter;
  #text = '';
  #prefix = '';
  /** Open elements within one that is not to be read, itself included. */
  #silent = 0;
  #preformatted = 0;
  #links: string[] = [];
  #lists: { readonly isOrdered: boolean; count: number }[] = [];
  #rows: string[][] | undefined;

  constructor(writer: MarkdownWriter) {
    this.#writer = writer;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#silent > 0 || silent.has(name) || isHidden(attributes)) {
      if (!empty.has(name)) this.#silent += 1;
      return;
    }
    if (blocks.has(name) || /^h[1-6]$/.test(name) || name === 'title') this.#endBlock();
    switch (name) {
      case 'br':
        this.#text += '\n';
        return;
      case 'pre':
        this.#endBlock();
        this.#preformatted += 1;
        return;
      case 'a': {
        const address = webAddress(attributes['href'] ?? '');
        this.#links.push(address ?? '');
        if (address !== undefined) this.#text += '[';
        return;
      }
      case 'img':
        if (attributes['alt']) this.#text += `[image: ${singleLine(attributes['alt'])}]`;
        return;
      case 'ul':
      case 'ol':
        this.#lists.push({ isOrdered: name === 'ol', count: 0 });
        return;
      case 'li':
        this.#prefix = this.#marker();
        return;
      case 'table':
        this.#endBlock();
        // A table within a table lays out a page: its cells are read as paragraphs of the outer one.
        this.#rows ??= [];
        return;
      case 'tr':
        this.#rows?.push([]);
        return;
      default:
    }
  }

  text(data: string): void {
    if (this.#silent === 0) this.#text += this.#preformatted > 0 ? data : data.replace(/\s+/g, ' ');
  }

  close(name: string): void {
    if (this.#silent > 0) {
      if (!empty.has(name)) this.#silent -= 1;
      return;
    }
    if (/^h[1-6]$/.test(name)) return this.#endHeading(Number(name[1]));
    if (name === 'title') return this.#endHeading(1);
    switch (name) {
      case 'a': {
        const address = this.#links.pop() ?? '';
        if (address !== '') this.#text += `](${address})`;
        return;
      }
      case 'pre':
        this.#preformatted = Math.max(0, this.#preformatted - 1);
        return this.#endCode();
      case 'td':
      case 'th':
        this.#rows?.at(-1)?.push(singleLine(this.#text));
        this.#text = '';
        return;
      case 'table':
        if (this.#rows !== undefined) this.#writer.table(this.#rows.filter((row) => row.some((cell) => cell !== '')));
        this.#rows = undefined;
        this.#text = '';
        return;
      case 'ul':
      case 'ol':
        this.#endBlock();
        this.#lists.pop();
        return;
      default:
        if (blocks.has(name)) this.#endBlock();
    }
  }

  end(): void {
    this.#endBlock();
  }

  #marker(): string {
    const list = this.#lists.at(-1);
    if (list === undefined) return '- ';
    list.count += 1;
    return `${'  '.repeat(this.#lists.length - 1)}${list.isOrdered ? `${list.count}.` : '-'} `;
  }

  #endBlock(): void {
    // Within a table everything belongs to its cell.
    if (this.#rows !== undefined) {
      this.#text += ' ';
      return;
    }
    const lines = this.#text.split('\n').map((line) => line.trim());
    const text = lines.join('\n').trim();
    this.#text = '';
    if (text === '') return;
    if (this.#prefix === '') this.#writer.block(text);
    else this.#writer.listItem(this.#prefix + text);
    this.#prefix = '';
  }

  #endHeading(level: number): void {
    if (this.#rows !== undefined) return;
    this.#writer.heading(level, this.#text);
    this.#text = '';
  }

  #endCode(): void {
    if (this.#rows !== undefined) return;
    const code = this.#text.replace(/^\n/, '').trimEnd();
    this.#text = '';
    if (code !== '') this.#writer.block(`\`\`\`\n${code}\n\`\`\``);
  }
}

/** SECURITY: what a browser does not show could tell the model what the person never sees. */
function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  const style = attributes['style'] ?? '';
  return (
    'hidden' in attributes || /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])/i.test(style)
  );
}
