import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import CreditNoteSheet from '$lib/credit_note/CreditNoteSheet.svelte';
import type { GoodsBackRow, InvoiceForm, InvoicePage } from '$lib/host';
import NewReturnSheet from '$lib/returns/NewReturnSheet.svelte';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import InvoiceSheet from './InvoiceSheet.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const NO_LINE = 'Add at least one line. An invoice with nothing on it is void, not empty.';
const CLOSED = 'The books are closed up to 31 March 2026. Enter a later day.';

const SHORT = 'Only 3 of “Workbook” are in stock, and 5 are sold. Say why there are more, or lower the quantity.';

const line = { session_id: null, description: 'Session', service_on: '', quantity: '1', unit_price: '90', taxes: [] };
const discount = { kind: 'percent', value: '' };
const workbook = {
  id: '3',
  form: { name: 'Workbook', price: '24.90', tax_id: null, sku: '', counted: true, opening: '', low_mark: '' },
  stock: '3',
  archived: false,
};
const form = { client_id: '5', issued_on: '2026-03-02', due_on: '', lines: [{ ...line, discount }], discount, note: '', stock_reason: '', goods: [] };
const invoice = { id: '7', number: 'INV-00007', form, applications: [], supplied: [], revision: 1 };

/** Rust wants a line, and a day on which the books are open. */
function rust() {
  mockIPC((command, payload) => {
    const { form } = payload as { form: InvoiceForm };
    switch (command) {
      case 'settings':
        return { profile: { terms_days: '14' }, services: [], products: [], taxes: [] };
      case 'client_page':
        return { id: '5', name: 'Ana Lima', form: { agreed_fees: [] } };
      case 'price_invoice':
        return { lines: [{ amount: '0.00' }], subtotal: '0.00', discount: '0.00', taxes: [], total: '0.00' };
      case 'issue_invoice':
      case 'edit_invoice': {
        const [field, message] = form.lines.length ? ['issued_on', CLOSED] : ['lines', NO_LINE];
        throw { code: 'refused', message, fields: { [field as string]: message } };
      }
      default:
        throw new Error(command);
    }
  });
}
afterEach(() => {
  clearMocks();
  closeSheets();
});

test('an invoice with no line says so where lines are added', async () => {
  rust();
  render(InvoiceSheet, { clientId: '5', onclose: () => undefined });
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Issue invoice' }));
  expect(await screen.findByText(NO_LINE)).toBeTruthy();
});

test('a service and a product of the same number are both among what a line can be for', async () => {
  const service = { id: '3', form: { name: 'Report', fee: '90.00', tax_ids: [] }, archived: false };
  mockIPC((command) => {
    if (command === 'settings') return { profile: { terms_days: '14' }, services: [service], products: [workbook], taxes: [] };
    if (command === 'client_page') return { id: '5', name: 'Ana Lima', form: { agreed_fees: [] } };
    if (command === 'price_invoice') return { lines: [], subtotal: '0.00', discount: '0.00', taxes: [], total: '0.00' };
    throw new Error(command);
  });
  render(InvoiceSheet, { clientId: '5', onclose: () => undefined });
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Add line' }));
  expect(await screen.findByText('Report')).toBeTruthy();
  expect(screen.getByText('Workbook')).toBeTruthy();
});

test('what only the act itself finds stands at its field too', async () => {
  rust();
  render(InvoiceSheet, { invoice: invoice as unknown as InvoicePage, onclose: () => undefined });
  expect(await screen.findByText(CLOSED)).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Issued' }).getAttribute('aria-invalid')).toBe('true');
});

const workbooks = { ...line, discount, product_id: '3', record_id: '8', description: 'Workbook', quantity: '3' };

/** Types into an invoice that money is applied to, and follows `instead`; the sheet that is open once typing may go. */
async function leaveFor(instead: string, status: string, lines: object[]) {
  rust();
  const paid = { ...invoice, client_id: '5', status, applications: [{}], form: { ...form, lines } } as unknown as InvoicePage;
  render(InvoiceSheet, { invoice: paid, onclose: () => undefined });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText(/Note/), 'Paid in cash');
  await user.click(screen.getByRole('button', { name: instead }));
  expect(openSheets()).toHaveLength(0);
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  return openSheets().map(({ component, props }) => [component, props]);
}

