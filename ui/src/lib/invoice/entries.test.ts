import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { InvoiceRow } from '$lib/host';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import EditInvoiceSheet from './EditInvoiceSheet.svelte';
import { invoiceEntries } from './entries';
import LockInvoiceSheet from './LockInvoiceSheet.svelte';
import WriteOffSheet from './WriteOffSheet.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const row: InvoiceRow = {
  id: '7',
  number: 'INV-00007',
  client_id: '5',
  client_name: 'Ana Lima',
  summary: 'Session',
  issued_on: '2026-03-02',
  due_on: '2026-03-16',
  total: '100.00',
  written_off: '0.00',
  outstanding: '100.00',
  status: 'unpaid',
  locked: false,
  supplied: false,
};
const LOCKED = 'INV-00007 is locked. Unlock it first.';
const CREDITED = 'CN-00001 credits a part of it. Make CN-00001 void first.';

/** Why an act on an invoice cannot be done now, and where that leads. */
function refusal(of: Partial<InvoiceRow>, act: string) {
  const entry = invoiceEntries({ ...row, ...of }).find(({ id }) => id === act);
  return [entry?.reason ?? null, entry?.way?.label ?? null];
}
afterEach(() => {
  clearMocks();
  closeSheets();
  for (const note of shown()) dismiss(note.id);
});

test('an open invoice is edited from its row', () => {
  expect(refusal({}, 'edit')).toEqual([null, null]);
  invoiceEntries(row).find(({ id }) => id === 'edit')?.run();
  expect(openSheets().map(({ component, props }) => [component, props])).toEqual([[EditInvoiceSheet, { id: '7' }]]);
});

test('a locked invoice leads to unlocking it', () => {
  for (const act of ['edit', 'void']) expect(refusal({ locked: true }, act)).toEqual([LOCKED, 'Unlock INV-00007…']);
  invoiceEntries({ ...row, locked: true }).find(({ id }) => id === 'void')?.way?.run();
  expect(openSheets().map(({ component, props }) => [component, props])).toEqual([
    [LockInvoiceSheet, { id: '7', unlock: true }],
  ]);
});

test('a void invoice is neither edited nor made void again', () => {
  for (const act of ['edit', 'void']) expect(refusal({ status: 'void', locked: true }, act)).toEqual(['INV-00007 is void.', null]);
});

test('what was written off is owed again before the invoice is void', () => {
  const of = { written_off: '40.00', outstanding: '60.00' };
  const reason = '€40.00 of INV-00007 is written off, so it cannot be void. Reverse the write-off first.';
  expect(refusal(of, 'void')).toEqual([reason, null]);
  expect(refusal(of, 'edit')).toEqual([null, null]);
  const act = invoiceEntries({ ...row, ...of }).find(({ label }) => label === 'Reverse the write-off…');
  act?.run();
  expect(openSheets().map(({ component, props }) => [component, props])).toEqual([[WriteOffSheet, { id: '7', reverse: true }]]);
});

test('what the row does not know is said once the invoice is read', async () => {
  mockIPC(() => ({ cannot_edit: CREDITED }));
  const onclose = vi.fn();
  render(EditInvoiceSheet, { id: '7', onclose });
  await waitFor(() => expect(shown().map(({ sentence }) => sentence)).toEqual([CREDITED]));
  expect(onclose).toHaveBeenCalledOnce();
  expect(screen.queryByRole('dialog')).toBeNull();
});
