import type { Calendar } from '@event-calendar/core';
import { CalendarDate, parseDateTime, startOfWeek } from '@internationalized/date';
import type { SessionView } from '$lib/host';
import { attendanceSign } from '$lib/session/attendance';
import type { Slot } from '$lib/session/form';
import { calendarDay } from '$lib/shared/day';

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The first day of the week where `locale` is spoken, 0 for Sunday. */
export function firstDayOfWeek(locale: string): Weekday {
  const start = startOfWeek(new CalendarDate(2026, 1, 14), locale);
  return start.toDate('UTC').getUTCDay() as Weekday;
}

/** The day before `day`: a range of the calendar ends where the next day begins. */
export function dayBefore(day: string): string {
  return calendarDay(day)?.subtract({ days: 1 }).toString() ?? day;
}

/**
 * A wall time moved by what a session was dragged, as YYYY-MM-DDTHH:MM.
 *
 * Reckoned on the calendar alone, so that no clock change of this machine comes in.
 */
export function movedBy(startsAt: string, delta: Calendar.Duration): string {
  const { years, months, days, seconds } = delta;
  return parseDateTime(startsAt).add({ years, months, days, seconds }).toString().slice(0, 16);
}

/** The minutes of a session whose end was dragged. */
export function minutesBy(minutes: number, delta: Calendar.Duration): number {
  return minutes + delta.days * 1440 + Math.round(delta.seconds / 60);
}

/** The slot that was drawn on the calendar; a whole day says nothing of the time. */
export function slotOf(drawn: { startStr: string; endStr: string; allDay: boolean }): Slot {
  const day = drawn.startStr.slice(0, 10);
  if (drawn.allDay) return { day, time: '09:00', minutes: '' };
  const [from, to] = [Date.parse(`${drawn.startStr}Z`), Date.parse(`${drawn.endStr}Z`)];
  return { day, time: drawn.startStr.slice(11, 16), minutes: String(Math.round((to - from) / 60_000)) };
}

/** A session as the calendar draws it. */
export function eventOf(session: SessionView): Calendar.EventInput {
  return {
    id: session.id,
    start: session.starts_at,
    end: session.ends_at,
    title: session.client_name,
    classNames: `tone-${attendanceSign(session.attendance).tone}`,
    extendedProps: { session },
  };
}
