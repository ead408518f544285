import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import VoidCreditNoteSheet from './VoidCreditNoteSheet.svelte';

const MADE_BY = 'CN-00001 was made by RT-00001. Reverse that return instead.';
const SHORT = 'None of “Workbook” is in stock, and 1 would go out.';

function rust(note: { returned: { id: string; number: string } | null; cannot_withdraw: string | null; short?: boolean }) {
  mockIPC((command, asked) => {
    const { returned, cannot_withdraw } = note;
    const row = { source: { id: '4', kind: 'credit_note', number: 'CN-00001' }, client_name: 'Ana Lima', cannot_withdraw };
    if (command === 'credit_note_page') return { row, returned };
    if (command === 'void_credit_note' && note.short && !(asked as { stockReason: string }).stockReason) {
      throw { code: 'invalid', message: SHORT, fields: { stock_reason: SHORT } };
    }
    if (command === 'void_credit_note') return { answer: null, operation: '3', sentence: '', changed: [], effects: [], warnings: [] };
    throw new Error(command);
  });
  render(VoidCreditNoteSheet, { id: '4', onclose: () => undefined });
}
afterEach(clearMocks);

const act = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Make void' });

test('the note of a return is not made void: the way to its return is there', async () => {
  rust({ returned: { id: '2', number: 'RT-00001' }, cannot_withdraw: MADE_BY });
  expect(await screen.findByText(MADE_BY)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open RT-00001' }).getAttribute('href')).toBe('/returns/2');
  expect(act().disabled).toBe(true);
});

test('any other note leads nowhere else', async () => {
  rust({ returned: null, cannot_withdraw: null });
  expect(await screen.findByText('Void CN-00001')).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();
  expect(act().disabled).toBe(false);
});

test('goods that are not there any more are asked about apart from why the note is void', async () => {
  rust({ returned: null, cannot_withdraw: null, short: true });
  const why = await screen.findByLabelText<HTMLInputElement>(/Why more than there is/);
  expect(screen.getAllByText(SHORT).length).toBeGreaterThan(0);
  await fireEvent.input(why, { target: { value: 'sold again' } });
  expect(await screen.findByDisplayValue('sold again')).toBeTruthy();
});
