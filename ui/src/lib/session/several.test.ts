import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { SessionView } from '$lib/host';
import Sheets from '$lib/shared/Sheets.svelte';
import { closeSheets } from '$lib/shared/sheets.svelte';
import { saying } from '$lib/shared/saying';
import { markSessions } from './several';

vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));

const session = (id: string, invoiced: boolean): SessionView => ({
  id,
  client_id: '1',
  client_name: 'Ana Lima',
  service_id: '1',
  service_name: 'Individual session',
  starts_at: `2026-03-0${id}T09:00`,
  ends_at: `2026-03-0${id}T09:50`,
  minutes: 50,
  attendance: 'attended',
  fee_waived: false,
  awaits_invoice: false,
  invoice_id: invoiced ? id : null,
  invoice_number: invoiced ? `INV-0000${id}` : null,
  fee: '90.00',
  series_id: null,
  has_note: false,
  shares: [],
});

/** What was done in earnest. */
const done: string[] = [];

/** Session 2 was paid, session 4 is still to come, and the rest can be marked. */
function rust() {
  mockIPC((command, payload) => {
    const sent = payload as { id: string; ids: string[]; choice?: string; ask: { preview: boolean } };
    if (command === 'session_overview') return { session: session(sent.id, sent.id !== '4') };
    if (command === 'mark_attendance') {
      const wrong = { 2: 'Ana Lima, 2 Mar: INV-00002 is paid.', 4: 'Ana Lima, 4 Mar: it is still to come.' };
      const fields = Object.fromEntries(
        sent.ids.flatMap((id, place) => {
          const why = wrong[id as unknown as 2 | 4];
          return why ? [[`sessions.${place}`, why]] : [];
        }),
      );
      const [message] = Object.values(fields);
      if (message) throw { code: 'refused', message, fields };
    }
    if (!sent.ask.preview) done.push([command, sent.ids ?? sent.choice ?? ''].join(' '));
    const answer = { sessions: sent.ids ?? [sent.id], invoices: [], credit_notes: [], said: [] };
    return { answer, operation: '3', sentence: 'Marked', changed: ['sessions'], effects: [], warnings: [] };
  });
}

afterEach(() => {
  closeSheets();
  clearMocks();
  done.length = 0;
});

test('the sessions that cannot simply be marked are named, and the charge of each can be decided', async () => {
  rust();
  render(Sheets);
  const user = userEvent.setup();
  expect(await markSessions(['1', '2', '3', '4'], 'no_show')).toBe(false);
  await screen.findByText(saying('Ana Lima, 2 Mar: INV-00002 is paid.'));
  screen.getByText('Ana Lima, 4 Mar: it is still to come.');
  expect(screen.getAllByRole('button', { name: /becomes of the charge/ })).toHaveLength(1);

  await user.click(screen.getByRole('button', { name: /becomes of the charge/ }));
  await user.click(await screen.findByRole('radio', { name: 'Keep the charge' }));
  await user.click(screen.getByRole('button', { name: 'Keep the charge' }));
  await waitFor(() => expect(screen.queryByText(saying('Ana Lima, 2 Mar: INV-00002 is paid.'))).toBeNull());

  await user.click(screen.getByRole('button', { name: 'Mark the other 2' }));
  await waitFor(() => expect(done).toEqual(['mark_keeping_charge ', 'mark_attendance 1,3']));
  screen.getByText('Ana Lima, 4 Mar: it is still to come.');
});

test('it closes once nothing is left to be marked', async () => {
  rust();
  render(Sheets);
  const user = userEvent.setup();
  await markSessions(['1', '2'], 'no_show');
  await user.click(await screen.findByRole('button', { name: 'Mark the other one' }));
  await user.click(await screen.findByRole('button', { name: /becomes of the charge/ }));
  await user.click(await screen.findByRole('radio', { name: 'Keep the charge' }));
  await user.click(screen.getByRole('button', { name: 'Keep the charge' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});
