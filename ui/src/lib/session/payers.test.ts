import { expect, test } from 'vitest';
import type { SessionView } from '$lib/host';
import { invoicesOf, sharedWith } from './payers';

const alone: SessionView = {
  id: '7',
  client_id: '1',
  client_name: 'Ana Lima',
  service_id: '1',
  service_name: 'Couples session',
  starts_at: '2026-03-02T09:00',
  ends_at: '2026-03-02T09:50',
  minutes: 50,
  attendance: 'attended',
  fee_waived: false,
  awaits_invoice: false,
  invoice_id: '4',
  invoice_number: 'INV-00004',
  fee: '90.00',
  series_id: null,
  has_note: false,
  shares: [],
};
const share = { client_id: '2', client_name: 'Ben Cole', percent: '50', awaits_invoice: false, invoice: null };

test('the invoices of a session are its own client’s and those of the others who pay', () => {
  const ben = { id: '5', number: 'INV-00005' };
  expect(invoicesOf(alone).map(({ number }) => number)).toEqual(['INV-00004']);
  expect(invoicesOf({ ...alone, shares: [share, { ...share, invoice: ben }] })).toEqual([
    { id: '4', number: 'INV-00004' },
    ben,
  ]);
  expect(invoicesOf({ ...alone, invoice_id: null, invoice_number: null, shares: [share] })).toEqual([]);
});

test('who else pays is said by name', () => {
  expect(sharedWith(alone)).toBeUndefined();
  expect(sharedWith({ ...alone, shares: [share, { ...share, client_name: 'Cleo' }] })).toBe('Shared with Ben Cole, Cleo');
});
