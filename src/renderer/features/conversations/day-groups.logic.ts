/** A stretch of days under one heading. */
export interface DayGroup {
  readonly name: string;
  /** Its first moment, in milliseconds since the epoch. */
  readonly since: number;
}

const monthName = new Intl.DateTimeFormat('en', { month: 'long' });

/** The group of a moment, by the person's own days. @param today when the day of now began */
export function dayGroup(time: number, today: number): DayGroup {
  const recent: readonly DayGroup[] = [
    { name: 'Today', since: today },
    { name: 'Yesterday', since: daysBefore(today, 1) },
    { name: 'Previous 7 days', since: daysBefore(today, 7) },
    { name: 'Previous 30 days', since: daysBefore(today, 30) },
  ];
  return recent.find(({ since }) => time >= since) ?? longAgo(new Date(time), new Date(today));
}

function longAgo(time: Date, today: Date): DayGroup {
  const year = time.getFullYear();
  if (year === today.getFullYear()) {
    return { name: monthName.format(time), since: new Date(year, time.getMonth(), 1).getTime() };
  }
  const since = new Date(year, 0, 1);
  since.setFullYear(year);
  return { name: String(year), since: since.getTime() };
}

/** By the calendar, since not every day has 24 hours. */
function daysBefore(today: number, days: number): number {
  const day = new Date(today);
  day.setDate(day.getDate() - days);
  return day.getTime();
}
