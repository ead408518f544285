import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AgingRow, Figure } from '$lib/host';
import { setting } from '$lib/shared/setting.svelte';
import Sheets from '$lib/shared/Sheets.svelte';
import { closeSheets } from '$lib/shared/sheets.svelte';
import AgingReport from './AgingReport.svelte';

const sums = (owing: string, unapplied: string) => ({ buckets: [owing, '0.00', '0.00', '0.00', '0.00'], owing, unapplied });
const rows: AgingRow[] = [
  { client_id: '1', client_name: 'Ana Lima', sums: sums('90.00', '0.00') },
  { client_id: '2', client_name: 'Ben Okoro', sums: sums('40.00', '25.00') },
];

let asked: Figure[] = [];

beforeEach(() => {
  asked = [];
  setting.today = '2026-03-31';
  mockIPC((command, payload) => {
    const { asOf, figure } = payload as { asOf: string; figure: Figure };
    if (command === 'aging') return { as_of: asOf, rows, total: sums('130.00', '25.00') };
    if (command !== 'why') throw new Error(command);
    asked.push(figure);
    return { title: 'Balance owing', about: '', meaning: '', earlier_count: 0, earlier: '0.00', rows: [], later_count: 0, later: '0.00', total: '0.00', page: 0, settled_count: 0 };
  });
});
afterEach(() => {
  closeSheets();
  clearMocks();
});

test('the figures of a client say why, as of the day of the report', async () => {
  render(AgingReport);
  render(Sheets);
  const user = userEvent.setup();
  await screen.findByText('Ben Okoro');
  const day = screen.getByLabelText('As of');
  await user.clear(day);
  await user.type(day, '2026-02-28{Enter}');
  await user.click(await screen.findByRole('button', { name: 'Why? Unapplied, Ben Okoro' }));
  await waitFor(() => expect(asked).toEqual([{ kind: 'credit', of: { client_id: '2', as_of: '2026-02-28' } }]));
  await user.click(screen.getByRole('button', { name: 'Close' }));
  await user.click(screen.getByRole('button', { name: 'Why? Balance owing, Ana Lima' }));
  await waitFor(() => expect(asked[1]).toEqual({ kind: 'owing', of: { client_id: '1', as_of: '2026-02-28' } }));
});

test('a figure of nothing is not asked about', async () => {
  render(AgingReport);
  const row = within((await screen.findByText('Ana Lima')).closest('tr') as HTMLElement);
  expect(row.getAllByRole('button')).toHaveLength(1);
});
