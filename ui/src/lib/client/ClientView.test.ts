import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReturnsQuery } from '$lib/host';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import ClientView from './ClientView.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('$app/state', () => ({ page: { url: new URL('http://localhost/clients/5?tab=returns') } }));

let asked: ReturnsQuery[] = [];
let archived_on: string | null = null;

beforeEach(() => {
  asked = [];
  archived_on = null;
  mockIPC((command, payload) => {
    switch (command) {
      case 'client_page':
        return { id: '5', name: 'Ana Lima', archived_on, owing: '0.00', credit: '0.00', not_invoiced_count: 0, next_session_at: null };
      case 'list_returns':
        asked.push((payload as { query: ReturnsQuery }).query);
        return { rows: [], total: 0, page: 0, page_size: 50 };
      default:
        throw new Error(command);
    }
  });
});
afterEach(() => {
  clearMocks();
  closeSheets();
});

const begin = () => screen.findAllByRole('button', { name: 'New return' });

test('a client’s returns are a tab, and a new one is begun among the actions', async () => {
  render(ClientView, { id: '5' });
  expect(await screen.findByText('No returns yet')).toBeTruthy();
  expect(asked.map(({ client_id }) => client_id)).toEqual(['5']);
  const [action] = await begin();
  await userEvent.click(action as HTMLElement);
  expect(openSheets().map(({ props }) => props)).toEqual([{ clientId: '5' }]);
});

test('of an archived client no return is begun', async () => {
  archived_on = '2026-01-31';
  render(ClientView, { id: '5' });
  await screen.findByText('No returns yet');
  const buttons = await begin();
  expect(buttons.map((button) => button.getAttribute('aria-disabled'))).toEqual(['true']);
});
