import { afterEach, expect, test, vi } from 'vitest';
import { goto } from '$app/navigation';
import SourceApplySheet from '$lib/application/SourceApplySheet.svelte';
import VoidCreditNoteSheet from '$lib/credit_note/VoidCreditNoteSheet.svelte';
import type { CreditRow, RefundRow } from '$lib/host';
import EditPaymentSheet from '$lib/payment/EditPaymentSheet.svelte';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import { creditEntries } from './entries';
import type { Known } from './ways';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

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

const REFUND = { id: '3', number: 'RF-00001', reversed: false } as RefundRow;

/** Goes where the refusal of an act leads; what the way says, and where it led. */
function follow(row: CreditRow, act: string, known?: Known) {
  const way = creditEntries(row, known).find(({ id }) => id === act)?.way;
  way?.run();
  return [way?.label, vi.mocked(goto).mock.lastCall?.[0] ?? openSheets().at(-1)?.component];
}
afterEach(() => {
  closeSheets();
  vi.mocked(goto).mockClear();
});

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

test('the refusal to delete a credit leads to what is applied of it, or to its refund', () => {
  const applied = { ...credit, applied: '20.00', cannot_withdraw: WITHDRAW };
  expect(follow(applied, 'delete')).toEqual(['Unapply…', SourceApplySheet]);
  expect(openSheets().at(-1)?.props).toEqual({ id: '9' });
  const refunded = { ...applied, refunded: '5.00' };
  expect(follow(refunded, 'delete')).toEqual(['Refunds of CR-00001', '/credits/9']);
  expect(follow(refunded, 'delete', { refunds: [{ ...REFUND, id: '2', reversed: true }, REFUND] })).toEqual([
    'Open RF-00001',
    '/refunds/3',
  ]);
});

test('the refusal to delete the credit of an overpayment leads to editing its payment', () => {
  expect(follow({ ...payment, applied: '100.00' }, 'delete')).toEqual(['Edit R-00001…', EditPaymentSheet]);
  expect(openSheets().at(-1)?.props).toEqual({ id: '8' });
});

test('a credit note leads to what comes before it is void, and from editing it to making it void', () => {
  expect(follow(note, 'edit')).toEqual(['Void CN-00001…', VoidCreditNoteSheet]);
  const applied = { ...note, applied: '20.00', cannot_withdraw: WITHDRAW };
  expect(follow(applied, 'void')).toEqual(['Unapply…', SourceApplySheet]);
  expect(follow(applied, 'edit')[0]).toBeUndefined();
  const returned = { ...note, cannot_withdraw: WITHDRAW };
  expect(follow(returned, 'void')).toEqual(['Open CN-00001', '/credit-notes/7']);
  expect(follow(applied, 'void', { refunds: [], returned: { id: '2', number: 'RT-00001' } })).toEqual([
    'Open RT-00001',
    '/returns/2',
  ]);
});

test('money of a linked client leads to the page with its transfer, and from there nowhere else', () => {
  const moved = { ...credit, origin: 'transfer' as const, refunded: '5.00', cannot_withdraw: WITHDRAW };
  expect(follow(moved, 'delete')).toEqual(['Open CR-00001', '/credits/9']);
  expect(follow(moved, 'delete', { refunds: [REFUND] })[0]).toBeUndefined();
});

test('what is gone leads nowhere', () => {
  const gone = { ...credit, status: 'withdrawn' as const, applied: '20.00', cannot_use: ASLEEP, cannot_withdraw: WITHDRAW };
  expect(creditEntries(gone).filter(({ way }) => way)).toEqual([]);
});
