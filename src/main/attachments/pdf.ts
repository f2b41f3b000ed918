import { getDocument, type PDFDocumentProxy } from 'unpdf/pdfjs';
import { AppError } from '../../shared/errors.ts';
import type { ReadLimits } from './limits.ts';
import { MarkdownWriter } from './markdown-writer.ts';

/**
 * The text of a PDF, and how many pages it has.
 * @throws AppError `attachment-encrypted`, `attachment-unreadable`
 */
export async function readPdf(
  bytes: Uint8Array,
  limits: ReadLimits,
): Promise<{ readonly writer: MarkdownWriter; readonly pages: number }> {
  const document = await open(bytes);
  const writer = new MarkdownWriter(limits.characters);
  for (let number = 1; number <= document.numPages && !writer.isFull; number++) {
    if (number > limits.pages) writer.leaveOut();
    else await readPage(document, number, writer);
  }
  return { writer, pages: document.numPages };
}

async function open(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  const options = {
    // A copy, since the library takes it over.
    data: new Uint8Array(bytes),
    // SECURITY: no code out of the file, nothing from disk or network beside it, no form that is a program.
    isEvalSupported: false,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    enableXfa: false,
    disableFontFace: true,
    verbosity: 0,
  };
  try {
    return await getDocument(options).promise;
  } catch (thrown) {
    const isLocked = thrown instanceof Error && thrown.name === 'PasswordException';
    throw new AppError(isLocked ? 'attachment-encrypted' : 'attachment-unreadable', { cause: thrown });
  }
}

/** A page that is damaged does not cost the others. */
async function readPage(document: PDFDocumentProxy, number: number, writer: MarkdownWriter): Promise<void> {
  const text = await pageText(document, number).catch(() => '');
  if (text.trim() !== '') writer.block(`[Page ${number}]\n${text}`);
}

async function pageText(document: PDFDocumentProxy, number: number): Promise<string> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}
