import { CalendarDate } from '@internationalized/date';
import { locale } from '../words';

export type DayForm = 'short' | 'long' | 'numeric' | 'weekday' | 'month';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const FORMS: Record<DayForm, Intl.DateTimeFormatOptions> = {
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  numeric: { day: '2-digit', month: '2-digit', year: 'numeric' },
  weekday: { weekday: 'short' },
  month: { month: 'long', year: 'numeric' },
};

/** The day that `text` (YYYY-MM-DD) names, where there is such a day. */
export function calendarDay(text: string): CalendarDate | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const found = new CalendarDate(year, month, day);
  // The constructor moves 30 February to its month's last day; that is another day.
  return found.month === month && found.day === day ? found : null;
}

/** Writes a day (YYYY-MM-DD) for people; what is not a day comes back unchanged. */
export function formatDay(day: string, form: DayForm = 'short'): string {
  const found = calendarDay(day);
  if (!found) return day;
  const format = new Intl.DateTimeFormat(locale(), { ...FORMS[form], timeZone: 'UTC' });
  return format.format(found.toDate('UTC'));
}

/** Writes a range of days as the locale shortens it, such as 2–9 Mar 2026. */
export function formatDays(from: string, until: string): string {
  const [first, last] = [calendarDay(from), calendarDay(until)];
  if (!first || !last || last.compare(first) < 0) return `${formatDay(from)} – ${formatDay(until)}`;
  const format = new Intl.DateTimeFormat(locale(), { ...FORMS.short, timeZone: 'UTC' });
  return format.formatRange(first.toDate('UTC'), last.toDate('UTC'));
}

/**
 * What was typed, as YYYY-MM-DD where its parts can be told apart by the locale's order.
 *
 * Whether there is such a day is for Rust to say; what cannot be read stays as it was typed.
 */
export function readDay(typed: string): string {
  const text = typed.trim();
  const iso = ISO.exec(text);
  if (iso) return written(iso[1], iso[2], iso[3]) ?? text;
  const parts = text.split(/[./\-\s]+/).filter(Boolean);
  if (parts.length !== 3 || !parts.every((part) => /^\d+$/.test(part))) return text;
  const order = new Intl.DateTimeFormat(locale(), { ...FORMS.numeric, timeZone: 'UTC' })
    .formatToParts(new Date(0))
    .map((part) => part.type)
    .filter((type) => type === 'year' || type === 'month' || type === 'day');
  const at = (type: 'year' | 'month' | 'day') => parts[order.indexOf(type)];
  return written(at('year'), at('month'), at('day')) ?? text;
}

function written(year?: string, month?: string, day?: string): string | null {
  if (year?.length !== 4 || !month || !day || month.length > 2 || day.length > 2) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
