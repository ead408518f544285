import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReturnRow, ReturnsQuery } from '$lib/host';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import { returnEntries } from './entries';
import ReturnTable from './ReturnTable.svelte';
import { draftRow, posted } from './sample';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

let asked: ReturnsQuery[] = [];
let rows: ReturnRow[] = [];

beforeEach(() => {
  asked = [];
  rows = [draftRow, { ...posted.row, id: '1' }];
  mockIPC((command, payload) => {
    if (command !== 'list_returns') throw new Error(command);
    const { query } = payload as { query: ReturnsQuery };
    asked.push(query);
    const found = query.search || query.filter === 'reversed' ? [] : rows;
    return { rows: found, total: found.length, page: query.page, page_size: 50 };
  });
});
afterEach(() => {
  clearMocks();
  closeSheets();
  localStorage.clear();
});

test('a return stands with its number, what came back, what it came to and made', async () => {
  render(ReturnTable);
  const row = within((await screen.findByText('RT-00001')).closest('tr') as HTMLElement);
  expect(row.getByRole('link', { name: 'RT-00001' }).getAttribute('href')).toBe('/returns/1');
  expect(row.getByText('1 × Workbook')).toBeTruthy();
  expect(row.getByText('CN-00001, RF-00001')).toBeTruthy();
  expect(row.getByText('24.90')).toBeTruthy();
  expect(row.getByText('Posted')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Draft' }).getAttribute('href')).toBe('/returns/2');
  expect(screen.getByText('Nothing comes back yet')).toBeTruthy();
});

test('the list is narrowed and turned round, and all of it is a click away', async () => {
  render(ReturnTable);
  const user = userEvent.setup();
  await screen.findByText('RT-00001');
  expect(asked[0]).toEqual({ client_id: null, product_id: null, search: '', filter: 'all', descending: true, page: 0 });
  await user.click(screen.getByRole('button', { name: 'Day' }));
  await waitFor(() => expect(asked.at(-1)?.descending).toBe(false));
  await user.selectOptions(screen.getByLabelText('Which returns'), 'Reversed');
  expect(await screen.findByText('No return is like that')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Show all returns' }));
  await screen.findByText('RT-00001');
  await user.type(screen.getByRole('searchbox'), 'RT-9{Enter}');
  expect(await screen.findByText(/Nothing matches/)).toBeTruthy();
});

test('a client’s returns are begun for that client', async () => {
  rows = [];
  render(ReturnTable, { clientId: '5' });
  expect(await screen.findByText('No returns yet')).toBeTruthy();
  expect(asked[0]).toMatchObject({ client_id: '5', product_id: null });
  await userEvent.click(screen.getAllByRole('button', { name: 'New return' })[0] as HTMLElement);
  expect(openSheets().map(({ props }) => props)).toEqual([{ clientId: '5' }]);
});

test('a product’s returns are only listed', async () => {
  rows = [];
  render(ReturnTable, { productId: '3' });
  expect(await screen.findByText('None of it came back yet')).toBeTruthy();
  expect(asked[0]).toMatchObject({ client_id: null, product_id: '3' });
  expect(screen.queryByRole('button', { name: 'New return' })).toBeNull();
});

test('each act is there, with the reason where it cannot be done', () => {
  const reasons = (row: ReturnRow) => Object.fromEntries(returnEntries(row).map(({ id, reason }) => [id, reason ?? null]));
  expect(reasons(draftRow)).toEqual({
    post: 'Nothing is on it yet. Open it and add what comes back.',
    edit: null,
    discard: null,
    reverse: 'It is a draft. Discard it instead.',
  });
  expect(reasons({ ...draftRow, summary: '1 × Workbook' })['post']).toBeNull();
  expect(reasons(posted.row)).toEqual({
    post: 'RT-00001 is posted already.',
    edit: 'RT-00001 is posted, and what was posted is not changed.',
    discard: 'RT-00001 is posted. Reverse it instead.',
    reverse: null,
  });
  expect(reasons({ ...posted.row, status: 'reversed' })['reverse']).toBe('RT-00001 was reversed already.');
});
