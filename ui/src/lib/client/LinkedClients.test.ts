import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ask } from '$lib/host';
import Sheets from '$lib/shared/Sheets.svelte';
import { closeSheets } from '$lib/shared/sheets.svelte';
import LinkedClients from './LinkedClients.svelte';

const told = (sentence: string) => ({ answer: null, operation: null, sentence, changed: ['clients'], effects: [], warnings: [] });

let done: string[] = [];

beforeEach(() => {
  done = [];
  mockIPC((command, payload) => {
    const ask = (payload as { ask?: Ask }).ask;
    if (ask && !ask.preview) done.push(command);
    switch (command) {
      case 'linked_clients':
        return [{ id: '1', client_id: '6', name: 'Ben Lima', kind: 'family' }];
      case 'find_clients':
        return [{ id: '7', name: 'Cleo Lima' }];
      case 'link_clients':
        return told('Links Ana Lima with Cleo Lima');
      case 'unlink_clients':
        return told('Unlinks Ana Lima and Ben Lima');
      default:
        throw new Error(command);
    }
  });
  render(Sheets);
  render(LinkedClients, { client: { id: '5', name: 'Ana Lima' } });
});
afterEach(() => {
  closeSheets();
  clearMocks();
});

test('a link is shown before it is made', async () => {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Link a client' }));
  expect(screen.getByText(/It shows on both accounts/)).toBeTruthy();
  await user.type(screen.getByRole('combobox', { name: 'Link with' }), 'Cleo');
  await screen.findByText('Cleo Lima');
  await user.keyboard('{Enter}');
  await screen.findByText('Links Ana Lima with Cleo Lima');
  expect(screen.getByText('No figure changes.')).toBeTruthy();
  expect(done).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Link' }));
  expect(done).toEqual(['link_clients']);
});

test('what a link no longer allows is shown before it is taken away', async () => {
  const user = userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never });
  await user.click(await screen.findByRole('button', { name: 'Unlink Ben Lima' }));
  await screen.findByText('Unlinks Ana Lima and Ben Lima');
  expect(done).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Unlink' }));
  expect(done).toEqual(['unlink_clients']);
});
