import CalendarOff from '@lucide/svelte/icons/calendar-off';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import Check from '@lucide/svelte/icons/check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import ClockAlert from '@lucide/svelte/icons/clock-alert';
import UserX from '@lucide/svelte/icons/user-x';
import type { Component } from 'svelte';
import type { AttendanceView, SessionView } from '$lib/host';
import { t } from '$lib/words';

/** How an attendance looks everywhere; the colour only supports icon and word. */
interface Sign {
  label: string;
  icon: Component;
  tone: 'neutral' | 'good' | 'warn' | 'bad' | 'info';
}

/** Every attendance there is, in the order in which it is offered. */
export const ATTENDANCES = [
  'attended',
  'late_cancelled',
  'no_show',
  'cancelled',
  'cancelled_by_therapist',
] as const satisfies readonly AttendanceView[];

/** The word, icon and colour of an attendance; `null` is a session that nobody has marked. */
export function attendanceSign(attendance: AttendanceView | null): Sign {
  switch (attendance) {
    case 'attended':
      return { label: t('session.attended'), icon: Check, tone: 'good' };
    case 'late_cancelled':
      return { label: t('session.late_cancelled'), icon: ClockAlert, tone: 'warn' };
    case 'no_show':
      return { label: t('session.no_show'), icon: UserX, tone: 'bad' };
    case 'cancelled':
      return { label: t('session.cancelled'), icon: CalendarX, tone: 'neutral' };
    case 'cancelled_by_therapist':
      return { label: t('session.cancelled_by_therapist'), icon: CalendarOff, tone: 'neutral' };
    case null:
      return { label: t('session.unmarked'), icon: CircleDashed, tone: 'info' };
  }
}

/** Whether a fee of its own is charged for this attendance, which can be waived. */
export function canWaive(attendance: AttendanceView | null): boolean {
  return attendance === 'late_cancelled' || attendance === 'no_show';
}

/** What pressing `pressed` means for a session: its own mark again takes the mark off. */
export function nextAttendance(session: SessionView, pressed: AttendanceView): AttendanceView | null {
  return session.attendance === pressed ? null : pressed;
}
