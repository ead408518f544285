import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, expect, test, vi } from 'vitest';
import { clearNotes, shown } from '$lib/shared/toasts.svelte';
import { printers } from './printers.svelte';
import { supplyEntries } from './supply';

afterEach(() => {
  clearMocks();
  clearNotes();
  printers.names = [];
});

test('no way that a document leaves the practice can be undone', async () => {
  printers.names = ['Office'];
  const asked: unknown[] = [];
  mockIPC((command, payload) => {
    asked.push([command, (payload as { printer?: string | null }).printer]);
    return { answer: null, operation: '3', sentence: 'Handed on', changed: [], effects: [], warnings: [] };
  });
  for (const entry of supplyEntries({ kind: 'invoice', id: '7' })) {
    clearNotes();
    entry.run();
    await vi.waitFor(() => expect(shown().map(({ sentence, acts }) => [sentence, acts])).toEqual([['Handed on', []]]));
  }
  expect(asked).toEqual([
    ['email_document', undefined],
    ['print_document', null],
    ['print_document', 'Office'],
    ['save_document', undefined],
  ]);
});
