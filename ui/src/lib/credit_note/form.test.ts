import { expect, test } from 'vitest';
import type { CreditNoteForm, CreditNoteProposal } from '$lib/host';
import { freeLine, linesOf, saysEnough, settlementForm, usualSettlement, wantedForm } from './form';

const line = (description: string) => ({ description, quantity: '1', total: '90.00', left_quantity: '1', left: '90.00' });
const proposal = (...descriptions: string[]): CreditNoteProposal => ({
  number: 'INV-00007',
  version: 1,
  outstanding: '90.00',
  left: '90.00',
  lines: descriptions.map(line),
  cannot_credit: null,
});

test('the only line is credited in full at first, of several none', () => {
  expect(linesOf(proposal('Session')).map(({ wanted }) => wanted.kind)).toEqual(['rest']);
  expect(linesOf(proposal('Session', 'Book')).map(({ wanted }) => wanted.kind)).toEqual(['nothing', 'nothing']);
  expect(linesOf({ ...proposal('Session'), cannot_credit: 'Done' }).map(({ wanted }) => wanted.kind)).toEqual(['nothing']);
});

test('a way that needs a field opens it empty', () => {
  expect(wantedForm('units')).toEqual({ kind: 'units', value: '' });
  expect(wantedForm('rest')).toEqual({ kind: 'rest' });
});

test('the usual settlement sends no split, the others all that was typed', () => {
  const typed = { ...usualSettlement('2026-03-02'), refunded: '30' };
  expect(settlementForm(typed)).toEqual({ kind: 'usual' });
  expect(settlementForm({ ...typed, settle: 'split' })).toEqual({
    kind: 'split',
    split: { applied: '', refunded: '30', refunded_on: '2026-03-02', method: '', reference: '' },
  });
});

test('a note says enough once somebody is to have something', () => {
  const form: CreditNoteForm = {
    client_id: '5',
    invoice_id: null,
    version: 0,
    cause: 'service',
    note: '',
    lines: [freeLine()],
    settlement: { kind: 'usual' },
  };
  expect(saysEnough(form)).toBe(false);
  expect(saysEnough({ ...form, lines: [{ description: '', wanted: { kind: 'amount', value: '5' } }] })).toBe(true);
  expect(saysEnough({ ...form, client_id: null, lines: [{ description: '', wanted: { kind: 'rest' } }] })).toBe(false);
  expect(saysEnough({ ...form, client_id: null, invoice_id: '7', lines: [{ description: '', wanted: { kind: 'rest' } }] })).toBe(true);
});
