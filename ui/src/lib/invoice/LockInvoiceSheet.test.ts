import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ask } from '$lib/host';
import LockInvoiceSheet from './LockInvoiceSheet.svelte';

let asked: [string, boolean][] = [];

beforeEach(() => {
  asked = [];
  mockIPC((command, payload) => {
    if (command === 'invoice_page') return { id: '7', number: 'INV-00007', client_name: 'Ana Lima' };
    const { preview } = (payload as { ask: Ask }).ask;
    asked.push([command, preview]);
    const sentence = command === 'lock_invoice' ? 'Locks INV-00007' : 'Unlocks INV-00007';
    const effects = [{ label: 'INV-00007', before: '100.00 outstanding', after: '100.00 outstanding', money: false }];
    return { answer: null, operation: preview ? null : '9', sentence, changed: ['invoices'], effects, warnings: [] };
  });
});
afterEach(clearMocks);

const foreseen = () => screen.getByRole('dialog').textContent;

test('locking says what it does before it is done, and that no figure changes', async () => {
  const onclose = vi.fn();
  render(LockInvoiceSheet, { id: '7', onclose });
  await waitFor(() => expect(foreseen()).toContain('Locks INV-00007'));
  expect(screen.getByText('No figure changes.')).toBeTruthy();
  expect(screen.getByText(/Money can still be applied/)).toBeTruthy();
  expect(asked).toEqual([['lock_invoice', true]]);
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Lock' }));
  await userEvent.click(screen.getByRole('button', { name: 'Lock' }));
  expect(asked.at(-1)).toEqual(['lock_invoice', false]);
  expect(onclose).toHaveBeenCalledOnce();
});

test('unlocking says what it does before it is done', async () => {
  render(LockInvoiceSheet, { id: '7', unlock: true, onclose: vi.fn() });
  await waitFor(() => expect(foreseen()).toContain('Unlocks INV-00007'));
  expect(screen.getByText(/Its lines can be changed again/)).toBeTruthy();
  expect(asked).toEqual([['unlock_invoice', true]]);
});
