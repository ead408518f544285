import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
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
