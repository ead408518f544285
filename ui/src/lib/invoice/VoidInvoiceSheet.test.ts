import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GoodsBackRow, VoidForm } from '$lib/host';
import { saying } from '$lib/shared/saying';
import VoidInvoiceSheet from './VoidInvoiceSheet.svelte';

const MORE = 'Only 2 come back, so at most 2 can go back into stock.';

const workbooks: GoodsBackRow = { record_id: '8', description: 'Workbook', units: '2', whole: true, counted: true };
const cards: GoodsBackRow = { record_id: '9', description: 'Cards', units: '1', whole: true, counted: false };

const PAID = 'Money is applied to INV-00007. Take it off first.';

let voided: VoidForm[] = [];
let goods: GoodsBackRow[] = [];

beforeEach(() => {
  voided = [];
  goods = [workbooks, cards];
  mockIPC((command, payload) => {
    const sent = payload as { form: VoidForm | null; ask: { preview: boolean } };
    switch (command) {
      case 'invoice_page':
        return { id: '7', number: 'INV-00007', client_name: 'Ana Lima', applications: [{}], applied: '24.90' };
      case 'goods_back':
        expect(sent.form).toBeNull();
        return goods;
      case 'void_invoice':
        if (!sent.form?.release) throw { code: 'refused', message: PAID, fields: null };
        if (sent.form.goods.some(({ restock }) => restock === '3')) {
          throw { code: 'refused', message: MORE, fields: { 'goods.0.restock': MORE } };
        }
        if (!sent.ask.preview) voided.push(sent.form);
        return { answer: null, operation: '3', sentence: '', changed: [], effects: [], warnings: [] };
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

test('the goods of a void invoice go back as is said of each', async () => {
  render(VoidInvoiceSheet, { id: '7', onclose: () => undefined });
  const user = userEvent.setup();
  const books = within(await screen.findByRole('group', { name: 'Workbook' }));
  const others = within(screen.getByRole('group', { name: 'Cards' }));
  expect(books.getByLabelText<HTMLInputElement>('Back into stock').value).toBe('2');
  expect(others.queryByLabelText('Back into stock')).toBeNull();
  await user.clear(books.getByLabelText('Back into stock'));
  await user.type(books.getByLabelText('Back into stock'), '0');
  await user.click(others.getByRole('checkbox'));
  await user.type(screen.getByLabelText(/Reason/), 'Charged twice');
  await user.click(screen.getByRole('checkbox', { name: /Give .*24.90 back/ }));
  await user.click(screen.getByRole('button', { name: 'Void' }));
  await waitFor(() => expect(voided).toHaveLength(1));
  expect(voided[0]).toEqual({
    reason: 'Charged twice',
    release: true,
    goods: [
      { record_id: '8', restock: '0', deactivate: true },
      { record_id: '9', restock: '', deactivate: false },
    ],
  });
});

test('more back into stock than comes off is refused at its field alone', async () => {
  render(VoidInvoiceSheet, { id: '7', onclose: () => undefined });
  const user = userEvent.setup();
  const restock = await screen.findByLabelText('Back into stock');
  await user.click(screen.getByRole('checkbox', { name: /Give .*24.90 back/ }));
  await user.clear(restock);
  await user.type(restock, '3');
  await waitFor(() => expect(restock.getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getAllByText(MORE)).toHaveLength(1);
});

test('money on the invoice is refused once its void is meant, not before anything was done', async () => {
  goods = [];
  render(VoidInvoiceSheet, { id: '7', onclose: () => undefined });
  const user = userEvent.setup();
  const release = await screen.findByRole('checkbox', { name: /Give .*24.90 back/ });
  await user.type(screen.getByLabelText(/Reason/), 'Charged twice');
  await new Promise((done) => setTimeout(done, 200));
  expect(screen.queryByText(saying(PAID))).toBeNull();
  expect(screen.getByText(/As long as it is applied, the invoice cannot be void/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Void' }));
  expect(await screen.findByText(saying(PAID))).toBeTruthy();
  await user.click(release);
  await waitFor(() => expect(screen.queryByText(saying(PAID))).toBeNull());
  await user.click(release);
  expect(await screen.findByText(saying(PAID))).toBeTruthy();
  expect(voided).toEqual([]);
});

test('what was decided about goods is not lost without a question', async () => {
  render(VoidInvoiceSheet, { id: '7', onclose: () => undefined });
  const user = userEvent.setup();
  const books = within(await screen.findByRole('group', { name: 'Workbook' }));
  await user.click(books.getByRole('checkbox'));
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByText('Discard what you typed?')).toBeTruthy();
});

test('an invoice without goods asks nothing about them', async () => {
  goods = [];
  render(VoidInvoiceSheet, { id: '7', onclose: () => undefined });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('checkbox', { name: /Give .*24.90 back/ }));
  await user.click(screen.getByRole('button', { name: 'Void' }));
  await waitFor(() => expect(voided).toEqual([{ reason: '', release: true, goods: [] }]));
  expect(screen.queryByText('What comes off the invoice')).toBeNull();
});
