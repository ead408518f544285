import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RefundForm } from '$lib/host';
import RefundSheet from './RefundSheet.svelte';

const MORE = 'Only 20.00 remains of R-00001, and 25 was asked for. Enter 20.00 or less.';

let refunded: RefundForm[] = [];
let remaining = '20.00';

beforeEach(() => {
  refunded = [];
  remaining = '20.00';
  mockIPC((command, payload) => {
    const sent = payload as { form: RefundForm; ask: { preview: boolean } };
    switch (command) {
      case 'settings':
        return { methods: [{ id: '1', name: 'Cash', archived: false }, { id: '2', name: 'Card', archived: false }] };
      case 'payment_page':
        return { client_name: 'Ana Lima', form: { method: 'Card' } };
      case 'source_sheet':
        return {
          source: { id: '9', kind: 'payment', number: 'R-00001' },
          amount: '120.00',
          remaining,
          available: remaining,
          cannot_use: null,
          rows: [
            { invoice_id: '1', number: 'INV-00001', linked_client: null, service_on: '2026-03-02', due_on: '2026-03-16', overdue: false, outstanding: '0.00', applied: '100.00', most: '100.00' },
          ],
        };
      case 'refund':
        if (sent.form.amount === '25') throw { code: 'invalid', message: MORE, fields: { amount: MORE } };
        if (!sent.ask.preview) refunded.push(sent.form);
        return { answer: { id: '4', number: 'RF-00001' }, operation: '3', sentence: '', changed: [], effects: [], warnings: [] };
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

async function sheet() {
  render(RefundSheet, { id: '9', onclose: () => undefined });
  const user = userEvent.setup();
  await screen.findByText(/that is on INV-00001/);
  return user;
}

test('what is used by nothing is proposed the way it came, and no question is asked about it', async () => {
  const user = await sheet();
  expect(screen.queryByText('Does the client still owe it?')).toBeNull();
  expect(await screen.findByText('Ana Lima')).toBeTruthy();
  await waitFor(() => expect(screen.getByLabelText<HTMLSelectElement>('Method').value).toBe('Card'));
  await user.click(await screen.findByRole('button', { name: 'Refund 20.00' }));
  await waitFor(() => expect(refunded).toHaveLength(1));
  expect(refunded[0]).toMatchObject({ source_id: '9', amount: '20.00', method: 'Card', applied: null });
});

test('for applied money the one question is whether the client still owes it', async () => {
  const user = await sheet();
  await user.click(screen.getByRole('radio', { name: /that is on INV-00001/ }));
  expect(screen.getByText('Does the client still owe it?')).toBeTruthy();
  await user.click(screen.getByRole('radio', { name: 'No' }));
  await user.click(screen.getByRole('button', { name: 'Refund 100.00' }));
  await waitFor(() => expect(refunded).toHaveLength(1));
  expect(refunded[0]).toMatchObject({ amount: '100.00', applied: { invoice_id: '1', still_owed: false } });
});

test('where nothing remains, the sheet begins with what is applied', async () => {
  remaining = '0.00';
  await sheet();
  expect(await screen.findByText('Does the client still owe it?')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Refund 100.00' })).toBeTruthy();
});

test('more than remains is refused at the field, and nothing that was typed is lost', async () => {
  const user = await sheet();
  const amount = screen.getByLabelText<HTMLInputElement>('Amount');
  await user.clear(amount);
  await user.type(amount, '25{Enter}');
  expect(await screen.findByText(MORE)).toBeTruthy();
  expect(amount.value).toBe('25');
  expect(refunded).toEqual([]);
});
