import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PaymentForm } from '$lib/host';
import RecordPaymentSheet from './RecordPaymentSheet.svelte';

let recorded: PaymentForm[] = [];
/** What the next proposal waits for. */
let held: Promise<void> | null = null;

/** What Rust would propose of `amount` for INV-2 first, then INV-1; both have 90.00 left. */
function propose(amount: string) {
  const part = (id: string, proposed: string) => ({
    id,
    number: `INV-${id}`,
    service_on: '2026-03-02',
    due_on: '2026-03-16',
    overdue: false,
    outstanding: '90.00',
    proposed,
  });
  const shares = amount === '120' ? ['30.00', '90.00'] : ['0.00', '90.00'];
  const open = [part('1', shares[0] ?? ''), part('2', shares[1] ?? '')];
  return { open, owing: '180.00', credit: '0.00', applied: amount, remaining: '0.00', not_invoiced_count: 0 };
}

beforeEach(() => {
  recorded = [];
  held = null;
  mockIPC(async (command, payload) => {
    const sent = payload as { amount: string; form: PaymentForm; ask: { preview: boolean } };
    switch (command) {
      case 'settings':
        return { methods: [{ id: '1', name: 'Cash', archived: false }] };
      case 'client_page':
        return { id: '5', name: 'Ana Lima' };
      case 'payment_proposal':
        await held;
        return propose(sent.amount);
      case 'record_payment':
        if (!sent.form.client_id) {
          throw { code: 'refused', message: 'Choose who paid.', fields: { client_id: 'Choose who paid.' } };
        }
        if (!sent.ask.preview) recorded.push(sent.form);
        return { answer: { id: '9', number: 'R-9' }, operation: '3', sentence: '', changed: [], effects: [], warnings: [] };
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

function sheet() {
  const props = { clientId: '5', invoiceId: '2', onclose: () => undefined };
  render(RecordPaymentSheet, props);
  return userEvent.setup();
}

test('what is left on the invoice is proposed, and the button says what it records', async () => {
  sheet();
  expect(await screen.findByRole('button', { name: 'Record 90.00' })).toBeTruthy();
});

test('Enter right after typing records the proposal for what was typed last, this invoice first', async () => {
  const user = sheet();
  await screen.findByRole('button', { name: 'Record 90.00' });
  const amount = screen.getByLabelText('Amount');
  await user.clear(amount);
  await user.type(amount, '120{Enter}');
  await waitFor(() => expect(recorded).toHaveLength(1));
  expect(recorded[0]).toMatchObject({
    client_id: '5',
    amount: '120',
    method: 'Cash',
    applied: {
      kind: 'by_hand',
      shares: [
        { invoice_id: '1', amount: '30.00' },
        { invoice_id: '2', amount: '90.00' },
      ],
    },
  });
});

test('amounts by hand win over the proposal', async () => {
  const user = sheet();
  await screen.findByRole('button', { name: 'Record 90.00' });
  await user.click(screen.getByRole('radio', { name: 'Amounts by hand' }));
  const second = screen.getByLabelText('Amount for INV-2');
  await user.clear(second);
  await user.type(screen.getByLabelText('Amount for INV-1'), '40');
  await user.click(screen.getByRole('button', { name: 'Record 90.00' }));
  await waitFor(() => expect(recorded).toHaveLength(1));
  expect(recorded[0]?.applied).toEqual({ kind: 'by_hand', shares: [{ invoice_id: '1', amount: '40' }] });
});

test('a second submit is the same payment, however late its proposal comes', async () => {
  sheet();
  const button = await screen.findByRole('button', { name: 'Record 90.00' });
  const form = button.closest('form');
  if (!form) throw new Error('no form');
  fireEvent.submit(form);
  let release = () => {};
  held = new Promise((resolve) => (release = resolve));
  fireEvent.submit(form);
  await waitFor(() => expect(recorded).toHaveLength(1));
  release();
  await new Promise((done) => setTimeout(done));
  expect(recorded).toHaveLength(1);
});

test('who paid is asked for at the field', async () => {
  render(RecordPaymentSheet, { onclose: () => undefined });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('Amount'), '40');
  await user.click(screen.getByRole('button', { name: 'Record 40' }));
  expect(await screen.findByText('Choose who paid.')).toBeTruthy();
  expect(screen.getByRole('combobox', { name: /Client|Who/ }).getAttribute('aria-invalid')).toBe('true');
  expect(recorded).toEqual([]);
});
