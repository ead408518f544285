import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { InvoiceForm, InvoicePage } from '$lib/host';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import InvoiceSheet from './InvoiceSheet.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const NO_LINE = 'Add at least one line. An invoice with nothing on it is void, not empty.';
const CLOSED = 'The books are closed up to 31 March 2026. Enter a later day.';

const line = { session_id: null, description: 'Session', service_on: '', quantity: '1', unit_price: '90', taxes: [] };
const discount = { kind: 'percent', value: '' };
const form = { client_id: '5', issued_on: '2026-03-02', due_on: '', lines: [{ ...line, discount }], discount, note: '' };
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
afterEach(clearMocks);

test('an invoice with no line says so where lines are added', async () => {
  rust();
  render(InvoiceSheet, { clientId: '5', onclose: () => undefined });
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Issue invoice' }));
  expect(await screen.findByText(NO_LINE)).toBeTruthy();
});

test('what only the act itself finds stands at its field too', async () => {
  rust();
  render(InvoiceSheet, { invoice: invoice as unknown as InvoicePage, onclose: () => undefined });
  expect(await screen.findByText(CLOSED)).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Issued' }).getAttribute('aria-invalid')).toBe('true');
});

test('a credit note instead of an edit opens once what was typed may go', async () => {
  rust();
  const paid = { ...invoice, applications: [{}] } as unknown as InvoicePage;
  render(InvoiceSheet, { invoice: paid, onclose: () => undefined });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText(/Note/), 'Paid in cash');
  await user.click(screen.getByRole('button', { name: 'Credit note instead' }));
  expect(openSheets()).toHaveLength(0);
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  expect(openSheets().map(({ props }) => props)).toEqual([{ invoiceId: '7' }]);
  closeSheets();
});
