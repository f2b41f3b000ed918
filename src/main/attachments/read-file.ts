import { AppError } from '../../shared/errors.ts';
import type { AttachmentKind } from '../../shared/model/attachment.ts';
import type { FileContent, ReadRequest } from '../core/attachments/protocol.ts';
import { Archive } from './archive.ts';
import { fileFormat } from './file-format.ts';
import { readHtml } from './html.ts';
import { readImage } from './image/image.ts';
import type { ReadLimits } from './limits.ts';
import type { MarkdownWriter } from './markdown-writer.ts';
import { checkName } from './name-check.ts';
import { OfficePackage } from './office/office-package.ts';
import { readPresentation } from './office/presentation.ts';
import { readSpreadsheet } from './office/spreadsheet.ts';
import { readWord } from './office/word.ts';
import { decodeText } from './plain-text.ts';

const office = 'application/vnd.openxmlformats-officedocument';

/**
 * Reads a file: decides by its content what it is, and takes out its text.
 * @throws AppError of `attachment-…`
 */
export async function readFile({ name, bytes }: ReadRequest, limits: ReadLimits): Promise<FileContent> {
  if (bytes.length === 0) throw new AppError('attachment-empty');
  const format = fileFormat(bytes);
  switch (format.kind) {
    case 'image': {
      checkName(name, 'image', format.format.toUpperCase());
      const image = readImage(format.format, bytes, limits);
      const mediaType = `image/${format.format}`;
      return { kind: 'image', mediaType, text: '', truncated: false, bytes: image.bytes };
    }
    case 'pdf': {
      checkName(name, 'pdf', 'PDF');
      // By far the largest library: other files need not wait for it.
      const { readPdf } = await import('./pdf.ts');
      const { writer, pages } = await readPdf(bytes, limits);
      return content('pdf', 'application/pdf', writer, pages);
    }
    case 'archive':
      return readArchive(name, await Archive.open(bytes, limits), limits);
    case 'compound':
      if (format.isEncryptedPackage) throw new AppError('attachment-encrypted');
      throw unsupported('Office 97 to 2003');
    case 'unsupported':
      checkName(name, 'unsupported', format.name);
      throw unsupported(format.name);
    case 'other':
      return readText(name, bytes, limits);
  }
}

async function readArchive(name: string, archive: Archive, limits: ReadLimits): Promise<FileContent> {
  const document = new OfficePackage(archive, limits);
  const mainPart = await document.mainPart();
  switch (mainPart?.split('/')[0]) {
    case 'word': {
      checkName(name, 'document', 'Word');
      const writer = await readWord(document, mainPart);
      return content('document', `${office}.wordprocessingml.document`, writer);
    }
    case 'xl': {
      checkName(name, 'spreadsheet', 'Excel');
      const { writer, pages } = await readSpreadsheet(document, mainPart);
      return content('spreadsheet', `${office}.spreadsheetml.sheet`, writer, pages);
    }
    case 'ppt': {
      checkName(name, 'presentation', 'PowerPoint');
      const { writer, pages } = await readPresentation(document, mainPart);
      return content('presentation', `${office}.presentationml.presentation`, writer, pages);
    }
    default:
      checkName(name, 'unsupported', 'ZIP archive');
      throw unsupported(archive.has('content.xml') ? 'OpenDocument' : 'ZIP archive');
  }
}

function readText(name: string, bytes: Uint8Array, limits: ReadLimits): FileContent {
  const decoded = decodeText(bytes);
  if (decoded === undefined) {
    checkName(name, 'unknown', 'binary data');
    throw unsupported('binary data');
  }
  const { text } = decoded;
  if (text.trim() === '') throw new AppError('attachment-empty');
  if (/^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<svg[\s>]/i.test(text)) throw unsupported('SVG image');
  if (/^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)*<(?:!doctype\s+html|html)[\s>]/i.test(text)) {
    checkName(name, 'web-page', 'a web page');
    return content('web-page', 'text/html', readHtml(text, limits));
  }
  checkName(name, 'text', 'text');
  const kept = text.slice(0, limits.characters);
  return { kind: 'text', mediaType: 'text/plain', text: kept, truncated: kept.length < text.length };
}

function content(kind: AttachmentKind, mediaType: string, writer: MarkdownWriter, pages?: number): FileContent {
  const { text, isFull: truncated } = writer;
  return { kind, mediaType, text, truncated, ...(pages === undefined ? {} : { pages }) };
}

function unsupported(format: string): AppError {
  return new AppError('attachment-unsupported', { fields: { format } });
}
