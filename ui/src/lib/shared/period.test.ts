import { expect, test } from 'vitest';
import { periodDays, type Period } from './period';

test.each<[Period, string, string, string]>([
  ['any', '2026-03-31', '', ''],
  ['this_month', '2026-03-31', '2026-03-01', '2026-03-31'],
  ['last_month', '2026-03-31', '2026-02-01', '2026-02-28'],
  ['last_month', '2026-01-15', '2025-12-01', '2025-12-31'],
  ['this_year', '2026-03-31', '2026-01-01', '2026-12-31'],
  ['last_year', '2028-02-29', '2027-01-01', '2027-12-31'],
])('%s on %s is %s to %s', (period, today, from, to) => {
  expect(periodDays(period, today)).toEqual({ from, to });
});
