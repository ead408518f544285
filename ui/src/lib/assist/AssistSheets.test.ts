import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { Assisted, AssistForm, SessionView } from '$lib/host';
import Toasts from '$lib/shared/Toasts.svelte';
import { clearNotes } from '$lib/shared/toasts.svelte';
import InvoiceMistakeSheet from './InvoiceMistakeSheet.svelte';
import PaymentMistakeSheet from './PaymentMistakeSheet.svelte';
import SessionMistakeSheet from './SessionMistakeSheet.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const payment = {
  id: '4',
  number: 'R-00001',
  client_name: 'Ana Lima',
  form: { client_id: '1', amount: '100.00', received_on: '2026-03-02', method: 'Cash', reference: '', comment: '' },
};
const invoice = { id: '7', number: 'INV-00001', client_id: '1', client_name: 'Ana Lima', applied: '100.00' };
const open = [{ id: '8', number: 'INV-00002', outstanding: '90.00' }];

const nothing: Assisted = { payments: [], invoices: [], credit_notes: [], refunds: [] };

/** What Rust is asked to put right in earnest. */
let asked: unknown[] = [];

/** Rust knows one payment and two invoices, and takes no 0, no client and no discount only as a sentence at the field. */
function rust(made: Partial<Assisted> = {}) {
  mockIPC((command, payload) => {
    if (command === 'payment_page') return payment;
    if (command === 'invoice_page') return invoice;
    if (command === 'payment_proposal') return { open, owing: '90.00', credit: '0.00' };
    if (command === 'settings') return { methods: [{ name: 'Cash', archived: false }] };
    const { form, ask } = payload as { form: AssistForm; ask: { preview: boolean } };
    if (form.kind === 'wrong_amount' && !form.form.amount) throw refusal('amount', 'Enter an amount.');
    if (form.kind === 'wrong_amount' && form.form.amount === '0') throw refusal('amount', 'Enter an amount above 0.00.');
    if (form.kind === 'wrong_client' && !form.form.client_id) throw refusal('client_id', 'Choose a client.');
    if (form.kind === 'wrong_client') throw refusal('received_on', 'The books are closed on that day.');
    if (form.kind === 'forgotten_discount') throw refusal('discount.value', 'Enter the discount that was agreed.');
    if (!ask.preview) asked.push(form);
    const answer = { ...nothing, ...made };
    return { answer, operation: '3', sentence: 'Done', changed: ['payments'], effects: [], warnings: [] };
  });
}

const refusal = (field: string, message: string) => ({ code: 'refused', message, fields: { [field]: message } });

afterEach(() => {
  clearMocks();
  clearNotes();
  asked = [];
});

test('what is wrong with a field stands at it, and what is right is done', async () => {
  rust();
  const user = userEvent.setup();
  render(PaymentMistakeSheet, { id: '4', onclose: () => undefined });
  const amount = await screen.findByLabelText('The right amount');
  const act = screen.getByRole('button', { name: 'Put it right' });
  await user.type(amount, '0');
  await screen.findByText('Enter an amount above 0.00.');
  await user.clear(amount);
  await user.type(amount, '60');
  await user.click(act);
  await waitFor(() => expect(asked).toEqual([{ kind: 'wrong_amount', form: { payment_id: '4', amount: '60' } }]));
});

test('only what was changed of a payment makes it another', async () => {
  rust();
  const user = userEvent.setup();
  render(PaymentMistakeSheet, { id: '4', onclose: () => undefined });
  await user.click(await screen.findByRole('radio', { name: 'The date, method or reference is wrong' }));
  const act = screen.getByRole('button', { name: 'Put it right' });
  await user.type(await screen.findByLabelText(/Reference/), 'slip 9');
  await user.click(act);
  const form = { payment_id: '4', received_on: '2026-03-02', method: 'Cash', reference: 'slip 9' };
  await waitFor(() => expect(asked).toEqual([{ kind: 'wrong_details', form }]));
});

test('what was paid for a double charge can go on what is still owed', async () => {
  rust();
  const user = userEvent.setup();
  render(InvoiceMistakeSheet, { id: '7', onclose: () => undefined });
  await user.selectOptions(await screen.findByLabelText('What was paid goes'), '8');
  await user.click(screen.getByRole('button', { name: 'Put it right' }));
  await waitFor(() => expect(asked).toEqual([{ kind: 'charged_twice', form: { invoice_id: '7', onto_invoice_id: '8' } }]));
});

test('what is still missing is said at its field once the act is tried', async () => {
  rust();
  const user = userEvent.setup();
  const { unmount } = render(PaymentMistakeSheet, { id: '4', onclose: () => undefined });
  const amount = await screen.findByLabelText('The right amount');
  await user.click(screen.getByRole('button', { name: 'Put it right' }));
  expect(await screen.findByText('Enter an amount.')).toBeTruthy();
  expect(amount.getAttribute('aria-invalid')).toBe('true');
  await user.click(screen.getByRole('radio', { name: 'Another client paid it' }));
  await user.click(screen.getByRole('button', { name: 'Put it right' }));
  expect(await screen.findByText('Choose a client.')).toBeTruthy();
  unmount();
  render(InvoiceMistakeSheet, { id: '7', onclose: () => undefined });
  await user.click(await screen.findByRole('radio', { name: 'A discount was forgotten' }));
  await user.click(screen.getByRole('button', { name: 'Put it right' }));
  expect(await screen.findByText('Enter the discount that was agreed.')).toBeTruthy();
  expect(asked).toEqual([]);
});

test('what was made for two payers is named by its number', async () => {
  rust({
    credit_notes: [
      { id: '1', number: 'CN-00001' },
      { id: '2', number: 'CN-00002' },
    ],
    refunds: [{ id: '1', number: 'RF-00001' }],
  });
  const user = userEvent.setup();
  const session = { id: '7', client_name: 'Ana Lima', starts_at: '2026-03-02T09:00' } as SessionView;
  render(Toasts);
  render(SessionMistakeSheet, { session, onclose: () => undefined });
  await user.click(screen.getByRole('button', { name: 'Put it right' }));
  const note = await screen.findByRole('group', { name: 'Done' });
  const acts = ['Credit note CN-00001', 'Credit note CN-00002', 'Refund', 'Undo', ''];
  expect(within(note).getAllByRole('button').map(({ textContent }) => textContent.trim())).toEqual(acts);
});
