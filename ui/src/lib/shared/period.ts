import { endOfMonth, endOfYear, startOfMonth, startOfYear } from '@internationalized/date';
import { t } from '../words';
import { calendarDay } from './day';

/** A stretch of days that lists are narrowed to, seen from today. */
export type Period = 'any' | 'this_month' | 'last_month' | 'this_year' | 'last_year';

/** The periods to choose from. */
export function periods(): { value: Period; label: string }[] {
  return [
    { value: 'any', label: t('shared.period_any') },
    { value: 'this_month', label: t('shared.period_this_month') },
    { value: 'last_month', label: t('shared.period_last_month') },
    { value: 'this_year', label: t('shared.period_this_year') },
    { value: 'last_year', label: t('shared.period_last_year') },
  ];
}

/** The first and the last day of a period, YYYY-MM-DD; empty where there is none. */
export function periodDays(period: Period, today: string): { from: string; to: string } {
  const day = calendarDay(today);
  if (!day || period === 'any') return { from: '', to: '' };
  const months = period === 'last_month' ? 1 : 0;
  const years = period === 'last_year' ? 1 : 0;
  const within = day.subtract({ months, years });
  const byMonth = period === 'this_month' || period === 'last_month';
  const from = byMonth ? startOfMonth(within) : startOfYear(within);
  const to = byMonth ? endOfMonth(within) : endOfYear(within);
  return { from: from.toString(), to: to.toString() };
}
