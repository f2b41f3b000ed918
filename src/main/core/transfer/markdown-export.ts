import { assertNever } from '../../../shared/errors.ts';
import type { ReadingBlock, ReadingMessage } from './reading.ts';

/** The head of a conversation in a Markdown file. */
export function markdownHead(title: string, details: string): string {
  return `# ${oneLine(title)}\n\n*${details}*\n\n`;
}

/** A message in a Markdown file. */
export function markdownMessage({ author, time, blocks }: ReadingMessage): string {
  const texts = blocks.map(blockText).map((text) => `${text}\n\n`);
  return `## ${oneLine(author)}\n\n*${time} UTC*\n\n${texts.join('')}`;
}

function blockText(block: ReadingBlock): string {
  switch (block.kind) {
    case 'plain':
    case 'markdown':
      return block.text;
    case 'thoughts':
      return quoted(`**Thoughts**\n\n${block.text}`);
    case 'tool': {
      const { title, server, input, output, images } = block.call;
      const pictures = images.length === 0 ? '' : `\n\n(${images.length} pictures)`;
      const name = server === '' ? oneLine(title) : `${oneLine(title)} · ${oneLine(server)}`;
      return quoted(`**Tool: ${name}**\n\n${fenced(input, 'json')}\n\n${fenced(output, '')}${pictures}`);
    }
    case 'file':
      return `- File: ${oneLine(block.name)}`;
    case 'note':
      return `*${block.text}*`;
    default:
      return assertNever(block);
  }
}

/** A line of its own, whatever the text holds; what would format it is shown as it is. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>#|]/g, String.raw`\$&`);
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

/** In a fence that the text has no way out of. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
