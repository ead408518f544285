import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { SessionForm, SessionShareForm } from '$lib/host';
import SharedWith from './SharedWith.svelte';

afterEach(clearMocks);

const names = { '2': 'Ben Cole', '3': 'Cleo Dorn' };

/** Shows the payers of a session of 100.00; Rust shares it as the test says. */
function show(shares: SessionShareForm[], doubts: Record<string, string> = {}, errors: Record<string, string> = {}) {
  const form = $state<SessionForm>({
    client_id: '1',
    service_id: '1',
    day: '2026-03-02',
    time: '09:00',
    minutes: '50',
    fee: '',
    note: '',
    repeat: null,
    shares,
  });
  mockIPC((_, payload) => {
    const { form: typed, equally } = payload as { form: SessionForm; equally: boolean };
    const others = typed.shares.map(({ percent }) => ({ percent: equally ? '12.5' : percent, amount: '12.50' }));
    return { fee: '100.00', own: { percent: '87.5', amount: '87.50' }, others };
  });
  render(SharedWith, { form, own: 'Ana Lima', names, errors, doubts, ontyped: () => undefined });
  return { form, user: userEvent.setup() };
}

test('a session is shared with nobody until somebody is added, who pays an equal part at first', async () => {
  const { form, user } = show([]);
  expect(screen.queryByLabelText('Percent')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Share the fee with another client' }));
  expect(await screen.findByDisplayValue('12.5')).toBeTruthy();
  expect(form.shares).toEqual([{ client_id: null, percent: '12.5' }]);
  expect(await screen.findByText('the rest, 87.5 %')).toBeTruthy();
});

test('the amounts come from Rust, and so do equal parts', async () => {
  const { form, user } = show([
    { client_id: '2', percent: '50' },
    { client_id: '3', percent: '' },
  ]);
  expect(screen.getByDisplayValue('Ben Cole')).toBeTruthy();
  expect(await screen.findByText('87.50', { exact: false })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Equal parts' }));
  expect(await screen.findAllByDisplayValue('12.5')).toHaveLength(2);
  expect(form.shares.map(({ percent }) => percent)).toEqual(['12.5', '12.5']);
});

test('who is taken off pays no more, and the others stay as they were typed', async () => {
  const { form, user } = show([
    { client_id: '2', percent: '50' },
    { client_id: '3', percent: '1,5' },
  ]);
  await user.click(screen.getByRole('button', { name: 'Take Ben Cole off' }));
  expect(form.shares).toEqual([{ client_id: '3', percent: '1,5' }]);
});

test('what is wrong stands at its field, but an empty one is left in peace until it is refused', () => {
  const doubts = { 'shares.0.percent': '“x” is not a percentage.', 'shares.1.percent': 'Enter a percentage.' };
  const refused = { 'shares.1.client_id': 'Choose a client.' };
  show(
    [
      { client_id: '2', percent: 'x' },
      { client_id: null, percent: '' },
    ],
    doubts,
    refused,
  );
  expect(screen.getByText('“x” is not a percentage.')).toBeTruthy();
  expect(screen.queryByText('Enter a percentage.')).toBeNull();
  expect(screen.getByText('Choose a client.')).toBeTruthy();
});
