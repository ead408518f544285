import { calendarDay, formatDay, formatDays } from '$lib/shared/day';
import { dayBefore } from './days';
import type { Period, View } from './views';

/** The head over the calendar: the day, the week's days, or the month. */
export function periodTitle(view: View, { from, to }: Period): string {
  if (view === 'day') return formatDay(from, 'long');
  if (view === 'week') return formatDays(from, dayBefore(to));
  return formatDay(from, 'month');
}

/** The day from which the period after (`1`) or before (`-1`) is shown. */
export function step(day: string, view: View, by: 1 | -1): string {
  const shown = calendarDay(day);
  if (!shown) return day;
  if (view === 'day') return shown.add({ days: by }).toString();
  if (view === 'week') return shown.add({ weeks: by }).toString();
  return shown.add({ months: by }).toString();
}
