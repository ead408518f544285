import { expect, test } from 'vitest';
import { dayBefore, firstDayOfWeek, minutesBy, movedBy, slotOf } from './days';

const delta = (days: number, seconds: number) => ({ years: 0, months: 0, days, seconds, inWeeks: false });

test.each([
  ['en-GB', 1],
  ['de-DE', 1],
  ['en-US', 0],
  ['he-IL', 0],
  ['ar-EG', 6],
])('the week begins as in %s', (locale, day) => {
  expect(firstDayOfWeek(locale)).toBe(day);
});

test.each([
  ['2026-03-01', '2026-02-28'],
  ['2028-03-01', '2028-02-29'],
  ['2026-01-01', '2025-12-31'],
])('the day before %s is %s', (day, before) => {
  expect(dayBefore(day)).toBe(before);
});

test('a drag moves the wall time, over midnight and over a clock change', () => {
  expect(movedBy('2026-03-28T23:30', delta(0, 3600))).toBe('2026-03-29T00:30');
  expect(movedBy('2026-03-29T01:30', delta(0, 3600))).toBe('2026-03-29T02:30');
  expect(movedBy('2026-03-09T09:00', delta(-7, -900))).toBe('2026-03-02T08:45');
});

test('a dragged end changes the minutes', () => {
  expect(minutesBy(50, delta(0, 600))).toBe(60);
  expect(minutesBy(50, delta(0, -1200))).toBe(30);
});

test('a drawn range becomes a slot; a whole day leaves the minutes to the service', () => {
  const drawn = { startStr: '2026-03-02T09:15:00', endStr: '2026-03-02T10:00:00', allDay: false };
  expect(slotOf(drawn)).toEqual({ day: '2026-03-02', time: '09:15', minutes: '45' });
  const day = { startStr: '2026-03-02T00:00:00', endStr: '2026-03-03T00:00:00', allDay: true };
  expect(slotOf(day)).toEqual({ day: '2026-03-02', time: '09:00', minutes: '' });
});
