import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import DataWays from './DataWays.svelte';

afterEach(() => {
  clearMocks();
  for (const note of shown()) dismiss(note.id);
});

test('every list of the practice is saved whole, products and returns among them', async () => {
  const saved: unknown[] = [];
  mockIPC((command, payload) => {
    if (command === 'practice_state') return { kind: 'open', folder: '/home/ana/Daybook' };
    saved.push((payload as { list: unknown }).list);
    return true;
  });
  render(DataWays);
  const user = userEvent.setup();
  for (const name of ['Products', 'Returns']) await user.click(screen.getByRole('button', { name }));
  await waitFor(() => expect(saved).toHaveLength(2));
  expect(saved).toEqual([
    { kind: 'products' },
    {
      kind: 'returns',
      query: { client_id: null, product_id: null, search: '', filter: 'all', descending: false, page: 0 },
    },
  ]);
});
