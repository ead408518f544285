import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { task, type FirstStartForm, type ProfileForm, type Wire } from '../host';
import FirstStart from './FirstStart.svelte';

const proposal: ProfileForm = {
  name: '',
  owner: '',
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
};

function first(answers: Wire<string>[] = [], wrong: (form: FirstStartForm) => Record<string, string> = () => ({})) {
  const sent: FirstStartForm[] = [];
  const check = task(async (form: FirstStartForm): Promise<Wire<null>> => {
    const fields = wrong(form);
    const [message] = Object.values(fields);
    return message ? { status: 'error', error: { code: 'invalid', message, fields } } : { status: 'ok', data: null };
  });
  const create = task(async (form: FirstStartForm): Promise<Wire<string>> => {
    sent.push(form);
    return answers[sent.length - 1] ?? { status: 'ok', data: 'K7QM-2XDV' };
  });
  const ondone = vi.fn();
  render(FirstStart, { proposal, check, create, ondone });
  const user = userEvent.setup();
  return { user, sent, ondone, press: (name: string) => user.click(screen.getByRole('button', { name })) };
}

async function protect(user: ReturnType<typeof userEvent.setup>, again = 'four quiet green doors') {
  await user.type(screen.getByLabelText('Passphrase'), 'four quiet green doors');
  await user.type(screen.getByLabelText('The same passphrase again'), again);
}

test('skipping leads to a practice made of what Rust proposed', async () => {
  const { user, sent, ondone, press } = first();
  await press('Skip for now');
  await press('Skip for now');
  await protect(user);
  await press('Continue');
  await user.click(screen.getByLabelText(/With a sample practice/));
  await press('Create my practice');
  expect(sent).toEqual([
    {
      profile: proposal,
      services: [],
      passphrase: 'four quiet green doors',
      passphrase_again: 'four quiet green doors',
      sample: true,
    },
  ]);
  expect(await screen.findByText('K7QM-2XDV')).toBeTruthy();
  expect(ondone).not.toHaveBeenCalled();
  await user.click(screen.getByLabelText('I have written it down'));
  await press('Open my practice');
  expect(ondone).toHaveBeenCalledExactlyOnceWith('sample');
});

test('two passphrases that differ go no further', async () => {
  const { user, press } = first();
  await press('Continue');
  await press('Continue');
  await protect(user, 'four quiet green door');
  await press('Continue');
  expect(screen.getByText('The two passphrases are not the same.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Create my practice' })).toBeNull();
});

test('a refused field is shown on its own step, with nothing typed lost', async () => {
  const { user, press } = first([
    {
      status: 'error',
      error: { code: 'invalid', message: 'Type an amount', fields: { 'services.0.fee': 'Type the fee as 1.50' } },
    },
  ]);
  await press('Continue');
  await user.type(screen.getByLabelText('Service'), 'Session');
  await user.type(screen.getByLabelText('Fee'), '1,5');
  await press('Continue');
  await protect(user);
  await press('Continue');
  await press('Create my practice');
  expect(await screen.findByText('Type the fee as 1.50')).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('Fee').value).toBe('1,5');
});

test('each step says what is wrong with it before the next one, and nothing of those to come', async () => {
  const { user, press } = first([], ({ profile, services }) => ({
    ...(profile.email === 'nobody' ? { 'profile.email': 'This is no e-mail address.' } : {}),
    ...(services[0]?.fee === '1,5' ? { 'services.0.fee': 'Type the fee as 1.50' } : {}),
    passphrase: 'Use at least 8 characters.',
  }));
  await user.type(screen.getByLabelText(/^E-mail/), 'nobody');
  await press('Continue');
  expect(await screen.findByText('This is no e-mail address.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText(/^E-mail/));
  await user.clear(screen.getByLabelText(/^E-mail/));
  await press('Continue');
  await user.type(await screen.findByLabelText('Fee'), '1,5');
  expect(screen.queryByText(/8 characters/)).toBeNull();
  await press('Continue');
  expect(await screen.findByText('Type the fee as 1.50')).toBeTruthy();
  await user.clear(screen.getByLabelText('Fee'));
  await press('Continue');
  await protect(user);
  await press('Continue');
  expect(await screen.findByText('Use at least 8 characters.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Create my practice' })).toBeNull();
});

test('each step begins in its first field, and one that is come back to where something is wrong', async () => {
  const refused = { code: 'invalid', message: 'Type an amount', fields: { 'services.0.fee': 'Type the fee as 1.50' } };
  const { user, press } = first([{ status: 'error', error: refused }]);
  expect(document.activeElement).toBe(screen.getByLabelText('Name of the practice'));
  await press('Continue');
  expect(document.activeElement).toBe(screen.getByLabelText('Service'));
  await press('Continue');
  expect(document.activeElement).toBe(screen.getByLabelText('Passphrase'));
  await protect(user);
  await press('Continue');
  await press('Create my practice');
  expect(document.activeElement).toBe(screen.getByLabelText('Fee'));
});

test('after a service is taken off the focus goes on to the next one, or to what adds one', async () => {
  const { user, press } = first();
  await press('Continue');
  await press('Add another service');
  await press('Add another service');
  const remove = (at: number) => screen.getAllByRole('button', { name: 'Remove this service' })[at] as HTMLElement;
  await user.type(screen.getAllByLabelText('Service')[1] as HTMLElement, 'Group');
  await user.click(remove(0));
  expect(document.activeElement).toBe(screen.getByDisplayValue('Group'));
  await user.click(remove(1));
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add another service' }));
});