test('a credit note instead of an edit opens once what was typed may go', async () => {
  const opened = await leaveFor('Credit note instead', 'part_paid', [workbooks]);
  expect(opened).toEqual([[CreditNoteSheet, { invoiceId: '7' }]]);
  expect(screen.queryByRole('button', { name: 'Return instead' })).toBeNull();
});

test('what is added to a paid invoice better goes on a new one of the same client', async () => {
  const opened = await leaveFor('Separate invoice instead', 'paid', [{ ...line, discount }]);
  expect(opened).toEqual([[InvoiceSheet, { clientId: '5' }]]);
});

test('goods of a paid invoice better come back by a return', async () => {
  const opened = await leaveFor('Return instead', 'paid', [{ ...line, discount }, workbooks]);
  expect(opened).toEqual([[NewReturnSheet, { clientId: '5', recordId: '8' }]]);
});

test('of several goods the return asks which', async () => {
  const opened = await leaveFor('Return instead', 'paid', [workbooks, { ...workbooks, record_id: '9' }]);
  expect(opened).toEqual([[NewReturnSheet, { clientId: '5' }]]);
});

test('an invoice that nothing is applied to is simply changed', async () => {
  rust();
  render(InvoiceSheet, { invoice: invoice as unknown as InvoicePage, onclose: () => undefined });
  await screen.findByText(CLOSED);
  expect(screen.queryByRole('button', { name: / instead$/ })).toBeNull();
});

test('after a line is taken off the focus goes on to the next one, or to what adds one', async () => {
  rust();
  const lines = ['First', 'Second'].map((description) => ({ ...line, discount, description }));
  render(InvoiceSheet, { invoice: { ...invoice, form: { ...form, lines } } as unknown as InvoicePage, onclose: () => undefined });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Remove line 1' }));
  await waitFor(() => expect(screen.queryByDisplayValue('First')).toBeNull());
  expect(document.activeElement).toBe(screen.getByDisplayValue('Second'));
  screen.getByRole('button', { name: 'Remove line 1' }).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByDisplayValue('Second')).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add line' }));
});

const sold = { ...invoice, form: { ...form, lines: [{ ...line, discount }, workbooks], goods: [], stock_reason: '' } };

/** Rust counts what comes off of the workbooks, and notes what is saved. */
function counting() {
  const saved: InvoiceForm[] = [];
  const asked: InvoiceForm[] = [];
  mockIPC((command, payload): unknown => {
    const { form, ask } = payload as { form: InvoiceForm; ask: { preview: boolean } };
    switch (command) {
      case 'settings':
        return { profile: { terms_days: '14' }, services: [], products: [], taxes: [] };
      case 'client_page':
        return { id: '5', name: 'Ana Lima', form: { agreed_fees: [] } };
      case 'price_invoice':
        return { lines: [], subtotal: '0.00', discount: '0.00', taxes: [], total: '0.00' };
      case 'goods_back': {
        asked.push(form);
        const left = form.lines.find(({ record_id }) => record_id === '8')?.quantity;
        if (left === '') throw { code: 'refused', message: 'Enter how many.', fields: { 'lines.1.quantity': 'Enter how many.' } };
        const off: GoodsBackRow = { record_id: '8', description: 'Workbook', units: left === '1' ? '2' : '3', whole: !left, counted: true };
        return left === '3' ? [] : [off];
      }
      case 'edit_invoice':
        if (!ask.preview) saved.push(form);
        return { answer: { id: '7', number: 'INV-00007' }, operation: '3', sentence: '', changed: [], effects: [], warnings: [] };
      default:
        throw new Error(command);
    }
  });
  return { saved, asked };
}

