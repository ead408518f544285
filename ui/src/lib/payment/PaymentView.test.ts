import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { goto } from '$app/navigation';
import PaymentView from './PaymentView.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const REFUNDED = '20.00 of R-00001 was refunded. Reverse that refund first.';

const refund = {
  id: '3',
  number: 'RF-00001',
  client_id: '5',
  client_name: 'Ana Lima',
  source: { id: '8', kind: 'payment', number: 'R-00001' },
  refunded_on: '2026-03-04',
  method: 'Cash',
  reference: '',
  reason: '',
  amount: '20.00',
  reversed: false,
};
const payment = {
  id: '8',
  number: 'R-00001',
  revision: 1,
  client_name: 'Ana Lima',
  form: { client_id: '5', amount: '120.00', received_on: '2026-03-02', method: 'Cash', reference: '', comment: '' },
  status: 'active',
  applied: '100.00',
  refunded: '20.00',
  transferred: '0.00',
  remaining: '0.00',
  applications: [],
  refunds: [refund],
  transfers: [],
  supplied: [],
  history: [],
  cannot_edit: null,
  cannot_reverse: REFUNDED,
  cannot_refund: null,
};

afterEach(clearMocks);

test('a payment that is not reversed for its refund leads to that refund', async () => {
  mockIPC((command) => {
    if (command === 'payment_page') return payment;
    throw { code: 'store', message: command, fields: null };
  });
  render(PaymentView, { id: '8' });
  await screen.findByText(REFUNDED);
  const user = userEvent.setup();
  screen.getByRole('button', { name: 'Reverse…' }).focus();
  await user.tab();
  await user.keyboard('{Enter}');
  expect(vi.mocked(goto)).toHaveBeenCalledWith('/refunds/3');
});
