import { AppError } from '../../shared/errors.ts';
import type { AttachmentKind } from '../../shared/model/attachment.ts';

interface Promised {
  readonly kind: AttachmentKind;
  readonly name: string;
}

const promises: Readonly<Record<string, Promised>> = {
  pdf: { kind: 'pdf', name: 'PDF' },
  docx: { kind: 'document', name: 'Word' },
  docm: { kind: 'document', name: 'Word' },
  dotx: { kind: 'document', name: 'Word' },
  xlsx: { kind: 'spreadsheet', name: 'Excel' },
  xlsm: { kind: 'spreadsheet', name: 'Excel' },
  xltx: { kind: 'spreadsheet', name: 'Excel' },
  pptx: { kind: 'presentation', name: 'PowerPoint' },
  pptm: { kind: 'presentation', name: 'PowerPoint' },
  ppsx: { kind: 'presentation', name: 'PowerPoint' },
  png: { kind: 'image', name: 'an image' },
  jpg: { kind: 'image', name: 'an image' },
  jpeg: { kind: 'image', name: 'an image' },
  gif: { kind: 'image', name: 'an image' },
  webp: { kind: 'image', name: 'an image' },
};

/**
 * Refuses a file whose ending promises something else than it is: it was renamed by mistake or to deceive. An ending that
 * promises nothing, `.txt` or none, fits everything; bytes that nobody knows are a damaged file of the kind that was promised.
 * @throws AppError `attachment-mismatch`, `attachment-unreadable`
 */
export function checkName(name: string, found: AttachmentKind | 'unsupported' | 'unknown', format: string): void {
  const ending = /\.(\w{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const promised = Object.hasOwn(promises, ending) ? promises[ending] : undefined;
  if (promised === undefined || promised.kind === found) return;
  if (found === 'unknown') throw new AppError('attachment-unreadable');
  throw new AppError('attachment-mismatch', { fields: { expected: promised.name, format } });
}
