import { afterEach, expect, test } from 'vitest';
import { formatInstant } from './instant';
import { setting } from './setting.svelte';

afterEach(() => (setting.timeZone = ''));

test('an act reads as of the practice’s day and hour, wherever the machine is', () => {
  setting.timeZone = 'America/New_York';
  expect(formatInstant('2026-03-01T00:30:00Z')).toBe('28 Feb 2026, 19:30');
  setting.timeZone = 'Asia/Tokyo';
  expect(formatInstant('2026-02-28T15:05:00')).toBe('1 Mar 2026, 00:05');
});

test('what is no instant stays as it is, and a zone that is not known is that of the machine', () => {
  expect(formatInstant('soon')).toBe('soon');
  setting.timeZone = 'Nowhere/At_All';
  expect(formatInstant('2026-03-02T09:00:00Z')).toMatch(/Mar 2026, \d\d:\d\d$/);
});