test('goods that come off are asked about, and what is decided of them is saved with the invoice', async () => {
  const { saved } = counting();
  render(InvoiceSheet, { invoice: sold as unknown as InvoicePage, onclose: () => undefined });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Remove line 2' }));
  const goods = within(await screen.findByRole('group', { name: 'Workbook' }));
  const restock = goods.getByLabelText<HTMLInputElement>('Back into stock');
  expect(restock.value).toBe('3');
  expect(goods.getByRole<HTMLInputElement>('checkbox').checked).toBe(true);
  await user.clear(restock);
  await user.type(restock, '1');
  await user.click(goods.getByRole('checkbox'));
  await user.click(screen.getByRole('button', { name: 'Save invoice' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]?.goods).toEqual([{ record_id: '8', restock: '1', deactivate: false }]);
});

test('what goes back follows what comes off until it is typed, and the question goes with its reason', async () => {
  const { saved, asked } = counting();
  render(InvoiceSheet, { invoice: sold as unknown as InvoicePage, onclose: () => undefined });
  const user = userEvent.setup();
  const quantity = (await screen.findAllByLabelText('Quantity'))[1] as HTMLInputElement;
  await user.clear(quantity);
  await user.type(quantity, '1');
  expect((await screen.findByLabelText<HTMLInputElement>('Back into stock')).value).toBe('2');
  expect(screen.queryByRole('checkbox', { name: /Deactivate its record/ })).toBeNull();
  const before = asked.length;
  await user.clear(quantity);
  await waitFor(() => expect(asked.length).toBeGreaterThan(before));
  expect(screen.getByLabelText('Back into stock')).toBeTruthy();
  await user.type(quantity, '3');
  await waitFor(() => expect(screen.queryByLabelText('Back into stock')).toBeNull());
  await user.clear(quantity);
  await user.type(quantity, '1');
  await screen.findByLabelText('Back into stock');
  await user.click(screen.getByRole('button', { name: 'Save invoice' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]?.goods).toEqual([{ record_id: '8', restock: '', deactivate: true }]);
  expect(asked.map((one) => one.lines[1]?.quantity)).not.toContain('3');
});

test('more than there is in stock wants a reason, which is asked for at once and stays', async () => {
  const sent: InvoiceForm[] = [];
  mockIPC((command, payload) => {
    const { form, ask } = payload as { form: InvoiceForm; ask?: { preview: boolean } };
    if (command === 'settings') return { profile: { terms_days: '14' }, services: [], products: [workbook], taxes: [] };
    if (command === 'client_page') return { id: '5', name: 'Ana Lima', form: { agreed_fees: [] } };
    if (command === 'price_invoice') return { lines: [], subtotal: '0.00', discount: '0.00', taxes: [], total: '0.00' };
    if (form.lines[0]?.quantity === '5' && !form.stock_reason) {
      throw { code: 'refused', message: SHORT, fields: { stock_reason: SHORT } };
    }
    if (!ask?.preview) sent.push(form);
    return { answer: { id: '7', number: 'INV-00007' }, operation: '3', sentence: '', changed: [], effects: [], warnings: [] };
  });
  render(InvoiceSheet, { clientId: '5', onclose: () => undefined });
  const user = userEvent.setup();
  (await screen.findByRole('button', { name: 'Add line' })).focus();
  await user.keyboard('{Enter}');
  const choice = await screen.findByText('Workbook');
  expect(choice.parentElement?.textContent).toContain('3 in stock');
  // The menu takes the focus once it is drawn.
  await waitFor(() => expect(document.activeElement?.closest('[role="menu"]')).toBeTruthy());
  await user.keyboard('{End}');
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Workbook'));
  await user.keyboard('{Enter}');
  expect(screen.queryByLabelText('Why more than there is?')).toBeNull();
  const quantity = await screen.findByLabelText('Quantity');
  await user.clear(quantity);
  await user.type(quantity, '5');
  const why = await screen.findByLabelText('Why more than there is?');
  expect(screen.getByText(SHORT)).toBeTruthy();
  await user.type(why, 'Two more were lent');
  await waitFor(() => expect(screen.queryByText(SHORT)).toBeNull());
  await user.clear(why);
  expect(screen.getByLabelText('Why more than there is?')).toBe(why);
  await user.type(why, 'Lent');
  await user.click(screen.getByRole('button', { name: 'Issue invoice' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ stock_reason: 'Lent', lines: [{ product_id: '3', record_id: null }] });
});
