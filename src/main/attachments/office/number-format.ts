/** What a cell's number stands for. */
export type NumberFormat = 'number' | 'percent' | 'date' | 'time' | 'date-time';

const builtIn: Readonly<Record<number, NumberFormat>> = {
  9: 'percent',
  10: 'percent',
  14: 'date',
  15: 'date',
  16: 'date',
  17: 'date',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'date-time',
  45: 'time',
  46: 'time',
  47: 'time',
};

/** Reads a format by its number, or by its code where the workbook defines it. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtIn[id] ?? 'number';
  // Quoted words, escaped characters, colours and locales mean nothing here; further sections are for other signs.
  const [bare = ''] = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').split(';');
  const hasDate = /[yd]/i.test(bare);
  const hasTime = /[hs]/i.test(bare) || /\[(?:h+|m+|s+)\]/i.test(code);
  if (hasDate && hasTime) return 'date-time';
  if (hasDate || (/m/i.test(bare) && !hasTime)) return 'date';
  if (hasTime) return 'time';
  return bare.includes('%') ? 'percent' : 'number';
}

const dayMilliseconds = 86_400_000;
/** The day 0 of a workbook, so that day 61 is the first of March 1900. */
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);

/** A cell's number as a person would read it; dates as in ISO 8601. */
export function formatNumber(written: string, format: NumberFormat, isFrom1904: boolean): string {
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value)) return written;
  if (format === 'number') return plain(value);
  if (format === 'percent') return `${plain(value * 100)}%`;
  const milliseconds = Math.round((value * dayMilliseconds) / 1000) * 1000;
  if (format === 'time' && value >= 0) return duration(milliseconds / 1000);
  const time = new Date((isFrom1904 ? epoch1904 : epoch1900) + milliseconds);
  if (Number.isNaN(time.getTime()) || value < 0) return plain(value);
  const iso = time.toISOString();
  return format === 'date' ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
}

/** Fifteen digits: what a spreadsheet shows, without the noise of binary fractions. */
function plain(value: number): string {
  return String(Number(value.toPrecision(15)));
}

function duration(seconds: number): string {
  const part = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${part(seconds / 3600)}:${part((seconds % 3600) / 60)}:${part(seconds % 60)}`;
}
