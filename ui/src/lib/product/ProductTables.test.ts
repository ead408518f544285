import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MovementRow, ProductRow } from '$lib/host';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import { productEntries } from './entries';
import MovementTable from './MovementTable.svelte';
import ProductTable from './ProductTable.svelte';
import ProductView from './ProductView.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
const page = vi.hoisted(() => ({ url: new URL('http://localhost/products/3'), params: {} }));
vi.mock('$app/state', () => ({ page }));

const CANNOT_COUNT = 'Workbook is archived. Bring it back first.';

const row: ProductRow = {
  id: '3',
  sku: 'WB',
  name: 'Workbook',
  price: '24.90',
  tax: '',
  stock: '2',
  low_mark: '5',
  low: true,
  archived: false,
};
const uncounted: ProductRow = { ...row, id: '4', name: 'Cards', stock: null, low_mark: null, low: false };
const movement: MovementRow = {
  key: 'm1',
  on: '2026-03-02',
  kind: 'sale',
  sentence: [
    { text: 'Sold on ', place: null },
    { text: 'INV-00007', place: { kind: 'invoice', id: '7' } },
  ],
  units: '-1',
  after: '2',
};

let rows: ProductRow[] = [];
let movements: MovementRow[] = [];
let asked: { command: string; query: Record<string, unknown> }[] = [];

beforeEach(() => {
  [rows, movements, asked] = [[row, uncounted], [movement, { ...movement, key: 'm2', kind: 'count', units: '+30' }], []];
  mockIPC((command, payload) => {
    const { query } = payload as { query: Record<string, unknown> };
    asked.push({ command, query });
    switch (command) {
      case 'list_products':
        return { rows, total: rows.length, page_size: 50 };
      case 'stock_movements':
        return { rows: movements, total: movements.length, page_size: 50 };
      case 'list_returns':
        return { rows: [], total: 0, page_size: 50 };
      case 'product_page':
        return { row, form: {}, sold: '4', cannot_count: CANNOT_COUNT, history: [] };
      default:
        throw new Error(command);
    }
  });
});
afterEach(() => {
  clearMocks();
  closeSheets();
  page.url.search = '';
  localStorage.clear();
});

const newest = (command: string) => asked.filter((one) => one.command === command).at(-1)?.query;

test('the list opens with products in use, and a low stock is marked with a word', async () => {
  render(ProductTable);
  const low = await screen.findByRole('row', { name: /Workbook/ });
  expect(newest('list_products')).toEqual({ filter: 'active', search: '', sort: 'name', descending: false, page: 0 });
  expect(within(low).getByText('Low')).toBeTruthy();
  expect(within(low).getByText('2')).toBeTruthy();
  const other = screen.getByRole('row', { name: /Cards/ });
  expect(within(other).queryByText('Low')).toBeNull();
  expect(within(other).getByText('Not kept')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Workbook' }).getAttribute('href')).toBe('/products/3');
});

test('a list without products says what to do, and a narrowed one shows all again', async () => {
  rows = [];
  render(ProductTable);
  const user = userEvent.setup();
  expect(await screen.findByText('No products')).toBeTruthy();
  await user.selectOptions(screen.getByLabelText('Which products'), 'Low in stock');
  await user.click(await screen.findByRole('button', { name: 'Show all products' }));
  await waitFor(() => expect(newest('list_products')).toMatchObject({ filter: 'all' }));
  expect(await screen.findByText('No products')).toBeTruthy();
});

test('movements come newest first, each with its sign and where it leads', async () => {
  render(MovementTable, { product: row });
  const sold = await screen.findByRole('row', { name: /Sold on INV-00007.*−1/ });
  expect(within(sold).getByRole('link', { name: 'INV-00007' }).getAttribute('href')).toBe('/invoices/7');
  expect(within(sold).getByText('Sale')).toBeTruthy();
  expect(screen.getByText('+30')).toBeTruthy();
  expect(newest('stock_movements')).toEqual({ product_id: '3', ascending: false, page: 0 });
  await userEvent.setup().click(screen.getByRole('button', { name: 'Day' }));
  await waitFor(() => expect(newest('stock_movements')).toMatchObject({ ascending: true }));
});

test('a product whose stock is not kept has no movements, and leads to where that is switched on', async () => {
  movements = [];
  render(MovementTable, { product: uncounted });
  expect(await screen.findByText('Its stock is not kept')).toBeTruthy();
  await userEvent.setup().click(screen.getByRole('button', { name: 'Edit…' }));
  expect(openSheets().map(({ props }) => props)).toEqual([{ id: '4' }]);
});

test('what cannot be counted says why, in Rust’s words where it has some', async () => {
  const reasons = (of: ProductRow, why?: string | null) =>
    productEntries(of, why).flatMap(({ id, reason }) => (reason ? [[id, reason]] : []));
  expect(reasons(row)).toEqual([]);
  expect(reasons(uncounted).map(([id]) => id)).toEqual(['count', 'correct']);
  expect(productEntries({ ...row, archived: true }).map(({ label }) => label)).toContain('Bring back…');

  render(ProductView, { id: '3' });
  const count = await screen.findByRole('button', { name: 'Count…' });
  expect(count.getAttribute('aria-disabled')).toBe('true');
  expect(screen.getAllByText(CANNOT_COUNT)).toHaveLength(2);
  expect(screen.getByRole('button', { name: 'Edit…' }).getAttribute('aria-disabled')).toBeNull();
});

test('a product lists the returns that it came back with', async () => {
  page.url.search = '?tab=returns';
  render(ProductView, { id: '3' });
  await waitFor(() => expect(newest('list_returns')).toMatchObject({ product_id: '3', client_id: null }));
  expect(screen.getByRole('tab', { name: 'Returns' }).getAttribute('aria-selected')).toBe('true');
});
