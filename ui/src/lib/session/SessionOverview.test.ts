import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { SessionOverview as Overview } from '$lib/host';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import SessionOverview from './SessionOverview.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const invoice: Overview['invoice'] = {
  invoice: { id: '1', number: 'INV-00001' },
  status: 'paid',
  outstanding: '0.00',
};
const overview: Overview = {
  session: {
    id: '7',
    client_id: '1',
    client_name: 'Ana Lima',
    service_id: '1',
    service_name: 'Individual session',
    starts_at: '2026-03-02T09:00',
    ends_at: '2026-03-02T09:50',
    minutes: 50,
    attendance: 'no_show',
    fee_waived: false,
    awaits_invoice: false,
    invoice_id: '1',
    invoice_number: 'INV-00001',
    fee: '90.00',
    series_id: null,
    has_note: false,
    shares: [],
  },
  own_fee: '',
  note: '',
  late_cancel_fee: '90.00',
  no_show_fee: '90.00',
  invoice,
  payers: [],
  credited: [],
  owing: '0.00',
  credit: '0.00',
  series_count: 1,
  cannot_change: null,
};

/** Ticks *Waive the fee*, which Rust refuses with `code`. */
async function waive(code: string, message: string) {
  mockIPC(() => {
    throw { code, message, fields: null };
  });
  render(SessionOverview, { overview, onleave: () => undefined });
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Waive the fee' });
  await userEvent.click(box);
  await waitFor(() => expect(box.disabled).toBe(false));
  return box;
}

afterEach(() => {
  clearMocks();
  closeSheets();
});

test('a fee that cannot simply be waived asks what becomes of its charge', async () => {
  const box = await waive('refused', 'INV-00001 is paid.');
  expect(openSheets().map(({ props }) => props)).toMatchObject([{ attendance: 'no_show', why: 'INV-00001 is paid.' }]);
  expect(box.checked).toBe(false);
});

test('a fee that could not be waived for another reason can be tried again', async () => {
  const box = await waive('failed', 'The disk is full.');
  expect(await screen.findByText('The disk is full.')).toBeTruthy();
  expect(openSheets()).toEqual([]);
  expect(box.checked).toBe(false);
});
