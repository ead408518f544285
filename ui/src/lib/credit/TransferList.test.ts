import { render, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { TransferRow } from '$lib/host';
import TransferList from './TransferList.svelte';

const given: TransferRow = {
  came: false,
  other: { id: '6', name: 'Ben Lima' },
  source: { id: '4', kind: 'credit', number: 'CR-00001' },
  on: '2026-03-02',
  amount: '40.00',
  reason: 'Mother pays',
  consent: 'Ana, by telephone',
  undone: false,
};

test('a transfer says to whom, when, how much, why and who agreed, and opens the other side', () => {
  const back: TransferRow = { ...given, came: true, source: { id: '3', kind: 'payment', number: 'R-00001' }, undone: true };
  render(TransferList, { rows: [given, back] });
  const [first, second] = screen.getAllByRole('listitem').map((item) => within(item));
  for (const said of ['40.00', '2 Mar 2026', 'Mother pays', 'Ana, by telephone']) expect(first?.getByText(said)).toBeTruthy();
  expect(first?.getByRole('link', { name: 'Ben Lima' }).getAttribute('href')).toBe('/clients/6');
  expect(first?.getByRole('link', { name: 'CR-00001' }).getAttribute('href')).toBe('/credits/4');
  expect(first?.getByText(/^To/)).toBeTruthy();
  expect(first?.queryByText(/undone/)).toBeNull();
  expect(second?.getByText(/^From/)).toBeTruthy();
  expect(second?.getByRole('link', { name: 'R-00001' }).getAttribute('href')).toBe('/payments/3');
  expect(second?.getByText(/undone/)).toBeTruthy();
});
