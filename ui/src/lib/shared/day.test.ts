import { afterEach, describe, expect, test } from 'vitest';
import { setLocale } from '../words';
import { calendarDay, formatDay, formatDays, readDay } from './day';
import { formatInstant } from './instant';
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

  test('is read by the name of its month', () => {
    for (const typed of ['9 Mar 2026', '9 March 2026', 'mar 9, 2026', '9. mar. 2026']) {
      expect(readDay(typed)).toBe('2026-03-09');
    }
    expect(readDay('30 Sept 2026')).toBe('2026-09-30');
    expect(readDay('9 Foo 2026')).toBe('9 Foo 2026');
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
    expect(formatDay('2026-03-09', 'long')).toBe('Monday, 9 March 2026');
    expect(formatDay('2026-12-31')).toBe('31 Dec 2026');
  });

  test('is written alike in every locale, as sentences from Rust have it', () => {
    for (const locale of ['en-US', 'en-GB', 'de-DE']) {
      setLocale(locale);
      expect(formatDay('2026-09-02')).toBe('2 Sep 2026');
      expect(formatTime('18:00:30')).toBe('18:00');
    }
  });

  test('of an instant stands before its time', () => {
    const at = new Date(2026, 10, 20, 8, 5);
    expect(formatInstant(at.toISOString())).toBe('20 Nov 2026, 08:05');
    expect(formatInstant('soon')).toBe('soon');
  });

  test('range says nothing twice', () => {
    expect(formatDays('2026-03-02', '2026-03-09')).toBe('2 – 9 Mar 2026');
    expect(formatDays('2026-03-30', '2026-04-05')).toBe('30 Mar – 5 Apr 2026');
    expect(formatDays('2026-12-28', '2027-01-03')).toBe('28 Dec 2026 – 3 Jan 2027');
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
