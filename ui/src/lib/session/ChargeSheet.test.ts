import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { SessionView } from '$lib/host';
import { saying } from '$lib/shared/saying';
import ChargeSheet from './ChargeSheet.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const session: SessionView = {
  id: '7',
  client_id: '1',
  client_name: 'Ana Lima',
  service_id: '1',
  service_name: 'Individual session',
  starts_at: '2026-03-02T09:00',
  ends_at: '2026-03-02T09:50',
  minutes: 50,
  attendance: 'attended',
  fee_waived: false,
  awaits_invoice: false,
  invoice_id: '1',
  invoice_number: 'INV-00001',
  fee: '90.00',
  series_id: null,
  has_note: false,
  shares: [],
};

/** What Rust is asked to do in earnest. */
const done: string[] = [];

function sheet(attendance: SessionView['attendance']) {
  mockIPC((command, payload) => {
    const { choice, ask } = payload as { choice?: string; ask: { preview: boolean } };
    if (choice === 'instead') throw { code: 'refused', message: 'There is no fee to charge instead.', fields: null };
    if (!ask.preview) done.push([command, choice].filter(Boolean).join(' '));
    const said = ['The fee of 90.00 becomes 0.00.'];
    const answer = choice ? { credit_notes: [], invoices: [], said } : { sessions: ['7'], invoices: [] };
    return { answer, operation: '3', sentence: 'Marked', changed: ['sessions'], effects: [], warnings: [] };
  });
  render(ChargeSheet, { session, attendance, why: 'INV-00001 is paid.', onclose: () => undefined });
  return userEvent.setup();
}

afterEach(() => {
  clearMocks();
  done.length = 0;
});

test('each choice says what it does, and one that does not fit why not', async () => {
  sheet('cancelled');
  await screen.findByText('The fee of 90.00 becomes 0.00.');
  const instead = screen.getByRole('radio', { name: 'Charge the fee for this mark instead' });
  await waitFor(() => expect((instead as HTMLInputElement).disabled).toBe(true));
  screen.getByText('There is no fee to charge instead.');
  screen.getByText(saying('INV-00001 is paid.'));
});

test('the choice that is made is done', async () => {
  const user = sheet('cancelled');
  await user.click(await screen.findByRole('radio', { name: 'Free of charge' }));
  await user.click(screen.getByRole('button', { name: 'Make it free of charge' }));
  expect(done).toEqual(['mark_crediting_charge free']);
});

test('a mark that is taken off keeps no charge', async () => {
  sheet(null);
  await screen.findByText('The fee of 90.00 becomes 0.00.');
  expect(screen.queryByRole('radio', { name: 'Keep the charge' })).toBeNull();
});
