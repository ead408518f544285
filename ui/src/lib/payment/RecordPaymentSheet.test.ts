import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changed, type PaymentForm } from '$lib/host';
import RecordPaymentSheet from './RecordPaymentSheet.svelte';

const NO_AMOUNT = '“12x” is no amount.';
const UNREADABLE = 'The practice file cannot be read.';
const clients = [
  { id: '5', name: 'Ana Lima' },
  { id: '6', name: 'Ben Okoro' },
  { id: '7', name: 'Caro Diaz' },
];

let recorded: PaymentForm[] = [];
/** What the next proposal waits for. */
let held: Promise<void> | null = null;

/** What Rust would propose of `amount` for INV-2 first, then INV-1; both have 90.00 left. */
function propose(amount: string) {
  const part = (id: string, proposed: string) => ({
    id,
    number: `INV-${id}`,
    linked_client: null,
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

/** What else Rust says of what Ana owes. */
let owed: object = {};

beforeEach(() => {
  recorded = [];
  owed = {};
  held = null;
  mockIPC(async (command, payload) => {
    const sent = payload as { clientId: string; amount: string; form: PaymentForm; ask: { preview: boolean } };
    switch (command) {
      case 'settings':
        return { methods: [{ id: '1', name: 'Cash', archived: false }] };
      case 'client_page':
        return { id: '5', name: 'Ana Lima' };
      case 'find_clients':
        return clients;
      case 'list_credits':
        return { rows: [] };
      case 'payment_proposal':
        await held;
        if (sent.amount === '12x') throw { code: 'invalid', message: NO_AMOUNT, fields: { amount: NO_AMOUNT } };
        if (sent.clientId === '7') throw { code: 'failed', message: UNREADABLE, fields: null };
        return { ...propose(sent.amount), ...owed, ...(sent.clientId === '6' ? { open: [], owing: '33.00' } : {}) };
      case 'invoice_all':
        owed = { owing: '270.00', not_invoiced_count: 0 };
        return { answer: [], operation: '8', sentence: 'Invoiced', changed: ['invoices', 'balances'], effects: [], warnings: [] };
      case 'record_payment':
        if (!sent.form.client_id) {
          throw { code: 'refused', message: 'Choose who paid.', fields: { client_id: 'Choose who paid.' } };
        }
        if (!sent.ask.preview) recorded.push(sent.form);
        return { answer: { id: '9', number: 'R-9', left: '12.34' }, operation: '3', sentence: '', changed: [], effects: [], warnings: [] };
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

test('a row by hand takes all of its invoice, by the button that the apply sheets have', async () => {
  const user = sheet();
  await screen.findByRole('button', { name: 'Record 90.00' });
  await user.click(screen.getByRole('radio', { name: 'Amounts by hand' }));
  await user.click(screen.getByRole('button', { name: 'As much as fits on INV-1' }));
  expect(screen.getByLabelText<HTMLInputElement>('Amount for INV-1').value).toBe('90.00');
});

test('an invoice of a linked client is named, and paid by hand alone', async () => {
  const ours = propose('').open;
  const of_ben = { ...ours[0], id: '8', number: 'INV-8', linked_client: 'Ben Lima', outstanding: '80.00', proposed: '0.00' };
  owed = { open: [...ours, of_ben] };
  const user = sheet();
  await screen.findByRole('button', { name: 'Record 90.00' });
  expect(screen.getByRole('rowheader', { name: /INV-8/ }).textContent).toContain('Ben Lima’s');
  expect(screen.getByRole('rowheader', { name: /INV-1/ }).textContent).not.toContain('Ben Lima');
  await user.click(screen.getByRole('radio', { name: 'Amounts by hand' }));
  expect(screen.getByLabelText<HTMLInputElement>('Amount for INV-8').value).toBe('');
  await user.type(screen.getByLabelText('Amount for INV-8'), '80');
  await user.click(screen.getByRole('button', { name: 'Record 90.00' }));
  await waitFor(() => expect(recorded).toHaveLength(1));
  expect(recorded[0]?.applied).toEqual({
    kind: 'by_hand',
    shares: [
      { invoice_id: '2', amount: '90.00' },
      { invoice_id: '8', amount: '80' },
    ],
  });
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

test('what shares that were typed leave as credit is what the preview says', async () => {
  const user = sheet();
  await screen.findByRole('button', { name: 'Record 90.00' });
  await user.click(screen.getByRole('radio', { name: /Amounts by hand/ }));
  expect(await screen.findByText(/12\.34/)).toBeTruthy();
});

/** The sheet that asks who paid, with Ana chosen. */
async function forAna() {
  render(RecordPaymentSheet, { onclose: () => undefined });
  const user = userEvent.setup();
  const choose = async (name: string) => {
    const client = screen.getByLabelText('Client');
    await user.clear(client);
    await user.type(client, name.slice(0, 3));
    await user.click(await screen.findByText(name));
  };
  await choose('Ana Lima');
  await screen.findByText('INV-1');
  return { user, choose };
}

test('an amount that cannot be read leaves no other client’s figures under the one chosen', async () => {
  const { user, choose } = await forAna();
  await user.clear(screen.getByLabelText('Amount'));
  await user.type(screen.getByLabelText('Amount'), '12x');
  await choose('Ben Okoro');
  expect(await screen.findByText(/33\.00/)).toBeTruthy();
  expect(screen.queryByText('INV-1')).toBeNull();
});

test('figures that cannot be read are said to be so, and no other client’s stand there', async () => {
  const { choose } = await forAna();
  await choose('Caro Diaz');
  expect(await screen.findByText(UNREADABLE)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  expect(screen.queryByText('INV-1')).toBeNull();
});

test('the amount is proposed anew once what is owed is another, unless another was typed', async () => {
  owed = { not_invoiced_count: 1 };
  render(RecordPaymentSheet, { clientId: '5', onclose: () => undefined });
  const user = userEvent.setup();
  await screen.findByRole('button', { name: 'Record 180.00' });
  await user.type(screen.getByLabelText(/Reference/), 'slip 9');
  await user.click(screen.getByRole('button', { name: 'Invoice them now' }));
  expect(await screen.findByRole('button', { name: 'Record 270.00' })).toBeTruthy();
  const amount = screen.getByLabelText<HTMLInputElement>('Amount');
  await user.clear(amount);
  await user.type(amount, '50');
  owed = { owing: '40.00' };
  changed(['credits']);
  expect(await screen.findByText(/40\.00/)).toBeTruthy();
  expect(amount.value).toBe('50');
});
