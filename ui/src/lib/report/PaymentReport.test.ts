import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Figure, PaymentReportSums } from '$lib/host';
import { setting } from '$lib/shared/setting.svelte';
import Sheets from '$lib/shared/Sheets.svelte';
import PaymentReport from './PaymentReport.svelte';

const sums: PaymentReportSums = { amount: '120.00', created: '20.00', applied: '15.00', returned: '0.00', current: '5.00' };
const row = { id: '3', number: 'R-00001', client_id: '5', client_name: 'Ana Lima', received_on: '2026-03-02', method: 'Card', sums };

let asked: Figure[] = [];

beforeEach(() => {
  asked = [];
  setting.today = '2026-04-02';
  mockIPC((command, payload) => {
    switch (command) {
      case 'payment_report':
        return { rows: [row], total: sums, count: 1, page: 0, page_size: 50 };
      case 'why':
        asked.push((payload as { figure: Figure }).figure);
        // What is told is tested with the panel.
        throw { code: 'refused', message: 'Not told here.', fields: null };
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

test('each total can be asked about, for the payments that are shown', async () => {
  render(Sheets);
  render(PaymentReport);
  const user = userEvent.setup();
  await user.click(await screen.findByRole('checkbox', { name: 'Credits only' }));
  const query = { from: '2026-01-01', to: '2026-12-31', credits_only: true, page: 0 };
  for (const [name, sum] of [
    ['Received', 'amount'],
    ['Credit created', 'created'],
    ['Applied', 'applied'],
    ['Given back or moved', 'returned'],
    ['Current', 'current'],
  ] as const) {
    await user.click(await screen.findByRole('button', { name: `Why? ${name}` }));
    await waitFor(() => expect(asked.at(-1)).toEqual({ kind: 'reported', of: { query, sum } }));
    await user.keyboard('{Escape}');
  }
});
