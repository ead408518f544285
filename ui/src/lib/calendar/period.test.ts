import { expect, test } from 'vitest';
import { periodTitle, step } from './period';

test('the head names what is shown', () => {
  expect(periodTitle('week', { from: '2026-03-02', to: '2026-03-09' })).toBe('2 – 8 Mar 2026');
  expect(periodTitle('day', { from: '2026-03-02', to: '2026-03-03' })).toBe('Monday, 2 March 2026');
  expect(periodTitle('month', { from: '2026-03-01', to: '2026-04-01' })).toBe('March 2026');
});

test.each([
  ['2026-01-31', 'month', 1, '2026-02-28'],
  ['2026-03-31', 'list', -1, '2026-02-28'],
  ['2026-12-28', 'week', 1, '2027-01-04'],
  ['2026-03-01', 'day', -1, '2026-02-28'],
] as const)('from %s a %s by %i is %s', (day, view, by, next) => {
  expect(step(day, view, by)).toBe(next);
});
