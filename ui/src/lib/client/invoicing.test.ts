import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, expect, test } from 'vitest';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import { invoiceClient } from './invoicing';

afterEach(() => {
  clearMocks();
  for (const { id } of shown()) dismiss(id);
});

/** Answers for a client with so many sessions waiting, two on each page of the list. */
function waiting(total: number) {
  const sent: unknown[] = [];
  mockIPC((command, payload) => {
    if (command === 'list_sessions') {
      const { page } = (payload as { query: { page: number } }).query;
      const rows = Array.from({ length: Math.min(2, total - page * 2) }, (_, at) => ({ id: String(page * 2 + at) }));
      return { rows, total, page, page_size: 2 };
    }
    const { ids, gather } = payload as { ids: string[]; gather: boolean };
    sent.push([command, ids.join(' '), gather]);
    return { answer: [], operation: '1', sentence: 'Issued invoices', changed: [], effects: [], warnings: [] };
  });
  return sent;
}

test('all that waits is invoiced in one act, however many pages it fills', async () => {
  const sent = waiting(5);
  await invoiceClient('7', true);
  expect(sent).toEqual([['invoice_sessions', '0 1 2 3 4', true]]);
  expect(shown().map(({ sentence }) => sentence)).toEqual(['Issued invoices']);
});

test('nothing is asked for when nothing waits any more', async () => {
  const sent = waiting(0);
  await invoiceClient('7', false);
  expect(sent).toEqual([]);
});
