import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProductForm, ProductPage, ProductRow } from '$lib/host';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import ArchiveProductSheet from './ArchiveProductSheet.svelte';
import CorrectSheet from './CorrectSheet.svelte';
import CountSheet from './CountSheet.svelte';
import ProductSheet from './ProductSheet.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const HALF = '“1.5” is not a whole number. Products are counted in whole ones.';
const NO_REASON = 'Say why the stock is corrected.';

const row: ProductRow = {
  id: '3',
  sku: 'WB',
  name: 'Workbook',
  price: '24.90',
  tax: 'VAT 20 %',
  stock: '12',
  low_mark: null,
  low: false,
  archived: false,
};
const form: ProductForm = { sku: 'WB', name: 'Workbook', price: '24.90', tax_id: '1', counted: true, opening: '', low_mark: '' };
const product: ProductPage = { row, form, sold: '4', cannot_count: null, history: [] };

let done: { command: string; id: unknown; form: Record<string, unknown> | undefined; archived: unknown }[] = [];

beforeEach(() => {
  done = [];
  mockIPC((command, payload) => {
    const sent = payload as { id: string; form: Record<string, string>; archived?: boolean; ask: { preview: boolean } };
    if (command === 'settings') {
      return {
        taxes: [
          { id: '1', form: { name: 'VAT', rate: '20', included: false }, archived: true },
          { id: '2', form: { name: 'VAT', rate: '5', included: false }, archived: false },
          { id: '4', form: { name: 'Old', rate: '3', included: false }, archived: true },
        ],
      };
    }
    const wrong = sent.form?.['counted'] === '1.5' ? { counted: HALF } : command === 'correct_stock' && !sent.form['reason'] ? { reason: NO_REASON } : null;
    if (wrong) throw { code: 'refused', message: Object.values(wrong)[0], fields: wrong };
    if (!sent.ask.preview) done.push({ command, id: sent.id, form: sent.form, archived: sent.archived });
    return {
      answer: '3',
      operation: '9',
      sentence: 'Kept.',
      changed: [],
      effects: [{ label: 'Stock of Workbook', before: '12', after: '10', money: false }],
      warnings: [],
    };
  });
});
afterEach(() => {
  clearMocks();
  for (const note of shown()) dismiss(note.id);
});

const user = () => userEvent.setup();
const onclose = () => undefined;

test('a product begins its stock with how many there are, and one whose stock is kept is not asked again', async () => {
  const { unmount } = render(ProductSheet, { onclose });
  const hand = user();
  await hand.type(await screen.findByLabelText('Name'), 'Cards');
  await hand.type(screen.getByLabelText('Price'), '9.50');
  expect(screen.queryByLabelText('How many there are now')).toBeNull();
  await hand.click(screen.getByRole('checkbox', { name: 'Keep its stock' }));
  await hand.type(screen.getByLabelText('How many there are now'), '30');
  await hand.type(screen.getByLabelText(/Low-stock mark/), '5');
  await hand.click(screen.getByRole('button', { name: 'Add product' }));
  await waitFor(() => expect(done).toHaveLength(1));
  expect(done[0]).toMatchObject({ id: null, form: { name: 'Cards', price: '9.50', counted: true, opening: '30', low_mark: '5' } });
  expect(shown()[0]?.acts.map(({ label }) => label)).toEqual(['Product', 'Undo']);
  unmount();

  render(ProductSheet, { product, onclose });
  expect(await screen.findByLabelText(/Low-stock mark/)).toBeTruthy();
  expect(screen.queryByLabelText('How many there are now')).toBeNull();
});

test('a product keeps the tax that it has beside those in use', async () => {
  render(ProductSheet, { product, onclose });
  await screen.findByRole('option', { name: /20/ });
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['No tax', 'VAT, 20 %', 'VAT, 5 %']);
});

test('a count says what it sets the stock to, what that changes, and what is no count', async () => {
  render(CountSheet, { product: row, onclose });
  const hand = user();
  expect(screen.getByText('12 in stock')).toBeTruthy();
  const counted = screen.getByLabelText('How many there are');
  await hand.type(counted, '1.5');
  expect(await screen.findByText(HALF)).toBeTruthy();
  await hand.clear(counted);
  await hand.type(counted, '10');
  expect(await screen.findByText('Stock of Workbook')).toBeTruthy();
  expect(screen.queryByText(HALF)).toBeNull();
  await hand.click(screen.getByRole('button', { name: 'Set the stock to 10' }));
  await waitFor(() => expect(done).toHaveLength(1));
  expect(done[0]).toMatchObject({ command: 'count_stock', id: '3', form: { counted: '10', reason: '' } });
});

test('a correction takes off or adds, and wants a reason once it is asked for', async () => {
  render(CorrectSheet, { product: row, onclose });
  const hand = user();
  await hand.type(screen.getByLabelText('By how many'), '2');
  await hand.click(screen.getByRole('button', { name: 'Take 2 off the stock' }));
  expect(await screen.findByText(NO_REASON)).toBeTruthy();
  expect(screen.getByLabelText('Reason').getAttribute('aria-invalid')).toBe('true');
  await hand.click(screen.getByRole('radio', { name: 'More' }));
  await hand.type(screen.getByLabelText('Reason'), 'Delivered');
  await hand.click(screen.getByRole('button', { name: 'Add 2 to the stock' }));
  await waitFor(() => expect(done).toHaveLength(1));
  expect(done[0]).toMatchObject({ command: 'correct_stock', id: '3', form: { fewer: false, units: '2', reason: 'Delivered' } });
});

test('a missing reason is not marked while the correction is still being typed', async () => {
  render(CorrectSheet, { product: row, onclose });
  await user().type(screen.getByLabelText('By how many'), '2');
  expect(await screen.findByText(/put right what is marked/)).toBeTruthy();
  expect(screen.queryByText(NO_REASON)).toBeNull();
});

test('a product is archived and brought back', async () => {
  for (const [archived, act] of [[true, 'Archive'], [false, 'Bring back']] as const) {
    const { unmount } = render(ArchiveProductSheet, { product: row, archived, onclose });
    await user().click(await screen.findByRole('button', { name: act }));
    unmount();
  }
  await waitFor(() => expect(done.map(({ archived }) => archived)).toEqual([true, false]));
});
