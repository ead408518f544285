import { expect, test } from 'vitest';
import type { OpenInvoiceRow, PaymentProposal } from '$lib/host';
import { appliedForm, proposedAmount, proposedForm, proposedShares, share } from './applied';

const row = (id: string, outstanding: string, proposed: string): OpenInvoiceRow => ({
  id,
  number: `INV-${id}`,
  linked_client: null,
  service_on: '2026-03-02',
  due_on: '2026-03-16',
  overdue: false,
  outstanding,
  proposed,
});
const open = [row('1', '90.00', '90.00'), row('2', '80.00', '30.00'), row('3', '70.00', '0.00')];
const proposal: PaymentProposal = {
  open,
  owing: '240.00',
  credit: '0.00',
  applied: '120.00',
  remaining: '0.00',
  not_invoiced_count: 0,
};

test('the proposed amount is what is left on the invoice, else all that is owed, else nothing', () => {
  expect(proposedAmount(proposal, '2')).toBe('80.00');
  expect(proposedAmount(proposal, undefined)).toBe('240.00');
  expect(proposedAmount({ ...proposal, owing: '0.00', open: [] }, undefined)).toBe('');
});

test('the proposal by hand starts with its amounts and leaves out what it does not pay', () => {
  expect(proposedShares(open)).toEqual({ 1: '90.00', 2: '30.00', 3: '' });
  expect(proposedForm(proposal)).toEqual({
    kind: 'by_hand',
    shares: [
      { invoice_id: '1', amount: '90.00' },
      { invoice_id: '2', amount: '30.00' },
    ],
  });
});

test('what was typed by hand is sent as typed, in the order on screen; empty fields are not sent', () => {
  expect(appliedForm('by_hand', { 3: ' 1,5 ', 2: '  ', 1: '10' }, open)).toEqual({
    kind: 'by_hand',
    shares: [
      { invoice_id: '1', amount: '10' },
      { invoice_id: '3', amount: '1,5' },
    ],
  });
  expect(appliedForm('to_credit', { 1: '10' }, open)).toEqual({ kind: 'to_credit' });
  expect(appliedForm('proposal', { 1: '10' }, open)).toEqual({ kind: 'oldest_first' });
});

test.each([
  ['120.00', '12000'],
  ['0.50', '50'],
  ['1500', '1500'],
  ['0.000', '0'],
])('%s is drawn %s wide', (amount, width) => {
  expect(share(amount)).toBe(width);
});
