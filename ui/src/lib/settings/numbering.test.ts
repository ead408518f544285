import { expect, it } from 'vitest';
import { nextNumber } from './numbering';

const stored = { prefix: 'INV-', digits: '5', first: '1' };

function check(next: string, typed: Partial<typeof stored>, expected: string) {
  expect(nextNumber(stored, next, { ...stored, ...typed })).toBe(expected);
}

it('shows the next number with the prefix and digits that are typed', () => {
  check('INV-00015', {}, 'INV-00015');
  check('INV-00015', { prefix: '2026/' }, '2026/00015');
  check('INV-00015', { digits: '3' }, 'INV-015');
  check('INV-123456', { digits: '3' }, 'INV-123456');
  check('INV-00001', { first: '500' }, 'INV-00500');
});

it('shows nothing for what is no number', () => {
  check('INV-00015', { digits: '' }, '');
  check('INV-00015', { digits: '-1' }, '');
  check('INV-00001', { first: 'x' }, '');
});
