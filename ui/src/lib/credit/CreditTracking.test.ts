import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { CreditOccasion, TrackingQuery } from '$lib/host';
import CreditTracking from './CreditTracking.svelte';

const removed: CreditOccasion = {
  key: '9-4-7',
  on: '2026-03-02',
  client_id: '5',
  client_name: 'Ana Lima',
  source: { id: '4', kind: 'payment', number: 'R-00001' },
  sentence: [
    { text: 'R-00001', place: { kind: 'payment', id: '4' } },
    { text: ': item removed from ', place: null },
    { text: 'INV-00007', place: { kind: 'invoice', id: '7' } },
    { text: '.', place: null },
  ],
  created: '24.90',
  current: '4.90',
};

/** Answers as Rust would, and notes what was asked. */
function tracked(rows: CreditOccasion[]) {
  const asked: TrackingQuery[] = [];
  mockIPC((command, args) => {
    if (command !== 'credit_tracking') throw new Error(command);
    const { query } = args as { query: TrackingQuery };
    asked.push(query);
    const found = query.search ? [] : rows;
    return { rows: found, total: found.length, page: query.page, page_size: 50 };
  });
  return asked;
}

afterEach(clearMocks);

test('a row says what created the credit and opens what it came from', async () => {
  tracked([removed]);
  render(CreditTracking);
  const row = within((await screen.findByText('24.90')).closest('tr') as HTMLElement);
  expect(row.getAllByRole('cell')[2]?.textContent?.trim()).toBe('R-00001: item removed from INV-00007.');
  expect(row.getByRole('link', { name: 'INV-00007' }).getAttribute('href')).toBe('/invoices/7');
  expect(row.getByRole('link', { name: 'R-00001' }).getAttribute('href')).toBe('/payments/4');
  expect(row.getByRole('link', { name: 'Ana Lima' }).getAttribute('href')).toBe('/clients/5');
  expect(row.getByText('4.90')).toBeTruthy();
});

test('a client is asked for alone, the newest first, and the order turns round', async () => {
  const asked = tracked([removed]);
  render(CreditTracking, { clientId: '5' });
  await screen.findByText('24.90');
  expect(asked[0]).toEqual({ client_id: '5', search: '', descending: true, page: 0 });
  expect(screen.queryByText('Ana Lima')).toBeNull();
  await userEvent.setup().click(screen.getByRole('button', { name: 'Day' }));
  expect(asked.at(-1)?.descending).toBe(false);
});

test('an empty list says what would stand in it, and one that was searched how to see all', async () => {
  tracked([]);
  const { unmount } = render(CreditTracking);
  expect(await screen.findByText('Nothing created credit yet')).toBeTruthy();
  unmount();
  const asked = tracked([removed]);
  render(CreditTracking);
  const user = userEvent.setup();
  await screen.findByText('24.90');
  await user.type(screen.getByRole('searchbox'), 'INV-9{Enter}');
  await user.click(await screen.findByRole('button', { name: 'Show all occasions' }));
  expect(await screen.findByText('24.90')).toBeTruthy();
  expect(asked.some((query) => query.search === 'INV-9')).toBe(true);
});
