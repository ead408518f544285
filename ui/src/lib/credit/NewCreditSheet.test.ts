import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CreditForm } from '$lib/host';
import NewCreditSheet from './NewCreditSheet.svelte';

let made: CreditForm[] = [];

beforeEach(() => {
  made = [];
  mockIPC((command, payload) => {
    const sent = payload as { form: CreditForm; ask: { preview: boolean } };
    switch (command) {
      case 'client_page':
        return { id: '5', name: 'Ana Lima' };
      case 'make_credit':
        if (!sent.form.client_id) {
          throw { code: 'refused', message: 'Choose a client.', fields: { client_id: 'Choose a client.' } };
        }
        if (!sent.ask.preview) made.push(sent.form);
        return {
          answer: { id: '4', kind: 'credit', number: 'CR-00001' },
          operation: '3',
          sentence: '',
          changed: [],
          effects: [],
          warnings: [],
        };
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

const invoice = { id: '7', number: 'INV-00007' };

test('a credit from an invoice is applied to it, unless that is switched off', async () => {
  const user = userEvent.setup();
  for (const switchedOff of [false, true]) {
    const { unmount } = render(NewCreditSheet, { clientId: '5', invoice, onclose: () => undefined });
    await user.type(await screen.findByLabelText('Amount'), '30');
    if (switchedOff) await user.click(screen.getByRole('checkbox', { name: 'Apply it to INV-00007' }));
    await user.click(screen.getByRole('button', { name: 'Give 30' }));
    await waitFor(() => expect(made).toHaveLength(switchedOff ? 2 : 1));
    unmount();
  }
  expect(made.map(({ client_id, invoice_id }) => [client_id, invoice_id])).toEqual([
    ['5', '7'],
    ['5', null],
  ]);
});

test('only goodwill has a last day: what was typed for it is not sent with the client’s own money', async () => {
  render(NewCreditSheet, { clientId: '5', onclose: () => undefined });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('Amount'), '30');
  await user.type(screen.getByRole('textbox', { name: /Last day/ }), '2026-06-30');
  await user.selectOptions(screen.getByLabelText('Where it comes from'), 'Opening balance');
  expect(screen.queryByRole('textbox', { name: /Last day/ })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Give 30' }));
  await waitFor(() => expect(made).toHaveLength(1));
  expect(made[0]).toMatchObject({ origin: 'opening_balance', expires_on: '' });
});

test('whose it is, is asked for at the field', async () => {
  render(NewCreditSheet, { onclose: () => undefined });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('Amount'), '30');
  await user.click(screen.getByRole('button', { name: 'Give 30' }));
  expect(await screen.findByText('Choose a client.')).toBeTruthy();
  expect(screen.getByRole('combobox', { name: 'Client' }).getAttribute('aria-invalid')).toBe('true');
  expect(made).toEqual([]);
});
