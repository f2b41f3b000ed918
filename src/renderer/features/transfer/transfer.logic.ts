import type { ExportFormat, ExportProgress, ImportProgress, ImportReport } from '../../../shared/model/transfer.ts';

/** What a format is called, and what it is good for. */
export const formatTexts: Readonly<Record<ExportFormat, { readonly name: string; readonly use: string }>> = {
  markdown: { name: 'Markdown', use: 'Text, for notes and other programs' },
  html: { name: 'HTML', use: 'A page that any browser shows, without a connection' },
  pdf: { name: 'PDF', use: 'To print and to file' },
  json: { name: 'JSON', use: 'Everything, with all branches: Parley can import it again' },
};

/** What can be taken along beside the words; undefined where nothing can. */
export function extraText(format: ExportFormat): string | undefined {
  switch (format) {
    case 'markdown':
      return undefined;
    case 'html':
    case 'pdf':
      return 'Include attached pictures';
    case 'json':
      return 'Include attached files';
  }
}

/** How far an export is, from 0 to 1; undefined while that is not known. */
export function exportPart(progress: ExportProgress): number | undefined {
  return progress.kind === 'writing' && progress.total > 1 ? progress.conversations / progress.total : undefined;
}

/** What an export is doing. */
export function exportText(progress: ExportProgress): string {
  switch (progress.kind) {
    case 'choosing':
      return 'Choose where to save the file.';
    case 'writing':
      return progress.total > 1
        ? `${number(progress.conversations)} of ${counted(progress.total, 'conversation')}`
        : 'Writing…';
    case 'cancelled':
      return 'Nothing was saved.';
    case 'done':
      return `${counted(progress.conversations, 'conversation')} with ${counted(progress.messages, 'message')}.`;
  }
}

/** What an import is doing. */
export function importText(progress: ImportProgress): string {
  switch (progress.kind) {
    case 'choosing':
      return 'Choose the file to import.';
    case 'reading':
      return `${Math.floor(progress.part * 100)} % read · ${counted(progress.report.taken, 'conversation')} so far`;
    case 'cancelled':
      return 'Nothing was imported.';
    case 'done':
      return importHeadline(progress);
  }
}

/** The sentence that an import ends with. */
export function importHeadline({ isStopped, error, report }: Extract<ImportProgress, { kind: 'done' }>): string {
  const { taken, messages, alreadyHere } = report;
  const what = `${counted(taken, 'conversation')} with ${counted(messages, 'message')}`;
  if (taken === 0) {
    if (isStopped) return 'Stopped before anything was imported.';
    return error === null && alreadyHere > 0 ? 'There is nothing new in this file.' : 'Nothing was imported.';
  }
  return isStopped || error !== null ? `Imported before it ended: ${what}.` : `Imported: ${what}.`;
}

const sources: Readonly<Record<NonNullable<ImportReport['source']>, string>> = {
  parley: 'Parley',
  chatgpt: 'ChatGPT',
  librechat: 'LibreChat',
  'open-webui': 'Open WebUI',
  'cherry-studio': 'Cherry Studio',
};

const reasons: Readonly<Record<ImportReport['leftOut'][number]['reason'], string>> = {
  empty: 'had no messages',
  damaged: 'were damaged',
  conflict: 'have messages that are here in another conversation',
};

/** What a report says besides its headline, a line each. */
export function reportLines(report: ImportReport): readonly string[] {
  const { source, files, alreadyHere, leftOut, filesLeftOut } = report;
  return [
    ...(source === null ? [] : [`From: ${sources[source]}`]),
    ...(files === 0 ? [] : [`Pictures and files: ${number(files)}`]),
    ...(alreadyHere === 0 ? [] : [`Already here and left as they are: ${number(alreadyHere)}`]),
    ...leftOut.map(({ reason, count, titles }) => {
      const more = count > titles.length && titles.length > 0 ? ' and others' : '';
      const names = titles.length === 0 ? '' : ` (${titles.map((title) => `“${title}”`).join(', ')}${more})`;
      return `Left out, because they ${reasons[reason]}: ${number(count)}${names}`;
    }),
    ...(filesLeftOut === 0 ? [] : [`Pictures and files that could not be taken: ${number(filesLeftOut)}`]),
  ];
}

/** The whole report as text. */
export function reportText(ended: Extract<ImportProgress, { kind: 'done' }>): string {
  const code = ended.error === null ? [] : [`Code: ${ended.error.code}`];
  return [`Import of ${ended.name}`, importHeadline(ended), ...reportLines(ended.report), ...code].join('\n');
}

function counted(count: number, word: string): string {
  return `${number(count)} ${word}${count === 1 ? '' : 's'}`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}
