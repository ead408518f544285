import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, expect, test } from 'vitest';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import { invoiceClient } from './invoicing';

afterEach(() => {
  clearMocks();
  for (const { id } of shown()) dismiss(id);
});

test('what one client has waiting is invoiced in one act', async () => {
  const sent: unknown[] = [];
  mockIPC((command, payload) => {
    const { which, gather } = payload as { which: unknown; gather: boolean };
    sent.push([command, which, gather]);
    return { answer: [], operation: '1', sentence: 'Issued invoices', changed: [], effects: [], warnings: [] };
  });
  await invoiceClient('7', true);
  expect(sent).toEqual([['invoice_all', { kind: 'of', id: '7' }, true]]);
  expect(shown().map(({ sentence }) => sentence)).toEqual(['Issued invoices']);
});

test('what is refused is said', async () => {
  mockIPC(() => Promise.reject({ code: 'rule', message: 'The books are closed.' }));
  await invoiceClient('7', false);
  expect(shown().map(({ sentence }) => sentence)).toEqual(['The books are closed.']);
});
