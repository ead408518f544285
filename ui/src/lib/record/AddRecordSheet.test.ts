import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RecordForm, RecordProposal } from '$lib/host';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import AddRecordSheet from './AddRecordSheet.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const SHORT = 'Only 3 of “Workbook” are in stock, and 5 are given.';
const NOTHING = 'Choose a product or a service.';

const onClient: Record<string, RecordProposal> = {
  '5': {
    invoices: [
      { invoice: { id: '8', number: 'INV-00008' }, issued_on: '2026-03-09', total: '90.00', outstanding: '90.00' },
      { invoice: { id: '7', number: 'INV-00007' }, issued_on: '2026-03-02', total: '90.00', outstanding: '0.00' },
    ],
    proposed: '8',
  },
  '6': { invoices: [], proposed: null },
};

let added: RecordForm[] = [];

beforeEach(() => {
  added = [];
  mockIPC((command, payload) => {
    const sent = payload as { form: RecordForm; client: string; id: string; text: string; ask: { preview: boolean } };
    switch (command) {
      case 'settings':
        return {
          profile: { use_credit: 'off' },
          products: [
            { id: '3', form: { name: 'Workbook', sku: 'WB' }, stock: '3', archived: false },
            { id: '4', form: { name: 'Old cards', sku: '' }, stock: null, archived: true },
          ],
          services: [{ id: '3', form: { name: 'Letter to a school', code: '' }, archived: false }],
        };
      case 'find_clients':
        return [{ id: '6', name: 'Ben Cole', email: '', phone: '' }];
      case 'client_page':
        return { id: sent.id, name: 'Ana Lima', form: {} };
      case 'record_proposal':
        return onClient[sent.client];
      case 'add_record': {
        const { product_id, service_id, quantity, stock_reason } = sent.form;
        if (!product_id && !service_id) throw { code: 'refused', message: NOTHING, fields: { product_id: NOTHING } };
        if (quantity === '5' && !stock_reason) throw { code: 'refused', message: SHORT, fields: { stock_reason: SHORT } };
        if (!sent.ask.preview) added.push(sent.form);
        return {
          answer: { record_id: '2', invoice: { id: '8', number: 'INV-00008' } },
          operation: '3',
          sentence: 'Added.',
          changed: [],
          effects: [{ label: 'Stock of Workbook', before: '3', after: '2', money: false }],
          warnings: [],
        };
      }
      case 'invoice_sheet':
        return { rows: [] };
      default:
        throw new Error(command);
    }
  });
});
afterEach(() => {
  clearMocks();
  for (const note of shown()) dismiss(note.id);
});

async function choose(user: UserEvent, field: string, name: string) {
  await user.type(await screen.findByRole('combobox', { name: field }), name);
  await screen.findByText(name);
  await user.keyboard('{Enter}');
}

const give = (user: UserEvent, name: string) => choose(user, 'Product or service', name);

test('what is given goes onto the proposed invoice, and what that changes is seen before', async () => {
  render(AddRecordSheet, { clientId: '5', onclose: () => undefined });
  const user = userEvent.setup();
  await give(user, 'Workbook');
  expect(await screen.findByText('Product, 3 in stock')).toBeTruthy();
  expect(await screen.findByText('Stock of Workbook')).toBeTruthy();
  expect(screen.getByLabelText('Onto which invoice')).toHaveProperty('value', '8');
  await user.click(screen.getByRole('button', { name: 'Add to INV-00008' }));
  await waitFor(() => expect(added).toHaveLength(1));
  expect(added[0]).toMatchObject({
    client_id: '5',
    product_id: '3',
    service_id: null,
    quantity: '1',
    onto: { kind: 'invoice', id: '8' },
    stock_reason: '',
  });
  expect(shown()[0]?.acts.map(({ label }) => label)).toEqual(['INV-00008', 'Undo']);
});

test('another open invoice or a new one can be chosen, with what is left to pay on each', async () => {
  render(AddRecordSheet, { clientId: '5', onclose: () => undefined });
  const user = userEvent.setup();
  await give(user, 'Letter to a school');
  const onto = await screen.findByLabelText('Onto which invoice');
  expect([...onto.querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual([
    'INV-00008 of 9 Mar 2026, €90.00 to pay',
    'INV-00007 of 2 Mar 2026, €0.00 to pay',
    'A new invoice',
  ]);
  await user.selectOptions(onto, 'A new invoice');
  await user.click(screen.getByRole('button', { name: 'Add on a new invoice' }));
  await waitFor(() => expect(added).toHaveLength(1));
  expect(added[0]).toMatchObject({ product_id: null, service_id: '3', onto: { kind: 'new' } });
});

test('a client without an open invoice gets a new one', async () => {
  render(AddRecordSheet, { onclose: () => undefined });
  const user = userEvent.setup();
  expect(screen.queryByLabelText('Onto which invoice')).toBeNull();
  await choose(user, 'Client', 'Ben Cole');
  expect(await screen.findByRole('button', { name: 'Add on a new invoice' })).toBeTruthy();
});

test('more than there is in stock wants a reason, and what is archived is not offered', async () => {
  render(AddRecordSheet, { clientId: '5', onclose: () => undefined });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('combobox', { name: 'Product or service' }));
  await screen.findByText('Workbook');
  expect(screen.queryByText('Old cards')).toBeNull();
  await give(user, 'Workbook');
  const quantity = screen.getByLabelText('Quantity');
  await user.clear(quantity);
  await user.type(quantity, '5');
  await user.type(await screen.findByLabelText('Why more than there is?'), 'Ordered');
  await user.click(screen.getByRole('button', { name: 'Add to INV-00008' }));
  await waitFor(() => expect(added).toHaveLength(1));
  expect(added[0]).toMatchObject({ quantity: '5', stock_reason: 'Ordered' });
});

test('what is given must be chosen, and its field says so', async () => {
  render(AddRecordSheet, { clientId: '5', onclose: () => undefined });
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Add to INV-00008' }));
  expect(await screen.findByText(NOTHING)).toBeTruthy();
  expect(screen.getByRole('combobox', { name: 'Product or service' }).getAttribute('aria-invalid')).toBe('true');
});
