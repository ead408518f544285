import { CalendarDate } from '@internationalized/date';
import { LANGUAGE, locale } from '../words';

export type DayForm = 'short' | 'long' | 'weekday' | 'month';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

/** The day that `text` (YYYY-MM-DD) names, where there is such a day. */
export function calendarDay(text: string): CalendarDate | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const found = new CalendarDate(year, month, day);
  // The constructor moves 30 February to its month's last day; that is another day.
  return found.month === month && found.day === day ? found : null;
}

/**
 * Writes a day (YYYY-MM-DD) for people; what is not a day comes back unchanged.
 *
 * The same everywhere, and as Rust's sentences have it (`day_in_words`): 2 Mar 2026. No locale swaps day and month.
 */
export function formatDay(day: string, form: DayForm = 'short'): string {
  const found = calendarDay(day);
  if (!found) return day;
  switch (form) {
    case 'short':
      return `${found.day} ${named(found, { month: 'short' })} ${found.year}`;
    case 'long':
      return `${named(found, { weekday: 'long' })}, ${found.day} ${named(found, { month: 'long' })} ${found.year}`;
    case 'weekday':
      return named(found, { weekday: 'short' });
    case 'month':
      return `${named(found, { month: 'long' })} ${found.year}`;
  }
}

/** Writes a range of days without saying anything twice, such as 2 – 9 Mar 2026. */
export function formatDays(from: string, until: string): string {
  const [first, last] = [calendarDay(from), calendarDay(until)];
  const whole = formatDay(from);
  if (!first || !last || last.year !== first.year || last.compare(first) < 0)
    return `${whole} – ${formatDay(until)}`;
  const begin = last.month === first.month ? `${first.day}` : whole.replace(/ \d+$/, '');
  return `${begin} – ${formatDay(until)}`;
}

/**
 * What was typed, as YYYY-MM-DD where its parts can be told apart: by the name of the month, else by the locale's order.
 *
 * Whether there is such a day is for Rust to say; what cannot be read stays as it was typed.
 */
export function readDay(typed: string): string {
  const text = typed.trim();
  const iso = ISO.exec(text);
  if (iso) return written(iso[1], iso[2], iso[3]) ?? text;
  const parts = text.split(/[./,\-\s]+/).filter(Boolean);
  if (parts.length !== 3) return text;
  const name = parts.findIndex((part) => monthNamed(part) > 0);
  if (name === 0 || name === 1) {
    return written(parts[2], `${monthNamed(parts[name] ?? '')}`, parts[1 - name]) ?? text;
  }
  const order = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: 'UTC' })
    .formatToParts(new Date(0))
    .map((part) => part.type)
    .filter((type) => type === 'year' || type === 'month' || type === 'day');
  const at = (type: 'year' | 'month' | 'day') => parts[order.indexOf(type)];
  return written(at('year'), at('month'), at('day')) ?? text;
}

/** The number of the month that `part` names by its first three letters or more; 0 where it names none. */
function monthNamed(part: string): number {
  const name = part.toLowerCase();
  if (name.length < 3) return 0;
  const months = Array.from({ length: 12 }, (_, at) => named(new CalendarDate(2026, at + 1, 1), { month: 'long' }));
  return months.findIndex((month) => month.toLowerCase().startsWith(name)) + 1;
}

function named(day: CalendarDate, what: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LANGUAGE, { ...what, timeZone: 'UTC' }).format(day.toDate('UTC'));
}

function written(year?: string, month?: string, day?: string): string | null {
  const digits = [year, month, day].every((part) => part !== undefined && /^\d+$/.test(part));
  if (!digits || year?.length !== 4 || !month || !day || month.length > 2 || day.length > 2) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
