import type { LibraryExport, LibraryImport, LibraryKind } from '../../../shared/model/library-file.ts';

/** What an export came to; empty where the person thought better of it. */
export function libraryExportText(result: LibraryExport, kind: LibraryKind): string {
  switch (result.kind) {
    case 'cancelled':
      return '';
    case 'done':
      return kind === 'prompts'
        ? `Your own prompts are in ${result.name}: ${result.count}.`
        : `Your own assistants are in ${result.name}, without their files: ${result.count}.`;
  }
}

/** What an import came to; empty where the person thought better of it. */
export function libraryImportText(result: LibraryImport): string {
  switch (result.kind) {
    case 'cancelled':
      return '';
    case 'done': {
      const { prompts, assistants, alreadyHere, leftOut } = result;
      return [
        `Prompts taken: ${prompts}.`,
        `Assistants taken: ${assistants}.`,
        ...(alreadyHere === 0 ? [] : [`Already here and left as they are: ${alreadyHere}.`]),
        ...(leftOut === 0 ? [] : [`Left out, because they cannot be read or are too long: ${leftOut}.`]),
      ].join(' ');
    }
  }
}
