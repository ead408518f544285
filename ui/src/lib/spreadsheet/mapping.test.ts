import { expect, it } from 'vitest';
import type { Mapping } from '$lib/host';
import { fieldOf, withField } from './mapping';

const mapping: Mapping = {
  kind: 'payments',
  columns: [
    { field: 'client', column: 0 },
    { field: 'date', column: 1 },
    { field: 'amount', column: null },
  ],
  date_order: 'detect',
  decimal_comma: false,
};

/** Reads a mapping as `column:field`, by column. */
function say(read: Mapping): string {
  return [0, 1, 2, 3].map((column) => fieldOf(read, column) ?? '-').join(' ');
}

it('reads a field from the column that is chosen', () => {
  expect(say(withField(mapping, 2, 'amount'))).toBe('client date amount -');
});

it('takes the field from where it was, and the column from what was there', () => {
  expect(say(withField(mapping, 0, 'date'))).toBe('date - - -');
});

it('reads nothing from a column that is not used', () => {
  expect(say(withField(mapping, 1, null))).toBe('client - - -');
});

it('leaves the mapping it was given as it is', () => {
  withField(mapping, 0, null);
  expect(say(mapping)).toBe('client date - -');
});
