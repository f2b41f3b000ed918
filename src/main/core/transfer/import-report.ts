import { type ImportReport, type LeftOutReason, namedLeftOut } from '../../../shared/model/transfer.ts';

/** A report after one more conversation. */
export function withTaken(
  report: ImportReport,
  { messages, filesLeftOut }: { readonly messages: number; readonly filesLeftOut: number },
): ImportReport {
  return {
    ...report,
    taken: report.taken + 1,
    messages: report.messages + messages,
    filesLeftOut: report.filesLeftOut + filesLeftOut,
  };
}

/** A report after one more conversation that was not taken; the first titles of a reason are named. */
export function withLeftOut(
  report: ImportReport,
  { reason, title }: { readonly reason: LeftOutReason; readonly title: string },
): ImportReport {
  const known = report.leftOut.find((each) => each.reason === reason) ?? { reason, count: 0, titles: [] };
  const titles = known.titles.length < namedLeftOut && title !== '' ? [...known.titles, title] : known.titles;
  const others = report.leftOut.filter((each) => each.reason !== reason);
  return { ...report, leftOut: [...others, { reason, count: known.count + 1, titles }] };
}
