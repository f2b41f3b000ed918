import { assertNever } from '../../../shared/errors.ts';
import { escapeHtml } from '../../core/transfer/html-text.ts';
import type { ReadingBlock, ReadingMessage, ReadingTool } from '../../core/transfer/reading.ts';
import { markdownHtml } from './markdown-html.ts';

/** Messages as HTML, to stand on an exported page. */
export function messagesHtml(messages: readonly ReadingMessage[]): string {
  return messages.map(messageHtml).join('');
}

function messageHtml({ author, time, blocks }: ReadingMessage): string {
  const isQuestion = blocks.some(({ kind }) => kind === 'plain');
  const body = blocks.map(blockHtml).join('\n');
  return `<article${isQuestion ? ' class="question"' : ''}>
<h2><bdi>${escapeHtml(author)}</bdi> <time>${escapeHtml(time)}</time></h2>
${body}
</article>
`;
}

function blockHtml(block: ReadingBlock): string {
  switch (block.kind) {
    case 'plain':
      return `<div class="body" dir="auto">${escapeHtml(block.text)}</div>`;
    case 'markdown':
      return renderable(block.text);
    case 'thoughts':
      return `<details><summary>Thoughts</summary>${renderable(block.text)}</details>`;
    case 'tool':
      return toolHtml(block.call);
    case 'file':
      return `<p class="file">File: <bdi>${escapeHtml(block.name)}</bdi></p>${pictureHtml(block.image, block.name)}`;
    case 'note':
      return `<p class="note">${escapeHtml(block.text)}</p>`;
    default:
      return assertNever(block);
  }
}

/** A text that cannot be rendered is shown as it is written: it costs nobody the page. */
function renderable(text: string): string {
  try {
    return markdownHtml(text);
  } catch {
    return `<pre class="words" dir="auto">${escapeHtml(text)}</pre>`;
  }
}

function toolHtml({ title, server, input, output, images }: ReadingTool): string {
  const from = server === '' ? '' : ` · <bdi>${escapeHtml(server)}</bdi>`;
  return `<details><summary>Tool: <bdi>${escapeHtml(title)}</bdi>${from}</summary>
<pre><code>${escapeHtml(input)}</code></pre>
<pre><code>${escapeHtml(output)}</code></pre>
${images.map((image) => pictureHtml(image, 'picture')).join('')}</details>`;
}

function pictureHtml(address: string | undefined, name: string): string {
  return address === undefined ? '' : `<p><img src="${escapeHtml(address)}" alt="${escapeHtml(name)}"></p>`;
}
