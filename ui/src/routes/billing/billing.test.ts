import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { ReturnsQuery } from '$lib/host';
import Billing from './+page.svelte';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('$app/state', () => ({ page: { url: new URL('http://localhost/billing?tab=returns') } }));

afterEach(clearMocks);

test('the returns of all clients are a tab', async () => {
  const asked: ReturnsQuery[] = [];
  mockIPC((command, payload) => {
    if (command === 'list_returns') {
      asked.push((payload as { query: ReturnsQuery }).query);
      return { rows: [], total: 0, page: 0, page_size: 50 };
    }
    if (command === 'billing_summary') {
      const counts = { outstanding_count: 0, overdue_count: 0, not_invoiced_count: 0, months: [] };
      return { ...counts, outstanding: '0.00', overdue: '0.00', credit: '0.00', received_this_month: '0.00' };
    }
    throw new Error(command);
  });
  render(Billing);
  expect(await screen.findByText('No returns yet')).toBeTruthy();
  expect(screen.getByRole('tab', { name: 'Returns' }).getAttribute('aria-selected')).toBe('true');
  expect(asked[0]).toMatchObject({ client_id: null, product_id: null });
});
