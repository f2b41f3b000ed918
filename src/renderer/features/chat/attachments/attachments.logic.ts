import { messageLimit } from '../../../../shared/ipc/contract.ts';
import type { Attachment, AttachmentFacts } from '../../../../shared/model/attachment.ts';
import type { Deployment } from '../../../../shared/model/deployment.ts';
import type { FilePart } from '../../../../shared/model/message.ts';
import type { DraftState } from '../chat.logic.ts';
import type { DraftFile } from './draft-files.ts';

/** What a draft with files comes to: its text, blank where the files are sent alone; undefined where nothing can be sent. */
export function sendableText(draft: DraftState, files: readonly DraftFile[]): string | undefined {
  if (files.some(({ state }) => state.kind === 'reading')) return undefined;
  switch (draft.kind) {
    case 'sendable':
      return draft.text;
    case 'blank':
      return readyFiles(files).length > 0 ? '' : undefined;
    case 'too-long':
      return undefined;
  }
}

/** The files of a draft that can be sent. */
export function readyFiles(files: readonly DraftFile[]): Attachment[] {
  return files.flatMap(({ state }) => (state.kind === 'ready' ? [state.attachment] : []));
}

const kindNames: Readonly<Record<AttachmentFacts['kind'], string>> = {
  image: 'Image',
  pdf: 'PDF',
  document: 'Document',
  spreadsheet: 'Spreadsheet',
  presentation: 'Presentation',
  'web-page': 'Web page',
  text: 'Text',
};

const pageNames: Readonly<Partial<Record<AttachmentFacts['kind'], string>>> = {
  spreadsheet: 'sheet',
  presentation: 'slide',
};

/** The quiet line under a file's name. */
export function fileDetails({ kind, pages, tokens, bytes, truncated }: AttachmentFacts): string {
  return [
    kindNames[kind],
    pages === undefined ? undefined : counted(pages, pageNames[kind] ?? 'page'),
    tokens === undefined ? undefined : tokenText(kind, tokens),
    sizeText(bytes),
    truncated ? 'only its beginning is read' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function tokenText(kind: AttachmentFacts['kind'], tokens: number): string {
  return kind === 'pdf' && tokens === 0 ? 'no text in it' : `about ${counted(tokens, 'token')}`;
}

function counted(count: number, unit: string): string {
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return counted(bytes, 'byte');
  const kilobytes = bytes / 1024;
  return kilobytes < 1000 ? `${Math.round(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

/** Whether a file can be put into the message itself: a text that a message has room for. */
export function isInsertable({ kind, bytes }: AttachmentFacts): boolean {
  return kind === 'text' && bytes <= messageLimit;
}

/** What a person should know before images go to a model that cannot see them; undefined where all is well. */
export function blindnessNote(
  files: readonly Pick<FilePart, 'kind'>[],
  deployment: (Pick<Deployment, 'displayName'> & { readonly abilities?: readonly string[] }) | undefined,
): string | undefined {
  const { displayName, abilities } = deployment ?? {};
  if (abilities === undefined || abilities.includes('vision')) return undefined;
  return files.some(({ kind }) => kind === 'image') ? `${displayName} cannot see images.` : undefined;
}

/** The files of a paste that are meant: what carries text besides, a table of Excel with its picture, is pasted as text. */
export function pastedFiles(clipboard: Pick<DataTransfer, 'files' | 'types'>): readonly File[] {
  return clipboard.types.includes('text/plain') ? [] : [...clipboard.files];
}
