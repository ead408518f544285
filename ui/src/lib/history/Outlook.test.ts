import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Outlook from './Outlook.svelte';

const refused = (fields: Record<string, string>) => ({
  effects: undefined,
  pending: false,
  error: { code: 'refused' as const, message: Object.values(fields)[0] ?? 'The books are closed.', fields },
});

test('what is wrong with a field on screen is left to the field', () => {
  render(Outlook, { outlook: refused({ amount: 'Enter an amount.' }), shown: ['amount'] });
  expect(screen.queryByText('Enter an amount.')).toBeNull();
  expect(screen.getByText(/put right what is marked/)).toBeTruthy();
});

test('what is wrong with a field that is not on screen is said here', () => {
  render(Outlook, { outlook: refused({ amount: 'Enter an amount.', day: 'It is still to come.' }), shown: ['amount'] });
  expect(screen.getByText('It is still to come.')).toBeTruthy();
  expect(screen.queryByText('Enter an amount.')).toBeNull();
});

test('what is wrong with no field is said here, unless the form says it', async () => {
  const { rerender } = render(Outlook, { outlook: refused({}) });
  expect(screen.getByText('The books are closed.')).toBeTruthy();
  await rerender({ outlook: refused({}), refused: true });
  expect(screen.queryByText('The books are closed.')).toBeNull();
});

test('what is being worked out is known to be, and is not asked for', () => {
  render(Outlook, { outlook: { effects: undefined, error: null, pending: true } });
  expect(screen.getByText('Working it out')).toBeTruthy();
  expect(screen.getByRole('region', { name: 'What will happen' }).getAttribute('aria-busy')).toBe('true');
  expect(screen.queryByText(/Nothing changes yet/)).toBeNull();
});

test('that no figure changes is said only of an act that can change none', async () => {
  const acted = { answer: null, operation: null, sentence: 'Refunds 30.00', changed: [], effects: [], warnings: [] };
  const { rerender } = render(Outlook, { outlook: { effects: acted, error: null, pending: false } });
  expect(screen.queryByText('No figure changes.')).toBeNull();
  await rerender({ outlook: { effects: acted, error: null, pending: false }, still: true });
  expect(screen.getByText('No figure changes.')).toBeTruthy();
});
