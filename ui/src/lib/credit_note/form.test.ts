import { expect, test } from 'vitest';
import type { CreditableLine, CreditNoteForm, CreditNoteProposal, NoteLineForm, WantedForm } from '$lib/host';
import { asksRestock, freeLine, goodsOf, linesOf, saysEnough, settlementForm, usualSettlement, wantedForm } from './form';

const line = (description: string): CreditableLine => ({
  description,
  quantity: '1',
  total: '90.00',
  left_quantity: '1',
  left: '90.00',
  record_id: null,
  counted: false,
});
const workbooks: CreditableLine = { ...line('Workbook'), quantity: '3', left_quantity: '3', record_id: '8', counted: true };
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
  const lines = (wanted: WantedForm): NoteLineForm[] => [{ ...freeLine(), wanted }];
  expect(saysEnough(form)).toBe(false);
  expect(saysEnough({ ...form, lines: lines({ kind: 'amount', value: '5' }) })).toBe(true);
  expect(saysEnough({ ...form, client_id: null, lines: lines({ kind: 'rest' }) })).toBe(false);
  expect(saysEnough({ ...form, client_id: null, invoice_id: '7', lines: lines({ kind: 'rest' }) })).toBe(true);
});

test('goods that are credited go back into stock, and their record is deactivated with the last of them', () => {
  expect(goodsOf(workbooks, { kind: 'rest' })).toEqual({ restock: '3', deactivate: true });
  expect(goodsOf(workbooks, { kind: 'units', value: '2' })).toEqual({ restock: '2', deactivate: false });
  expect(goodsOf(workbooks, { kind: 'units', value: ' 3 ' })).toEqual({ restock: '3', deactivate: true });
  expect(linesOf({ ...proposal(), lines: [workbooks] })[0]).toMatchObject({ restock: '3', deactivate: true });
});

test('what was decided about goods stays, as far as there is something to decide', () => {
  const decided = { restock: '0', deactivate: false };
  expect(goodsOf(workbooks, { kind: 'rest' }, decided)).toEqual(decided);
  expect(goodsOf(workbooks, { kind: 'units', value: '1' }, { deactivate: true })).toEqual({ restock: '1', deactivate: false });
  expect(goodsOf({ ...workbooks, counted: false }, { kind: 'rest' }, { restock: '2' })).toEqual({ restock: '', deactivate: true });
});

test('a sum of money, and a line without goods, moves no stock and no record', () => {
  const none = { restock: '', deactivate: false };
  expect(goodsOf(workbooks, { kind: 'amount', value: '5' }, { restock: '1', deactivate: true })).toEqual(none);
  expect(goodsOf(workbooks, { kind: 'nothing' })).toEqual(none);
  expect(goodsOf(line('Session'), { kind: 'rest' })).toEqual(none);
  expect(asksRestock(workbooks, { kind: 'rest' })).toBe(true);
  expect(asksRestock(workbooks, { kind: 'amount', value: '5' })).toBe(false);
  expect(asksRestock(undefined, { kind: 'rest' })).toBe(false);
});
