import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RecordRow } from '$lib/host';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import ActiveRecordSheet from './ActiveRecordSheet.svelte';
import { recordEntries } from './entries';
import RecordTable from './RecordTable.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const row: RecordRow = {
  id: '2',
  given_on: '2026-03-02',
  description: 'Workbook',
  quantity: '2',
  returned: '1',
  product_id: '3',
  active: true,
  invoice: { id: '7', number: 'INV-00007' },
  amount: '49.80',
  cannot_return: null,
};
const service: RecordRow = {
  ...row,
  id: '4',
  description: 'Letter to a school',
  returned: '0',
  product_id: null,
  active: false,
  invoice: null,
  amount: '',
  cannot_return: 'A service is not returned.',
};

let rows: RecordRow[] = [];
let queries: unknown[] = [];
let activated: unknown[] = [];

beforeEach(() => {
  [rows, queries, activated] = [[row, service], [], []];
  mockIPC((command, payload) => {
    const { query, id, active, ask } = payload as { query: unknown; id: string; active: boolean; ask?: { preview: boolean } };
    if (command === 'list_records') {
      queries.push(query);
      return { rows, total: rows.length, page_size: 50 };
    }
    if (command !== 'activate_record') throw new Error(command);
    if (!ask?.preview) activated.push([id, active]);
    return { answer: null, operation: '9', sentence: '', changed: [], effects: [], warnings: [] };
  });
});
afterEach(() => {
  clearMocks();
  closeSheets();
  localStorage.clear();
});

test('a record leads to its product and to its line on the invoice, and says what came back', async () => {
  render(RecordTable, { clientId: '5' });
  const given = within(await screen.findByRole('row', { name: /Workbook/ }));
  expect(given.getByRole('link', { name: 'Workbook' }).getAttribute('href')).toBe('/products/3');
  expect(given.getByRole('link', { name: 'INV-00007' }).getAttribute('href')).toBe('/invoices/7?record=2');
  expect(given.getByText('1 returned')).toBeTruthy();
  expect(given.getByText('Active')).toBeTruthy();
  const other = within(screen.getByRole('row', { name: /Letter/ }));
  expect(other.queryByRole('link')).toBeNull();
  expect(other.queryByText(/returned/)).toBeNull();
  expect(other.getByText('Deactivated')).toBeTruthy();
  expect(queries).toEqual([{ client_id: '5', search: '', filter: 'all', page: 0 }]);
});

test('a client without records is offered to get one, unless archived', async () => {
  rows = [];
  const { unmount } = render(RecordTable, { clientId: '5' });
  const [first] = await screen.findAllByRole('button', { name: 'Add record' });
  if (!first) throw new Error('it is offered');
  await userEvent.setup().click(first);
  expect(openSheets().map(({ props }) => props)).toEqual([{ clientId: '5' }]);
  unmount();
  render(RecordTable, { clientId: '5', cannotBegin: 'The client is archived.' });
  expect(await screen.findByText('No records yet')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Add record' })).toBeNull();
});

test('what cannot be done with a record says why', () => {
  const reasons = (of: RecordRow, archived: string | null = null) =>
    Object.fromEntries(recordEntries(of, '5', archived).flatMap(({ id, reason }) => (reason ? [[id, reason]] : [])));
  expect(reasons(row)).toEqual({});
  expect(reasons(service)).toEqual({
    invoice: 'Its line was taken off the invoice.',
    return: 'A service is not returned.',
  });
  expect(reasons(row, 'The client is archived.')).toEqual({ return: 'The client is archived.' });
  expect(recordEntries(service, '5').map(({ label }) => label)).toContain('Activate…');
});

test('a record that comes back begins a return with it', () => {
  recordEntries(row, '5')
    .find(({ id }) => id === 'return')
    ?.run();
  expect(openSheets().map(({ props }) => props)).toEqual([{ clientId: '5', recordId: '2' }]);
});

test('a record is deactivated and activated again', async () => {
  for (const [active, act] of [[false, 'Deactivate'], [true, 'Activate']] as const) {
    const { unmount } = render(ActiveRecordSheet, { record: row, active, onclose: () => undefined });
    await userEvent.setup().click(await screen.findByRole('button', { name: act }));
    unmount();
  }
  await waitFor(() => expect(activated).toEqual([['2', false], ['2', true]]));
});
