import { expect, test } from 'vitest';
import type { CreditRow } from '$lib/host';
import { creditEntries } from './entries';

/** Rust's own sentences. */
const WITHDRAW = 'It cannot be deleted.';
const ASLEEP = 'CR-00001 is inactive.';

const credit: CreditRow = {
  source: { id: '9', kind: 'credit', number: 'CR-00001' },
  client_id: '5',
  client_name: 'Ana Lima',
  origin: 'courtesy',
  from_on: '2026-03-02',
  expires_on: null,
  amount: '50.00',
  applied: '0.00',
  refunded: '0.00',
  transferred: '0.00',
  remaining: '50.00',
  available: '50.00',
  lapsed: '0.00',
  status: 'available',
  cannot_use: null,
  cannot_withdraw: null,
};
const payment: CreditRow = { ...credit, source: { id: '8', kind: 'payment', number: 'R-00001' }, origin: null, cannot_withdraw: WITHDRAW };
const note: CreditRow = { ...credit, source: { id: '7', kind: 'credit_note', number: 'CN-00001' }, origin: null };

/** Why each entry of a row cannot be done now; only those that cannot. */
function refused(row: CreditRow, ...which: string[]) {
  const entries = creditEntries(row).filter(({ id }) => which.length === 0 || which.includes(id));
  return Object.fromEntries(entries.filter(({ reason }) => reason).map(({ id, reason }) => [id, reason]));
}

test('all can be done with an unused credit, but goodwill stays with its client', () => {
  expect(refused(credit)).toEqual({
    transfer: 'Goodwill belongs to the client it was given to. Give the other one a credit.',
  });
});

test('a used credit is not deleted, and the reason says what to do first', () => {
  expect(refused({ ...credit, applied: '20.00', remaining: '30.00', cannot_withdraw: WITHDRAW }, 'delete')).toEqual({
    delete: WITHDRAW,
  });
});

test('credit of an overpayment is not deleted: its payment is edited', () => {
  expect(refused(payment)).toEqual({ delete: WITHDRAW });
});

test('a credit note is never edited', () => {
  expect(Object.keys(refused(note))).toEqual(['edit']);
});

test('an inactive or lapsed credit is not used, and what is applied of it can still come off', () => {
  const asleep = { ...credit, status: 'inactive' as const, cannot_use: ASLEEP };
  expect(refused(asleep, 'apply', 'refund')).toEqual({
    apply: ASLEEP,
    refund: ASLEEP,
  });
  expect(refused({ ...asleep, applied: '20.00', remaining: '30.00' }, 'apply')).toEqual({});
  expect(creditEntries(asleep).find(({ id }) => id === 'active')?.label).toBe('Reactivate…');
});
