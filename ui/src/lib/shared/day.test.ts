import { afterEach, describe, expect, test } from 'vitest';
import { setLocale } from '../words';
import { calendarDay, formatDay, formatDays, readDay } from './day';
import { formatTime, readTime } from './time';

afterEach(() => setLocale('en-GB'));

describe('a day', () => {
  test('is read in the order of the locale', () => {
    const check = (locale: string, typed: string, expected: string) => {
      setLocale(locale);
      expect(readDay(typed)).toBe(expected);
    };
    check('en-GB', '9/3/2026', '2026-03-09');
    check('en-US', '9/3/2026', '2026-09-03');
    check('de-DE', '9.3.2026', '2026-03-09');
    check('en-GB', '2026-3-9', '2026-03-09');
    check('en-GB', ' 2026-03-09 ', '2026-03-09');
  });

  test('that does not exist is left for Rust to refuse', () => {
    expect(readDay('30/02/2026')).toBe('2026-02-30');
    expect(calendarDay('2026-02-30')).toBeNull();
    expect(formatDay('2026-02-30')).toBe('2026-02-30');
  });

  test('that cannot be read stays as it was typed', () => {
    for (const typed of ['', 'soon', '9/3', '9/3/26', '1/2/3/4']) expect(readDay(typed)).toBe(typed);
  });

  test('is the same day in every time zone', () => {
    // Whether a comma follows the weekday is up to the engine's edition of the locale.
    expect(formatDay('2026-03-09', 'long').replace(',', '')).toBe('Monday 9 March 2026');
    expect(formatDay('2026-12-31')).toBe('31 Dec 2026');
  });

  test('range is shortened as the locale does', () => {
    expect(formatDays('2026-03-02', '2026-03-09').replace(/\s/gu, '')).toBe('2–9Mar2026');
    expect(formatDays('2026-03-09', '2026-03-02')).toBe('9 Mar 2026 – 2 Mar 2026');
  });
});

describe('a time', () => {
  test('is read as people type it', () => {
    const cases: [string, string][] = [
      ['9', '09:00'],
      ['930', '09:30'],
      ['9.30', '09:30'],
      ['14:05', '14:05'],
      ['2pm', '14:00'],
      ['12 am', '00:00'],
      ['12:15 pm', '12:15'],
    ];
    for (const [typed, expected] of cases) expect(readTime(typed)).toBe(expected);
  });

  test('that cannot be read stays as it was typed', () => {
    for (const typed of ['', 'noon', '13pm', '9:5']) expect(readTime(typed)).toBe(typed);
  });

  test('that does not exist is shown as it is', () => {
    expect(formatTime('25:00')).toBe('25:00');
    expect(formatTime('14:00')).toBe('14:00');
  });
});
