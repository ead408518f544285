import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { SettingsView } from '$lib/host';
import BillingForm from './BillingForm.svelte';

afterEach(clearMocks);

const settings: SettingsView = {
  profile: {
    name: 'Practice',
    owner: 'Ada Vale',
    address: '',
    phone: '',
    email: '',
    tax_id: '',
    npi: '',
    licence: '',
    currency: 'EUR',
    time_zone: 'Europe/Berlin',
    paper: 'a4',
    terms_days: '14',
    how_to_pay: '',
    footer: '',
    invoicing: 'per_session',
    tax_rounding: 'per_document',
    invoice_numbers: { prefix: 'INV-', digits: '5', first: '1' },
    receipt_numbers: { prefix: 'R-', digits: '5', first: '1' },
    credit_note_numbers: { prefix: 'CN-', digits: '5', first: '1' },
    refund_numbers: { prefix: 'RF-', digits: '5', first: '1' },
    use_credit: 'suggest',
  },
  decimals: 2,
  cannot_change_currency: null,
  next_invoice: 'INV-00015',
  next_receipt: 'R-00009',
  next_credit_note: 'CN-00001',
  next_refund: 'RF-00001',
  closed_through: null,
  logo: null,
  services: [],
  taxes: [],
  products: [],
  methods: [],
  today: '2026-03-02',
};

test('what is refused is said at its field, and nothing that was typed is lost', async () => {
  const message = 'Enter a number of days from 0 to 365.';
  mockIPC(() => Promise.reject({ code: 'invalid', message, fields: { terms_days: message } }));
  render(BillingForm, { settings });
  const user = userEvent.setup();
  const days = screen.getByLabelText<HTMLInputElement>('Days to pay');
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save' });
  expect(save.disabled).toBe(true);
  await user.clear(days);
  await user.type(days, 'soon');
  await user.click(save);
  expect(await screen.findByText(message)).toBeTruthy();
  expect(days.value).toBe('soon');
  expect(days.getAttribute('aria-invalid')).toBe('true');
});

test('when invoices are made is chosen from three ways', async () => {
  const sent: unknown[] = [];
  mockIPC((_, payload) => {
    sent.push((payload as { form: { invoicing: string } }).form.invoicing);
    return { answer: null, operation: '1', sentence: 'Changed', changed: [], effects: [], warnings: [] };
  });
  render(BillingForm, { settings });
  const user = userEvent.setup();
  const ways = screen.getByLabelText<HTMLSelectElement>('Invoices');
  expect([...ways.options].map(({ label }) => label)).toEqual([
    'For each session, at once',
    'Gathered each month',
    'By hand',
  ]);
  await user.selectOptions(ways, 'Gathered each month');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(sent).toEqual(['monthly']);
});

test('the next number is shown as it is typed', async () => {
  render(BillingForm, { settings });
  const user = userEvent.setup();
  const [prefix] = screen.getAllByLabelText<HTMLInputElement>('Before the number');
  if (!prefix) throw new Error('invoices have a prefix');
  await user.clear(prefix);
  await user.type(prefix, '2026-');
  expect(screen.getByText('The next one is 2026-00015.')).toBeTruthy();
});
