import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { BooksCheck as Check } from '$lib/host';
import BooksCheck from './BooksCheck.svelte';

function finds(broken: Check['broken']) {
  const counts = { rule_count: 24, client_count: 2, session_count: 3, invoice_count: 3, source_count: 2, operation_count: 9 };
  mockIPC((command) => {
    if (command !== 'check_books') throw new Error(command);
    return { ...counts, broken };
  });
}

const UNREADABLE = 'The practice file cannot be read.';

afterEach(clearMocks);

test('books in order are said to be, with how much was looked at', async () => {
  finds([]);
  render(BooksCheck);
  expect(await screen.findByRole('heading', { name: 'The books are in order' })).toBeTruthy();
  expect(screen.getByText(/clients 2, sessions 3, invoices 3, payments and credits 2, acts 9/)).toBeTruthy();
});

test('a rule that does not hold is named with what breaks it', async () => {
  finds([{ rule: '0 <= applied <= total on every invoice', rows: ['INV-00007', 'INV-00009'], row_count: 5 }]);
  render(BooksCheck);
  expect(await screen.findByRole('heading', { name: /One rule does not hold/ })).toBeTruthy();
  expect(screen.getByText(/INV-00007, INV-00009/)).toBeTruthy();
});

test('a check that fails leaves no word of books in order, and can be tried again', async () => {
  finds([]);
  render(BooksCheck);
  const user = userEvent.setup();
  await screen.findByRole('heading', { name: 'The books are in order' });
  let fail = () => {};
  const held = new Promise<void>((resolve) => (fail = resolve));
  mockIPC(async () => {
    await held;
    throw { code: 'failed', message: UNREADABLE, fields: null };
  });
  const again = () => screen.getByRole('button', { name: 'Check again' });
  await user.click(again());
  expect(again().getAttribute('aria-busy')).toBe('true');
  fail();
  expect(await screen.findByText(UNREADABLE)).toBeTruthy();
  expect(screen.queryByRole('heading', { name: 'The books are in order' })).toBeNull();
  finds([]);
  await user.click(again());
  expect(await screen.findByRole('heading', { name: 'The books are in order' })).toBeTruthy();
  expect(screen.queryByText(UNREADABLE)).toBeNull();
});
