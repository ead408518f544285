import { calendarDay, formatDay, formatDays } from '$lib/shared/day';
import { dayBefore } from './days';
import type { Period, View } from './views';

/** The head over the calendar: the day, the week's days, or the month. */
export function periodTitle(view: View, { currentFrom, currentEnd }: Period): string {
  if (view === 'day') return formatDay(currentFrom, 'long');
  if (view === 'week') return formatDays(currentFrom, dayBefore(currentEnd));
  return formatDay(currentFrom, 'month');
}

/** The day from which the period after (`1`) or before (`-1`) is shown. */
export function step(day: string, view: View, by: 1 | -1): string {
  const from = calendarDay(day);
  if (!from) return day;
  if (view === 'day') return from.add({ days: by }).toString();
  if (view === 'week') return from.add({ weeks: by }).toString();
  return from.add({ months: by }).toString();
}
