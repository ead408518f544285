import { expect, test } from 'vitest';
import { changedShares, errorOf, fieldOf, proposedShares, type ShareRow } from './shares';

const row = (id: string, applied: string): ShareRow => ({
  id,
  number: `INV-${id}`,
  day: '2026-03-02',
  figure: '90.00',
  applied,
  most: '90.00',
});
const rows = [row('1', '30.00'), row('2', '0.00'), row('3', '0.00')];

test('a field shows what is applied until something is typed, and nothing is an empty field', () => {
  expect(rows.map((one) => fieldOf(one, { 3: '1,5' }))).toEqual(['30.00', '', '1,5']);
});

test('only what differs is sent, as typed and in the order on screen', () => {
  expect(changedShares(rows, { 3: ' 20 ', 1: '' })).toEqual([
    { id: '1', amount: '' },
    { id: '3', amount: '20' },
  ]);
  expect(changedShares(rows, { 1: '30.00', 2: ' ' })).toEqual([]);
});

test('the proposal fills the rows that have nothing', () => {
  const proposed = [
    { id: '1', applied: '30.00', proposed: '10.00' },
    { id: '2', applied: '0.00', proposed: '20.00' },
    { id: '3', applied: '0.00', proposed: '0.00' },
  ];
  expect(proposedShares(proposed)).toEqual({ 2: '20.00' });
});

test('a sentence of Rust stands at the row that was sent in that place', () => {
  const sent = changedShares(rows, { 1: '', 3: 'x' });
  const fields = { 'shares.1.amount': '“x” is no amount.' };
  expect(errorOf('3', sent, fields)).toBe('“x” is no amount.');
  expect(errorOf('1', sent, fields)).toBeUndefined();
  expect(errorOf('2', sent, fields)).toBeUndefined();
});
