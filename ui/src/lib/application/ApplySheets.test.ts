import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InvoiceSheetForm, SourceSheetForm } from '$lib/host';
import InvoiceApplySheet from './InvoiceApplySheet.svelte';
import SourceApplySheet from './SourceApplySheet.svelte';

const OVER = 'The amounts come to 50.00, and only 20.00 is there. Lower one by 30.00.';
const NO_AMOUNT = '“x” is no amount.';

let applied: (SourceSheetForm | InvoiceSheetForm)[] = [];

/** R-00001 of 120.00 has 100.00 on INV-00001; INV-00002 is open with 90.00. */
const sourceSheet = {
  source: { id: '9', kind: 'payment', number: 'R-00001' },
  amount: '120.00',
  remaining: '20.00',
  available: '20.00',
  cannot_use: null,
  rows: [
    { invoice_id: '1', number: 'INV-00001', linked_client: null, service_on: '2026-03-02', due_on: '2026-03-16', overdue: false, outstanding: '0.00', applied: '100.00', most: '100.00' },
    { invoice_id: '2', number: 'INV-00002', linked_client: 'Ben Okoro', service_on: '2026-03-09', due_on: '2026-03-23', overdue: true, outstanding: '90.00', applied: '0.00', most: '20.00' },
  ],
};
const invoiceSheet = {
  number: 'INV-00002',
  outstanding: '90.00',
  rows: [
    { source: { id: '9', kind: 'payment', number: 'R-00001' }, linked_client: null, from_on: '2026-03-02', expires_on: null, available: '20.00', applied: '0.00', most: '20.00', proposed: '20.00', cannot_use: null },
    { source: { id: '8', kind: 'credit', number: 'CR-00001' }, linked_client: null, from_on: '2026-02-02', expires_on: '2026-03-01', available: '0.00', applied: '0.00', most: '0.00', proposed: '0.00', cannot_use: 'CR-00001 could be used until 1 March 2026.' },
  ],
};

function answer(shares: { amount: string }[]) {
  const wrong = shares.findIndex(({ amount }) => amount === 'x');
  if (wrong >= 0) {
    throw { code: 'invalid', message: NO_AMOUNT, fields: { [`shares.${wrong}.amount`]: NO_AMOUNT } };
  }
  if (shares.some(({ amount }) => amount === '50')) throw { code: 'invalid', message: OVER, fields: { shares: OVER } };
  const left = shares.some(({ amount }) => amount === '') ? '100.00' : '0.00';
  return { answer: { left }, operation: '3', sentence: 'Moved', changed: [], effects: [], warnings: [] };
}

beforeEach(() => {
  applied = [];
  mockIPC((command, payload) => {
    const sent = payload as { form: SourceSheetForm | InvoiceSheetForm; ask: { preview: boolean } };
    switch (command) {
      case 'source_sheet':
        return sourceSheet;
      case 'invoice_sheet':
        return invoiceSheet;
      case 'payment_page':
        return { client_name: 'Ana Lima', form: { method: 'Cash' } };
      case 'invoice_page':
        return { client_name: 'Ben Okoro' };
      case 'apply_source':
      case 'apply_to_invoice': {
        const result = answer(sent.form.shares);
        if (!sent.ask.preview) applied.push(sent.form);
        return result;
      }
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

async function fromSource() {
  render(SourceApplySheet, { id: '9', onclose: () => undefined });
  await screen.findByText('INV-00001');
  return userEvent.setup();
}

const act = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Apply these amounts' });
const left = (amount: string) => waitFor(() => expect(screen.getByText(/Remaining of it|Left to pay/).textContent).toContain(amount));

test('money is moved from one invoice to another in one act, and what remains comes from the preview', async () => {
  const user = await fromSource();
  await left('20.00');
  await user.click(screen.getByRole('button', { name: 'Take it off INV-00001' }));
  await user.type(screen.getByLabelText('Amount on INV-00002'), '90');
  await left('100.00');
  await user.click(act());
  await waitFor(() => expect(applied).toHaveLength(1));
  expect(applied[0]).toEqual({
    shares: [
      { invoice_id: '1', amount: '' },
      { invoice_id: '2', amount: '90' },
    ],
  });
});

test('each says in its head whose money or invoice it is', async () => {
  await fromSource();
  expect(await screen.findByText('Ana Lima')).toBeTruthy();
  render(InvoiceApplySheet, { id: '2', onclose: () => undefined });
  expect(await screen.findByText('Ben Okoro')).toBeTruthy();
});

test('as much as fits is what Rust says, and a linked client is named', async () => {
  const user = await fromSource();
  expect(screen.getByText('Ben Okoro’s')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'As much as fits on INV-00002' }));
  expect(screen.getByLabelText<HTMLInputElement>('Amount on INV-00002').value).toBe('20.00');
  await left('0.00');
});

test('what is wrong stands at its row, and what is wrong with the whole below', async () => {
  const user = await fromSource();
  const second = screen.getByLabelText('Amount on INV-00002');
  await user.type(second, 'x');
  expect(await screen.findByText(NO_AMOUNT)).toBeTruthy();
  expect(second.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByLabelText('Amount on INV-00001').getAttribute('aria-invalid')).toBeNull();
  await user.clear(second);
  await user.type(second, '50');
  expect(await screen.findByText(OVER)).toBeTruthy();
});

test('the credits of an invoice begin with what is suggested, and say what cannot be used', async () => {
  render(InvoiceApplySheet, { id: '2', proposed: true, onclose: () => undefined });
  const user = userEvent.setup();
  const amount = await screen.findByLabelText<HTMLInputElement>('Amount of R-00001');
  await waitFor(() => expect(amount.value).toBe('20.00'));
  expect(screen.getByText('CR-00001 could be used until 1 March 2026.')).toBeTruthy();
  await user.click(act());
  await waitFor(() => expect(applied).toEqual([{ shares: [{ source_id: '9', amount: '20.00' }] }]));
});

test('a credit that lapsed has its day said once and no field, and what can be used comes first', async () => {
  invoiceSheet.rows.reverse();
  render(InvoiceApplySheet, { id: '2', onclose: () => undefined });
  const lapsed = (await screen.findByText('CR-00001')).closest('tr');
  invoiceSheet.rows.reverse();
  expect(lapsed?.textContent).not.toContain('until 1 Mar 2026');
  expect(lapsed?.textContent).toContain('until 1 March 2026');
  expect(lapsed?.querySelector('input, button')).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Amount of R-00001')));
});

test('an act with no amount changed says what to do, until something is typed', async () => {
  const user = await fromSource();
  await user.click(act());
  const sentence = 'No amount is changed yet. Type what it is to be from now on.';
  expect(await screen.findByText(sentence)).toBeTruthy();
  await user.type(screen.getByLabelText('Amount on INV-00002'), '10');
  await waitFor(() => expect(screen.queryByText(sentence)).toBeNull());
  expect(applied).toEqual([]);
});
