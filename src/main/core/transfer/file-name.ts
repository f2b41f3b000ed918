import type { ExportFormat } from '../../../shared/model/transfer.ts';

/** How the names of exported files end. */
export const extensions: Readonly<Record<ExportFormat, string>> = {
  markdown: 'md',
  html: 'html',
  pdf: 'pdf',
  json: 'json',
};

const longest = 80;

/** SECURITY: no folders, nothing that Windows gives a meaning to, and nothing that turns a line around. */
const unfit = /[<>:"/\\|?*\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/** The name that is offered for an exported file. */
export function exportName(title: string, format: ExportFormat): string {
  const plain = title.replaceAll(unfit, ' ').replaceAll(/\s+/g, ' ').trim();
  // Windows takes no name that ends in a dot, nor one of its devices'.
  const short = plain
    .slice(0, longest)
    .toWellFormed()
    .replace(/[. ]+$/, '')
    .replace(/^\.+/, '');
  const isDevice = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(short);
  return `${short === '' || isDevice ? 'Conversation' : short}.${extensions[format]}`;
}
