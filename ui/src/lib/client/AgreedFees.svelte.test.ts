import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { AgreedFeeForm, ServiceView } from '$lib/host';
import AgreedFees from './AgreedFees.svelte';

const service = (id: string, name: string, archived = false): ServiceView => ({
  id,
  form: {
    code: '',
    name,
    minutes: '50',
    fee: '90.00',
    tax_ids: [],
    late_cancel: { kind: 'none', value: '' },
    no_show: { kind: 'none', value: '' },
  },
  archived,
  cannot_delete: null,
});
const services = [service('1', 'Individual'), service('2', 'Couples'), service('3', 'Intake', true)];

function show(fees: AgreedFeeForm[], errors: Record<string, string> = {}) {
  const form = $state(fees);
  render(AgreedFees, { fees: form, services, errors });
  return userEvent.setup();
}

const offered = (at: number) =>
  [...(screen.getAllByLabelText('Service')[at]?.querySelectorAll('option') ?? [])].map(({ textContent }) => textContent);

test('a service has one agreed fee, and one that is archived gets none', async () => {
  const user = show([{ service_id: '1', fee: '80.00' }]);
  expect(offered(0)).toEqual(['Individual', 'Couples']);
  await user.click(screen.getByRole('button', { name: 'Add an agreed fee' }));
  expect(offered(0)).toEqual(['Individual']);
  expect(offered(1)).toEqual(['Couples']);
  expect(screen.queryByRole('button', { name: 'Add an agreed fee' })).toBeNull();
});

test('an agreed fee that is taken away leaves the others as they were typed', async () => {
  const user = show([
    { service_id: '1', fee: '80.00' },
    { service_id: '2', fee: '1,5' },
  ]);
  await user.click(screen.getByRole('button', { name: 'Remove the agreed fee for Individual' }));
  expect(screen.getByLabelText<HTMLInputElement>('Agreed fee').value).toBe('1,5');
});

test('what is wrong with a fee stands at that fee', () => {
  show(
    [
      { service_id: '1', fee: '80.00' },
      { service_id: '2', fee: 'x' },
    ],
    { 'agreed_fees.1.fee': '“x” is no amount.' },
  );
  const wrong = screen.getByLabelText('Agreed fee for Couples');
  expect(wrong.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByLabelText('Agreed fee').getAttribute('aria-invalid')).toBeNull();
});
